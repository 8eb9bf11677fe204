"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment


def can_ask_for_a_place(cohort: Cohort) -> bool:
    """Return whether the cohort takes requests; anyone signed in may then make one."""
    return cohort.state in TAKING_REQUESTS


def can_enrol_for_a_school(user: User, cohort: Cohort) -> bool:
    """Return whether the person may enrol agents of theirs in this cohort."""
    return can_ask_for_a_place(cohort) and user.has_role(Role.SCHOOL_MANAGER)


def can_cancel(user: User, enrolment: Enrolment) -> bool:
    """Return whether the person may give this place up: theirs, their school's, or any."""
    if enrolment.state == EnrolmentState.CANCELLED:
        return False
    return (
        enrolment.person_id == user.pk
        or enrolment.enrolling_organisation_id in user.organisations_as(Role.SCHOOL_MANAGER)
        or user.has_role(Role.ADMINISTRATOR)
    )
