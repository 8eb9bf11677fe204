"""A school keeps places now and names people later; unnamed, they return to everyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.services import AgentDetails
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.approvals import AlreadyDecided, answer_request
from learning.enrolment.counting import with_people_counted
from learning.enrolment.models import Enrolment, Reservation
from learning.enrolment.order import standing_of
from learning.enrolment.reservations import (
    DeadlineIsWrong,
    NotEnoughPlaces,
    OverTheQuota,
    PeopleAreWaiting,
    PriorityLasts,
    ReservationIsOver,
    enrol_for,
    name_someone,
    release_reservation,
    reserve_places,
    use_invitation,
)
from learning.enrolment.services import (
    AlreadyEnrolled,
    CannotEnrolForOrganisation,
    NameRequired,
    NotTakingRequests,
    cancel_enrolment,
)
from learning.schedule import follow_the_places
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_organisation
from tests.learning.enrolment.lines import (
    a_member,
    an_agent_of,
    ask,
    standing,
    with_approval,
    with_rules,
)

pytestmark = pytest.mark.django_db


def soon():
    return timezone.now() + timedelta(days=5)


def reserve(cohort, places=2, school=None, actor=None, name_by=None):
    school = school or an_organisation()
    return reserve_places(
        actor=actor or a_person(Role.SCHOOL_MANAGER, school), cohort=cohort, organisation=school,
        places=places, name_by=name_by or soon(),
    )  # fmt: skip


def name(reservation, email):
    details = AgentDetails(first_name="Lou", last_name="Nouvel", email=email)
    return name_someone(actor=reservation.made_by, reservation=reservation, details=details)


def counted(cohort):
    """Return what a list says; what is brought to cohorts already read says the same."""
    listed = Cohort.objects.with_counts().get(pk=cohort.pk)
    [read] = with_people_counted([Cohort.objects.get(pk=cohort.pk)])
    counts = ("confirmed_count", "waiting_count", "held_count")
    assert [getattr(read, n) for n in counts] == [getattr(listed, n) for n in counts]
    return listed.confirmed_count, listed.held_count, listed.free_count


def test_kept_places_are_nobody_else_s():
    cohort = with_rules(3)
    reserve(cohort, 2)
    assert [standing(ask(cohort))[0] for _n in range(2)] == ["confirmed", "waiting"]
    assert counted(cohort) == (1, 2, 0)


def test_naming_takes_a_kept_place_until_none_is_left():
    cohort = with_rules(3)
    kept = reserve(cohort, 2)
    assert name(kept, "a@essai.example").is_confirmed
    assert counted(cohort) == (1, 1, 1)
    with pytest.raises(AlreadyEnrolled):
        name(kept, "A@essai.example")
    name(kept, "b@essai.example")
    with pytest.raises(ReservationIsOver):
        name(kept, "c@essai.example")
    with pytest.raises(CannotEnrolForOrganisation):
        name_someone(
            actor=a_person(Role.SCHOOL_MANAGER), reservation=kept,
            details=AgentDetails(first_name="Lou", last_name="Nouvel"),
        )  # fmt: skip


def test_a_named_person_who_leaves_gives_the_place_back_to_the_school():
    cohort = with_rules(2)
    kept = reserve(cohort, 2)
    leaving = name(kept, "a@essai.example")
    waiting = ask(cohort)
    cancel_enrolment(actor=leaving.person, enrolment=leaving)
    assert standing(waiting) == ("waiting", 1)
    assert counted(cohort) == (0, 2, 0)
    assert name(kept, "b@essai.example").is_confirmed


def test_at_the_deadline_places_without_a_name_return_to_who_waits():
    cohort = with_rules(2)
    kept = reserve(cohort, 2)
    name(kept, "a@essai.example")
    waiting = ask(cohort)
    Reservation.objects.update(name_by=timezone.now())
    with pytest.raises(ReservationIsOver):
        name(kept, "b@essai.example")
    assert follow_the_places()["reservations"] == 1
    assert standing(waiting)[0] == "offered"
    release_reservation(actor=None, reservation=kept)
    assert counted(cohort) == (1, 1, 0)


def test_who_a_school_enrols_takes_its_kept_places_first_then_a_place_like_any_other():
    cohort = with_rules(2)
    kept = reserve(cohort, 1)
    enrolments = [
        enrol_for(
            actor=kept.made_by, cohort=cohort, organisation=kept.organisation,
            details=AgentDetails(first_name="Lou", last_name="Nouvel", email=f"{n}@essai.example"),
        )
        for n in range(3)
    ]  # fmt: skip
    assert [one.reservation for one in enrolments] == [kept, None, None]
    assert [one.state for one in enrolments] == ["confirmed", "confirmed", "waiting"]


def test_a_code_gives_one_of_the_kept_places_to_who_has_a_name():
    cohort = with_rules(1)
    kept = reserve(cohort, 1)
    with pytest.raises(NameRequired):
        use_invitation(person=a_person(first_name=""), code=kept.code)
    enrolment = use_invitation(person=a_person(), code=f" {kept.code.lower()} ")
    assert (enrolment.source, enrolment.enrolling_organisation) == (
        "invitation", kept.organisation,
    )  # fmt: skip
    for code in (kept.code, "INCONNU"):
        with pytest.raises(ReservationIsOver):
            use_invitation(person=a_person(), code=code)


def test_what_is_reserved_is_left_to_reserve():
    cohort = with_rules(3)
    for places in (0, 4):
        with pytest.raises(NotEnoughPlaces):
            reserve(cohort, places)
    with pytest.raises(CannotEnrolForOrganisation):
        reserve(cohort, actor=a_person(Role.SCHOOL_MANAGER))
    for wrong in (timezone.now(), timezone.now() + timedelta(days=300)):
        with pytest.raises(DeadlineIsWrong):
            reserve(cohort, name_by=wrong)
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
    with pytest.raises(NotTakingRequests):
        reserve(cohort)


def test_a_reservation_passes_before_nobody():
    cohort = with_rules(2, priority_until=timezone.now() + timedelta(days=1))
    with pytest.raises(PriorityLasts):
        reserve(cohort, 1)
    assert reserve(cohort, 1, school=a_member())
    ask(cohort)
    with pytest.raises(PeopleAreWaiting):
        reserve(cohort, 1, school=a_member())


def test_kept_places_count_in_the_school_s_quota_named_or_not():
    cohort, school = with_rules(10, quota_per_organisation=3), an_organisation()
    with pytest.raises(OverTheQuota):
        reserve(cohort, 4, school)
    kept = reserve(cohort, 2, school)
    name(kept, "a@essai.example")
    assert standing_of(cohort).taken[school.pk] == 2
    with pytest.raises(OverTheQuota):
        reserve(cohort, 2, school, actor=kept.made_by)


def test_a_named_agent_takes_nothing_from_their_employer_s_quota():
    cohort, town = with_rules(10, quota_per_organisation=1), an_organisation()
    kept = reserve(cohort, 1)
    agent = an_agent_of(town, email="a@essai.example")
    assert use_invitation(person=agent, code=kept.code).employer == town
    assert standing(ask(cohort, an_agent_of(town)))[0] == "confirmed"
    assert standing(ask(cohort, an_agent_of(town)))[0] == "waiting"


def test_who_waits_and_uses_a_code_takes_the_kept_place_and_leaves_the_line():
    cohort = with_rules(2)
    kept = reserve(cohort, 1)
    seated, first, second = ask(cohort), ask(cohort), ask(cohort)
    taken = use_invitation(person=first.person, code=kept.code)
    assert (taken.pk, taken.state, taken.reservation) == (first.pk, "confirmed", kept)
    assert taken.enrolling_organisation == kept.organisation
    assert standing(second) == ("waiting", 1)
    cancel_enrolment(actor=seated.person, enrolment=seated)
    assert standing(second)[0] == "offered"


def test_who_is_offered_a_place_and_uses_a_code_leaves_the_offer_to_the_next():
    cohort = with_rules(2)
    kept = reserve(cohort, 1)
    seated, first, second = ask(cohort), ask(cohort), ask(cohort)
    cancel_enrolment(actor=seated.person, enrolment=seated)
    assert [standing(one)[0] for one in (first, second)] == ["offered", "waiting"]
    use_invitation(person=first.person, code=kept.code)
    assert [standing(one)[0] for one in (first, second)] == ["confirmed", "offered"]
    assert counted(cohort) == (1, 1, 0)


def test_a_code_spares_the_approval_that_was_asked_for():
    cohort = with_rules(2)
    kept = reserve(cohort, 1)
    asking = ask(cohort, an_agent_of(with_approval("cheffe@essai.example")))
    assert use_invitation(person=asking.person, code=kept.code).is_confirmed
    with pytest.raises(AlreadyDecided):
        answer_request(approval=asking.approval, verdict="approved")


def test_a_school_names_who_waits_but_nobody_whom_another_enrolled():
    cohort = with_rules(1)
    kept = reserve(cohort, 1)
    mine, other = ask(cohort), ask(cohort)
    Enrolment.objects.filter(pk=other.pk).update(enrolling_organisation=an_organisation())
    with pytest.raises(AlreadyEnrolled):
        name(kept, other.person.email)
    assert name(kept, mine.person.email).pk == mine.pk
    with pytest.raises(ReservationIsOver):
        use_invitation(person=other.person, code=kept.code)


def test_a_school_is_reminded_twice_of_places_without_a_name_once_each(mailoutbox):
    cohort, school = with_rules(4), an_organisation()
    boss = a_person(Role.SCHOOL_MANAGER, school)
    kept = reserve(cohort, 2, school, name_by=timezone.now() + timedelta(days=29))

    def remind(days_left):
        Reservation.objects.update(name_by=timezone.now() + timedelta(days=days_left))
        asked = [follow_the_places()["reminded"] for _again in range(2)]
        do_the_jobs("remind_of_kept_places")
        return asked

    Reservation.objects.update(made_at=timezone.now() - timedelta(days=30))
    assert remind(29) == [0, 0]
    # Two days are two working days at most, eight are seven at most.
    assert remind(7) == [1, 0]
    assert {message.to[0] for message in mailoutbox} == {boss.email, kept.made_by.email}
    assert "2 places gardées n’ont pas de nom." in mailoutbox[0].body
    name(kept, "a@essai.example")
    assert remind(1) == [1, 0]
    assert "1 place gardée n’a pas de nom." in mailoutbox[-1].body
    before = len(mailoutbox)
    name(kept, "b@essai.example")
    assert remind(2) == [0, 0]
    assert len(mailoutbox) == before


def test_places_kept_at_the_last_moment_are_not_reminded_of():
    reserve(with_rules(2), 1, name_by=timezone.now() + timedelta(days=1))
    assert follow_the_places()["reminded"] == 0
