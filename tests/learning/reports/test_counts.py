"""Unique people, never seats; sensitised apart; as known on any past day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.enums import Role
from learning.cohorts.enums import CohortState
from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.reports.permissions import can_steer
from learning.reports.queries import (
    Scope,
    breakdown,
    cohorts_at_risk,
    first_completions,
    first_days,
    people_counted,
    score,
    unsealed_half_days,
)
from learning.targets.models import Target
from modules.programmes.enums import CompletionBasis, CountsAs
from tests.learning.builders import (
    a_cohort,
    a_person,
    an_enrolment,
    an_organisation,
)
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)


def a_completion(person=None, on=date(2027, 3, 18), **fields):
    enrolment = an_enrolment(a_cohort(), person)
    return Completion.objects.create(
        **{
            "enrolment": enrolment, "version": 1, "person": enrolment.person,
            "verdict": Verdict.ACQUIRED, "reason": "acquis", "basis": CompletionBasis.HALF_DAYS,
            "minutes_planned": 1260, "counts_as": CountsAs.TRAINED,
            "module": enrolment.cohort.revision.edition.module, "region": Region.BRETAGNE,
            "versant": "fpt", "category": "a", "effective_on": on,
            "recorded_at": datetime.combine(on, datetime.min.time(), UTC), **fields,
        }
    )  # fmt: skip


def scope(**fields):
    return Scope(
        **{
            "counts_as": CountsAs.TRAINED, "at": NOW, "starts_on": date(2027, 1, 1),
            "ends_on": date(2027, 12, 31), **fields,
        }
    )  # fmt: skip


def count(**fields):
    return first_completions(scope(**fields)).count()


def a_target(**fields):
    return Target.objects.create(
        **{
            "name": "2 000", "count": 2000, "counts_as": CountsAs.TRAINED,
            "starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31), **fields,
        }
    )  # fmt: skip


def test_one_person_twice_counts_once_from_their_first_day():
    maud = a_person()
    first = a_completion(maud, on=date(2027, 3, 18))
    a_completion(maud, on=date(2027, 5, 20))
    a_completion()
    assert count() == 2
    assert first_days(scope()) == [date(2027, 3, 18)] * 2
    assert first in first_completions(scope())


def test_sensitised_people_are_counted_apart():
    a_completion(counts_as=CountsAs.SENSITISED)
    a_completion(counts_as=CountsAs.NOTHING)
    a_completion()
    assert (count(), count(counts_as=CountsAs.SENSITISED)) == (1, 1)


def test_someone_sensitised_then_trained_is_in_both_counts():
    maud = a_person()
    a_completion(maud, counts_as=CountsAs.SENSITISED)
    a_completion(maud)
    assert (count(), count(counts_as=CountsAs.SENSITISED)) == (1, 1)


def test_what_is_not_acquired_or_out_of_the_dates_does_not_count():
    a_completion(verdict=Verdict.NOT_ACQUIRED)
    a_completion(on=date(2026, 12, 31))
    assert count() == 0
    assert count(starts_on=date(2026, 12, 31)) == 1


def test_a_past_day_is_counted_as_it_was_known_then():
    late = datetime(2027, 5, 1, tzinfo=UTC)
    a_completion(on=date(2027, 3, 18), recorded_at=late)
    taken_back = a_completion(on=date(2027, 3, 18))
    taken_back.superseded_at = late
    taken_back.save()
    assert count(at=datetime(2027, 4, 1, tzinfo=UTC)) == 1, "The one later taken back."
    assert count() == 1, "The one that came late."


def test_every_breakdown_adds_up_to_the_headline():
    maud = a_person()
    a_completion(maud, region=Region.BRETAGNE)
    a_completion(maud, region=Region.CORSE, on=date(2027, 5, 1))
    a_completion(region=Region.CORSE, versant="fph")
    for column in ("region", "versant", "category", "module", "school", "employer"):
        assert sum(row["people"] for row in breakdown(scope(), column)) == count()
    assert {row["region"]: row["people"] for row in breakdown(scope(), "region")} == {
        Region.BRETAGNE: 1, Region.CORSE: 1,
    }  # fmt: skip


def test_the_list_behind_a_figure_has_as_many_rows_as_it_says():
    school = an_organisation()
    a_completion(school=school)
    a_completion()
    assert people_counted(scope()).count() == count()
    assert [c.school for c in people_counted(scope(), school=school)] == [school]


class TestScore:
    def test_it_counts_people_against_the_target_under_way(self):
        a_target()
        maud = a_person()
        a_completion(maud)
        a_completion(maud, on=date(2027, 4, 1))
        told = score(NOW)
        assert (told.count, told.target.count) == (1, 2000)

    def test_a_completion_to_come_does_not_count_yet(self):
        a_target()
        a_completion(on=date(2027, 7, 1), recorded_at=NOW - timedelta(days=1))
        assert score(NOW).count == 0

    def test_without_a_target_there_is_no_score(self):
        assert score(NOW) is None


class TestToLookAt:
    def test_cohorts_to_come_under_their_minimum_are_at_risk(self):
        risky = a_cohort(places=(2, 10))
        safe = a_cohort(places=(1, 10))
        for cohort in (risky, safe):
            an_enrolment(cohort)
        a_cohort(places=(2, 10), state=CohortState.CANCELLED)
        a_cohort(places=(2, 10), starts=timezone.localdate() - timedelta(days=3))
        assert list(cohorts_at_risk(timezone.now())) == [risky]

    def test_half_days_that_are_over_wait_for_their_countersignature(self):
        room = a_room(is_over=True)
        over = [half for half in room.half_days if half.ends_at < timezone.now()]
        mine = unsealed_half_days(timezone.now()).filter(cohort=room.cohort)
        assert list(mine) == over
        room.seal(upto=1)
        assert list(mine.all()) == over[1:]


def test_only_administrators_steer():
    assert can_steer(a_person(Role.ADMINISTRATOR))
    assert not any(can_steer(a_person(role)) for role in Role if role != Role.ADMINISTRATOR)
