"""Places are given first come first served, up and down, and an enrolment freezes its facts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.organisations.enums import OrganisationKind, Region
from accounts.users.enums import Category, Role, Versant
from accounts.users.models import AgentProfile
from accounts.users.services import AgentDetails
from common.audit.models import AuditEntry
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.services import change_state
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.services import (
    AlreadyEnrolled,
    CannotCancel,
    CannotEnrolForOrganisation,
    CohortHasBegun,
    NameRequired,
    NotTakingRequests,
    cancel_enrolment,
    cancel_enrolments_of,
    enrol_agent,
    request_place,
)
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation

pytestmark = pytest.mark.django_db


def state_and_rank(enrolment):
    row = Enrolment.objects.with_rank().get(pk=enrolment.pk)
    return row.state, row.rank


def ask(cohort, person=None):
    return request_place(person=person or a_person(), cohort=cohort)


class TestAsking:
    def test_while_there_are_places_the_answer_is_yes(self):
        enrolment = ask(a_cohort())
        assert state_and_rank(enrolment) == ("confirmed", None)
        assert AuditEntry.objects.about(enrolment).get().details["state"] == "confirmed"

    def test_beyond_the_places_people_wait_in_the_order_they_asked(self):
        cohort = a_cohort(places=(1, 1))
        asked = [ask(cohort) for _n in range(3)]
        assert [state_and_rank(e) for e in asked] == [
            ("confirmed", None), ("waiting", 1), ("waiting", 2),
        ]  # fmt: skip

    def test_the_certificate_needs_a_name_so_asking_does_too(self):
        with pytest.raises(NameRequired):
            ask(a_cohort(), a_person(first_name=""))

    def test_a_person_is_in_a_cohort_once(self):
        cohort, person = a_cohort(), a_person(first_name="Maud", last_name="Cassagne")
        ask(cohort, person)
        with pytest.raises(AlreadyEnrolled) as refused:
            ask(cohort, person)
        assert str(refused.value) == "Maud Cassagne est déjà dans cette cohorte."
        with pytest.raises(IntegrityError), transaction.atomic():
            an_enrolment(cohort, person)

    def test_someone_who_cancelled_may_ask_again_at_the_end_of_the_line(self):
        cohort, person = a_cohort(places=(1, 1)), a_person()
        cancel_enrolment(actor=person, enrolment=ask(cohort, person))
        first, second = ask(cohort), ask(cohort, person)
        assert state_and_rank(first)[0] == "confirmed"
        assert state_and_rank(second) == ("waiting", 1)

    @pytest.mark.parametrize("state", [s for s in CohortState if s not in TAKING_REQUESTS])
    def test_a_cohort_takes_requests_in_two_states_only(self, state):
        with pytest.raises(NotTakingRequests):
            ask(a_cohort(state=state))

    def test_a_cohort_whose_first_day_is_past_takes_none_even_if_nobody_confirmed_it(self):
        past = a_cohort(starts=timezone.localdate() - timedelta(days=1))
        with pytest.raises(NotTakingRequests):
            ask(past)
        assert ask(a_cohort(starts=timezone.localdate())).is_confirmed

    def test_the_state_that_counts_is_that_of_now(self):
        cohort = a_cohort()
        stale = Cohort.objects.get(pk=cohort.pk)
        change_state(actor=None, cohort=cohort, to=CohortState.CANCELLED, reason="Grève")
        with pytest.raises(NotTakingRequests):
            ask(stale)


class TestCancelling:
    def test_a_freed_place_is_offered_to_whoever_waits_first(self):
        cohort = a_cohort(places=(1, 1))
        first, second, third = (ask(cohort) for _n in range(3))
        cancel_enrolment(actor=first.person, enrolment=first, reason=" Empêchement ")
        assert state_and_rank(second) == ("offered", None)
        assert state_and_rank(third) == ("waiting", 1)
        first.refresh_from_db()
        assert (first.state, first.cancellation_reason) == ("cancelled", "Empêchement")
        assert AuditEntry.objects.about(second).first().action == "place_offered"

    def test_a_turn_given_up_moves_those_behind_and_confirms_nobody(self):
        cohort = a_cohort(places=(1, 1))
        _first, second, third = (ask(cohort) for _n in range(3))
        cancel_enrolment(actor=second.person, enrolment=second)
        assert state_and_rank(third) == ("waiting", 1)
        assert cohort.enrolments.confirmed().count() == 1

    def test_fewer_places_than_people_promote_nobody(self):
        cohort = a_cohort(places=(1, 2))
        first, _second, third = (ask(cohort) for _n in range(3))
        Cohort.objects.filter(pk=cohort.pk).update(places_max=1)
        cancel_enrolment(actor=first.person, enrolment=first)
        assert state_and_rank(third) == ("waiting", 1)

    def test_it_is_for_the_person_their_school_or_an_administrator(self):
        school, cohort = an_organisation(), a_cohort()
        for actor in (a_person(Role.SCHOOL_MANAGER, school), a_person(Role.ADMINISTRATOR)):
            enrolment = an_enrolment(cohort, enrolling_organisation=school)
            assert cancel_enrolment(actor=actor, enrolment=enrolment).state == "cancelled"
        enrolment = an_enrolment(cohort, enrolling_organisation=school)
        for stranger in (a_person(), a_person(Role.SCHOOL_MANAGER), a_person(Role.TRAINER)):
            with pytest.raises(CannotCancel):
                cancel_enrolment(actor=stranger, enrolment=enrolment)

    def test_cancelling_twice_is_refused(self):
        enrolment = ask(a_cohort())
        cancel_enrolment(actor=enrolment.person, enrolment=enrolment)
        with pytest.raises(CannotCancel):
            cancel_enrolment(actor=enrolment.person, enrolment=enrolment)

    @pytest.mark.parametrize("state", [CohortState.RUNNING, CohortState.CLOSED])
    def test_once_the_cohort_has_begun_absences_are_noted_instead(self, state):
        enrolment = an_enrolment(a_cohort(state=state))
        with pytest.raises(CohortHasBegun):
            cancel_enrolment(actor=enrolment.person, enrolment=enrolment)

    def test_a_postponed_cohort_lets_people_go_and_offers_their_places_once_it_reopens(self):
        cohort = a_cohort(places=(1, 1))
        first, second = ask(cohort), ask(cohort)
        change_state(actor=None, cohort=cohort, to=CohortState.POSTPONED, reason="Grève")
        cancel_enrolment(actor=first.person, enrolment=first)
        assert state_and_rank(second) == ("waiting", 1), "There is no date to call anyone to."
        change_state(actor=None, cohort=cohort, to=CohortState.OPEN)
        do_the_jobs("cohort_state_changed")
        assert state_and_rank(second) == ("offered", None)

    def test_a_cancelled_cohort_frees_everybody_once(self):
        cohort = a_cohort(places=(1, 1))
        for _n in range(3):
            ask(cohort)
        assert cancel_enrolments_of(cohort=cohort, reason="Grève") == 3
        assert cancel_enrolments_of(cohort=cohort, reason="Grève") == 0
        assert not cohort.enrolments.active().exists()


class TestForASchool:
    def enrol(self, school, cohort=None, actor=None, **fields):
        return enrol_agent(
            actor=actor or a_person(Role.SCHOOL_MANAGER, school),
            cohort=cohort or a_cohort(),
            organisation=school,
            details=AgentDetails(**{"first_name": "Lou", "last_name": "Nouvel", **fields}),
        )

    def test_a_school_enrols_someone_nobody_knew(self):
        school = an_organisation()
        enrolment = self.enrol(school, email="lou@montbrune.example")
        assert enrolment.enrolling_organisation == school
        assert (enrolment.source, enrolment.person.email) == ("school", "lou@montbrune.example")

    def test_a_school_enrols_for_itself_only(self):
        with pytest.raises(CannotEnrolForOrganisation):
            self.enrol(an_organisation(), actor=a_person(Role.SCHOOL_MANAGER))

    def test_training_or_administering_is_not_enrolling(self):
        school = an_organisation()
        for role in (Role.TRAINER, Role.ADMINISTRATOR, Role.AGENT):
            with pytest.raises(CannotEnrolForOrganisation):
                self.enrol(school, actor=a_person(role, school))

    def test_a_school_cannot_enrol_in_a_cohort_under_way(self):
        with pytest.raises(NotTakingRequests):
            self.enrol(an_organisation(), cohort=a_cohort(state=CohortState.RUNNING))

    def test_a_refused_enrolment_writes_nobody(self):
        school, cohort, known = an_organisation(), a_cohort(), a_person(email="m@essai.example")
        ask(cohort, known)
        with pytest.raises(AlreadyEnrolled):
            self.enrol(school, cohort=cohort, email="M@essai.example")
        assert not AgentProfile.objects.filter(person=known).exists()


class TestFrozenFacts:
    def test_an_enrolment_keeps_the_agent_as_they_were_that_day(self):
        old = an_organisation(kind=OrganisationKind.MUNICIPALITY, region=Region.CORSE)
        person = a_person()
        profile = AgentProfile.objects.create(
            person=person, employer=old, function="juriste", versant=Versant.FPT,
            category=Category.A,
        )  # fmt: skip
        enrolment = ask(a_cohort(), person)
        profile.employer, profile.function, profile.versant = an_organisation(), "autre", "fpe"
        profile.save()
        enrolment.refresh_from_db()
        assert enrolment.employer == old
        assert (enrolment.function, enrolment.region) == ("juriste", Region.CORSE)
        assert (enrolment.versant, enrolment.category) == (Versant.FPT, Category.A)

    def test_someone_without_a_profile_is_enrolled_all_the_same(self):
        enrolment = ask(a_cohort())
        assert enrolment.employer is None
        assert (enrolment.region, enrolment.versant) == (Region.ELSEWHERE, Versant.OTHER)

    def test_the_enrolling_school_does_not_follow_the_manager_who_leaves(self):
        school = an_organisation()
        enrolment = TestForASchool().enrol(school)
        enrolment.enrolled_by.memberships.all().delete()
        enrolment.refresh_from_db()
        assert enrolment.enrolling_organisation == school


class TestWhoSees:
    def test_a_school_sees_the_enrolments_it_made_and_nothing_else_of_those_people(self):
        school, person = an_organisation(), a_person()
        manager = a_person(Role.SCHOOL_MANAGER, school)
        made = an_enrolment(a_cohort(), person, enrolling_organisation=school)
        an_enrolment(a_cohort(organiser=school), person)
        assert list(Enrolment.objects.visible_to(manager)) == [made]

    def test_people_see_theirs_trainers_their_cohorts_administrators_all(self):
        trainer = a_person(Role.TRAINER)
        mine = an_enrolment(a_cohort(trainers=[trainer]))
        other = an_enrolment(a_cohort())
        assert list(Enrolment.objects.visible_to(mine.person)) == [mine]
        assert list(Enrolment.objects.visible_to(trainer)) == [mine]
        everything = Enrolment.objects.visible_to(a_person(Role.ADMINISTRATOR))
        assert set(everything) == {mine, other}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": EnrolmentState.WAITING, "queue_number": None},
        {"state": EnrolmentState.CONFIRMED, "confirmed_at": None},
    ],
)
def test_the_database_refuses_an_enrolment_that_makes_no_sense(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        an_enrolment(a_cohort(), **wrong)
