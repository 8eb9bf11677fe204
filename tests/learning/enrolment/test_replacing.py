"""A colleague comes instead of someone, or someone comes at another date: a reason stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.services import AgentDetails
from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.by_hand import MoveNeedsAReason
from learning.enrolment.models import Enrolment
from learning.enrolment.moving import NotTheSameModule, move_enrolment
from learning.enrolment.replacing import (
    CannotMove,
    HasCome,
    NothingToMove,
    TooLateToReplace,
    replace_participant,
)
from learning.enrolment.reservations import OverTheQuota, PriorityLasts, enrol_for, reserve_places
from learning.enrolment.services import (
    AlreadyEnrolled,
    CohortHasBegun,
    NotTakingRequests,
    cancel_enrolment,
    enrol_agent,
)
from tests.jobs import do_the_jobs
from tests.learning.builders import (
    a_cohort,
    a_finished_cohort,
    a_person,
    a_running_cohort,
    an_enrolment,
    an_organisation,
    half_days_of,
    number,
)
from tests.learning.enrolment.lines import (
    a_member,
    an_agent_of,
    ask,
    open_offer,
    standing,
    with_approval,
    with_rules,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return an_organisation()


@pytest.fixture
def manager(school):
    return a_person(Role.SCHOOL_MANAGER, school)


def details(email=""):
    return AgentDetails(
        first_name="Lou", last_name="Nouvel", email=email or f"lou{number()}@essai.example"
    )


@pytest.fixture
def enrol(manager, school):
    def enrol(cohort, email=""):
        return enrol_agent(
            actor=manager, cohort=cohort, organisation=school, details=details(email)
        )

    return enrol


def replace(actor, enrolment, email="", reason="Congé"):
    return replace_participant(
        actor=actor, enrolment=enrolment, details=details(email), reason=reason
    )


def test_a_colleague_takes_the_place_and_nobody_who_waits_passes(manager, enrol, mailoutbox):
    cohort = with_rules(1)
    leaving, waiting = enrol(cohort), ask(cohort)
    do_the_jobs()
    mailoutbox.clear()
    coming = replace(manager, leaving, reason=" Congé parental ")
    leaving.refresh_from_db()
    assert (coming.state, leaving.state) == ("confirmed", "cancelled")
    assert leaving.cancellation_reason == "Congé parental"
    assert not leaving.left_late
    assert standing(waiting) == ("waiting", 1)
    entry = AuditEntry.objects.about(coming).get(action="participant_replaced")
    assert (entry.actor, entry.reason) == (manager, "Congé parental")
    assert entry.details["replaces"] == str(leaving.pk)
    do_the_jobs()
    told = {message.to[0]: message.subject for message in mailoutbox}
    assert set(told) == {leaving.person.email, coming.person.email}


def test_a_turn_is_handed_on_at_its_rank_and_an_offer_until_the_same_hour(manager, enrol):
    cohort = with_rules(1)
    first = ask(cohort)
    mine, last = enrol(cohort), ask(cohort)
    coming = replace(manager, mine)
    assert [standing(one) for one in (coming, last)] == [("waiting", 1), ("waiting", 2)]
    cancel_enrolment(actor=first.person, enrolment=first)
    until = open_offer(coming).expires_at
    again = replace(manager, coming)
    assert standing(again)[0] == "offered"
    assert open_offer(again).expires_at == until
    assert standing(last) == ("waiting", 1)


def test_a_kept_place_stays_the_school_s(manager, school):
    cohort = with_rules(1)
    kept = reserve_places(
        actor=manager, cohort=cohort, organisation=school, places=1,
        name_by=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    named = enrol_for(actor=manager, cohort=cohort, organisation=school, details=details())
    assert replace(manager, named).reservation == kept


def test_who_may_replace_whom_and_why(manager, enrol):
    cohort = with_rules(3)
    mine, other = enrol(cohort), ask(cohort)
    with pytest.raises(MoveNeedsAReason):
        replace(manager, mine, reason=" ")
    for actor, whose in [(manager, other), (mine.person, mine), (a_person(), mine)]:
        with pytest.raises(CannotMove):
            replace(actor, whose)
    with pytest.raises(AlreadyEnrolled):
        replace(manager, mine, email=other.person.email)
    assert standing(mine)[0] == "confirmed"
    boss = a_person(Role.ADMINISTRATOR)
    assert replace(boss, other).source == "administration"
    gone = cancel_enrolment(actor=manager, enrolment=mine)
    asking = ask(cohort, an_agent_of(with_approval("cheffe@essai.example")))
    for nothing in (gone, asking):
        with pytest.raises(NothingToMove):
            replace(boss, nothing)


def test_a_colleague_may_still_come_until_the_last_half_day_begins(manager, school):
    running, over = a_running_cohort(), a_finished_cohort()
    mine, late = (an_enrolment(cohort, enrolling_organisation=school) for cohort in (running, over))
    half_day = half_days_of(running)[0]
    mark = mine.marks.create(half_day=half_day, status="present", recorded_by=manager)
    with pytest.raises(HasCome):
        replace(manager, mine)
    mark.status = "absent"
    mark.save()
    assert replace(manager, mine).state == "confirmed"
    with pytest.raises(TooLateToReplace):
        replace(manager, late)


def test_a_place_changes_structure_only_where_the_other_has_room(manager, school):
    town = an_organisation()
    cohort = with_rules(5, quota_per_organisation=1)
    an_enrolment(cohort, an_agent_of(town), employer=town)
    mine = an_enrolment(cohort, an_agent_of(school), employer=school, enrolling_organisation=school)
    with pytest.raises(OverTheQuota):
        replace(manager, mine, email=an_agent_of(town).email)
    # A colleague of the same structure takes nothing more from its quota.
    assert replace(manager, mine, email=an_agent_of(school).email).employer == school


def test_during_the_priority_a_member_s_place_goes_to_members(manager, school):
    member = a_member()
    cohort = with_rules(5, priority_until=timezone.now() + timedelta(days=1))
    mine = an_enrolment(
        cohort, an_agent_of(member), employer=member, enrolling_organisation=school,
        is_priority=True,
    )  # fmt: skip
    with pytest.raises(PriorityLasts):
        replace(manager, mine)
    assert replace(manager, mine, email=an_agent_of(member).email).is_priority


def test_someone_comes_at_another_date_and_both_lines_are_served(manager, enrol):
    left = with_rules(1)
    joined = a_cohort(revision=left.revision, places=(1, 1))
    mine, waiting = enrol(left), ask(left)
    asked_at = timezone.now() - timedelta(days=9)
    Enrolment.objects.filter(pk=mine.pk).update(requested_at=asked_at, function="Juriste")
    coming = move_enrolment(actor=manager, enrolment=mine, to=joined, reason="Jury ce jour-là")
    mine.refresh_from_db()
    assert (coming.state, coming.requested_at, coming.function) == (
        "confirmed", asked_at, "Juriste",
    )  # fmt: skip
    assert (coming.person, coming.enrolling_organisation) == (
        mine.person, mine.enrolling_organisation,
    )  # fmt: skip
    assert mine.cancellation_reason == f"Passage à « {joined.title} » : Jury ce jour-là"
    assert standing(waiting)[0] == "offered"
    entry = AuditEntry.objects.about(coming).get(action="enrolment_moved")
    assert (entry.reason, entry.details["before"]) == ("Jury ce jour-là", left.code)
    back = move_enrolment(actor=manager, enrolment=coming, to=left, reason="Jury déplacé")
    assert standing(back) == ("waiting", 1)


def test_a_move_takes_the_place_that_the_school_keeps_there(manager, school, enrol):
    left = with_rules(1)
    joined = a_cohort(revision=left.revision, places=(1, 1))
    mine = enrol(left)
    kept = reserve_places(
        actor=manager, cohort=joined, organisation=school, places=1,
        name_by=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    coming = move_enrolment(actor=manager, enrolment=mine, to=joined, reason="Jury")
    assert (coming.state, coming.reservation) == ("confirmed", kept)


def test_a_move_leads_to_an_open_date_of_the_same_module(manager, enrol):
    left = with_rules(2)
    mine, other = enrol(left), ask(left)

    def move(to, enrolment=mine, actor=manager):
        move_enrolment(actor=actor, enrolment=enrolment, to=to, reason="Jury")

    same = a_cohort(revision=left.revision)
    for elsewhere in (a_cohort(), left):
        with pytest.raises(NotTheSameModule):
            move(elsewhere)
    with pytest.raises(NotTakingRequests):
        move(a_cohort(revision=left.revision, state=CohortState.DRAFT))
    with pytest.raises(CannotMove):
        move(same, other)
    an_enrolment(same, mine.person)
    with pytest.raises(AlreadyEnrolled):
        move(same)
    Cohort.objects.filter(pk=left.pk).update(state=CohortState.RUNNING)
    with pytest.raises(CohortHasBegun):
        move(a_cohort(revision=left.revision))
    assert standing(mine)[0] == "confirmed"
