"""The published order, decided without a database: who is next, and why someone waits."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.enrolment.enums import EnrolmentState, WaitReason
from learning.enrolment.models import Enrolment, EnrolmentGroup
from learning.enrolment.order import Standing, next_in_line, why_waiting

NOW = datetime(2027, 3, 2, 12, tzinfo=UTC)
SCHOOL, TOWN = uuid4(), uuid4()

# The machine that checks may be busy: what is slow here is not the rule.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def one(structure=None, *, is_priority=False, group=None, is_ahead=False):
    return Enrolment(
        state=EnrolmentState.WAITING, employer_id=structure, is_priority=is_priority, group=group,
        moved_ahead_at=NOW if is_ahead else None,
    )  # fmt: skip


def places(free, *, quota=None, taken=None, priority_until=None):
    return Standing(
        free=free, taken=Counter(taken or {}), quota=quota, priority_until=priority_until, at=NOW
    )


def a_group(*, accepts_some=False):
    return EnrolmentGroup(name="Le bureau", accepts_some=accepts_some)


def test_whoever_asked_first_is_next():
    first, second, third = one(), one(), one()
    assert next_in_line([first, second, third], places(2)) == [first, second]


def test_nobody_is_served_without_a_place():
    assert next_in_line([one()], places(0)) == []
    assert next_in_line([one()], places(-2)) == []


def test_while_the_priority_lasts_places_wait_for_members_and_partners():
    other, member = one(), one(is_priority=True)
    soon = places(2, priority_until=NOW + timedelta(minutes=1))
    assert next_in_line([member, other], soon) == [member]
    assert why_waiting(other, soon) == WaitReason.PRIORITY
    over = places(2, priority_until=NOW)
    assert next_in_line([other, member], over) == [other, member]


def test_a_structure_at_its_quota_waits_and_those_behind_are_served():
    crowd = [one(SCHOOL), one(SCHOOL), one(SCHOOL), one(TOWN)]
    standing = places(4, quota=3, taken={SCHOOL: 1})
    assert next_in_line(crowd, standing) == [crowd[0], crowd[1], crowd[3]]
    assert why_waiting(crowd[2], places(4, quota=3, taken={SCHOOL: 3})) == WaitReason.QUOTA


def test_people_without_a_structure_have_no_quota():
    assert len(next_in_line([one(), one(), one()], places(3, quota=1))) == 3


def test_a_reserved_place_counts_for_who_reserved_it():
    named = one(TOWN)
    named.reservation_id, named.enrolling_organisation_id = uuid4(), SCHOOL
    assert named.counted_for_id == SCHOOL


def test_someone_put_first_passes_the_priority_and_the_quota():
    ahead = one(SCHOOL, is_ahead=True)
    until = NOW + timedelta(days=1)
    standing = places(1, quota=1, taken={SCHOOL: 1}, priority_until=until)
    assert next_in_line([ahead], standing) == [ahead]


def test_a_group_goes_together_or_keeps_its_rank_while_others_pass():
    group = a_group()
    crowd = [one(group=group), one(group=group), one()]
    assert next_in_line(crowd, places(1)) == [crowd[2]]
    assert next_in_line(crowd, places(2)) == crowd[:2]
    assert why_waiting(crowd[0], places(1)) == WaitReason.GROUP


def test_a_group_that_accepts_some_places_takes_what_there_is():
    group = a_group(accepts_some=True)
    crowd = [one(group=group), one(group=group), one()]
    assert next_in_line(crowd, places(1)) == [crowd[0]]


def test_why_someone_waits_is_the_rule_first_then_the_places():
    assert why_waiting(one(), places(0)) == WaitReason.FULL
    assert why_waiting(one(), places(1)) == WaitReason.TURN


people = st.builds(
    one, st.sampled_from([None, SCHOOL, TOWN]), is_priority=st.booleans(), is_ahead=st.booleans()
)


@unhurried
@given(
    crowd=st.lists(people, max_size=12), free=st.integers(-2, 8),
    quota=st.none() | st.integers(1, 4), has_priority=st.booleans(),
)  # fmt: skip
def test_the_order_fills_the_places_breaks_no_rule_and_skips_nobody(
    crowd, free, quota, has_priority
):
    until = NOW + timedelta(hours=1) if has_priority else None
    standing = places(free, quota=quota, priority_until=until)
    served = next_in_line(crowd, standing)
    assert len(served) <= max(free, 0)
    assert [e for e in crowd if e in served] == served, "In the published order."
    by_rule = [e for e in served if not e.moved_ahead_at]
    counted = Counter(e.counted_for_id for e in by_rule if e.counted_for_id)
    assert quota is None or all(n <= quota for n in counted.values())
    assert not has_priority or all(e.is_priority for e in by_rule)
    if len(served) < free:
        taken = standing.taken + Counter(e.counted_for_id for e in served)
        left = [e for e in crowd if e not in served]
        assert all(standing.objection(e, taken) for e in left), "Nobody eligible is left out."
