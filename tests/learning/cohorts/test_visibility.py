"""Who may open which cohort."""

import pytest

from accounts.users.enums import Role
from learning.cohorts.enums import ANNOUNCED, CohortState
from learning.cohorts.models import Cohort
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation

pytestmark = pytest.mark.django_db


def sees(person, cohort):
    return Cohort.objects.visible_to(person).filter(pk=cohort.pk).exists()


@pytest.mark.parametrize("state", CohortState)
def test_anyone_sees_announced_cohorts_and_those_only(state):
    assert sees(a_person(), a_cohort(state=state)) == (state in ANNOUNCED)


@pytest.mark.parametrize("state", [CohortState.DRAFT, CohortState.CLOSED, CohortState.POSTPONED])
class TestBehindTheCatalogue:
    def test_administrators_and_its_trainers_see_it(self, state):
        trainer = a_person(Role.TRAINER)
        cohort = a_cohort(state=state, trainers=[trainer])
        assert sees(trainer, cohort)
        assert sees(a_person(Role.ADMINISTRATOR), cohort)
        assert not sees(a_person(Role.TRAINER), cohort)

    def test_the_school_that_organises_it_sees_it(self, state):
        school = an_organisation()
        assert sees(a_person(Role.SCHOOL_MANAGER, school), a_cohort(state=state, organiser=school))

    def test_its_participants_and_the_school_that_enrolled_them_see_it(self, state):
        school, cohort = an_organisation(), a_cohort(state=state)
        enrolment = an_enrolment(cohort, enrolling_organisation=school)
        assert sees(enrolment.person, cohort)
        assert sees(a_person(Role.SCHOOL_MANAGER, school), cohort)
        assert not sees(a_person(Role.SCHOOL_MANAGER), cohort)


def test_a_cohort_is_listed_once_whatever_the_number_of_reasons_to_see_it():
    school = an_organisation()
    manager = a_person(Role.SCHOOL_MANAGER, school)
    cohort = a_cohort(organiser=school, trainers=[manager])
    for _n in range(3):
        an_enrolment(cohort, enrolling_organisation=school)
    listed = Cohort.objects.visible_to(manager).for_lists()
    assert [c.confirmed_count for c in listed] == [3]
