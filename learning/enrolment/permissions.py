"""May I? Pure functions, for buttons and guards alike."""

from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.deadlines import is_late
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment


def can_ask_for_a_place(cohort: Cohort) -> bool:
    """Return whether the cohort takes requests; anyone signed in may then make one.

    A cohort that nobody confirmed takes none once its first day is past.
    """
    return cohort.state in TAKING_REQUESTS and cohort.starts_on >= timezone.localdate()


def can_give_places_up(cohort: Cohort) -> bool:
    """Return whether its people may still give their place or turn up: until it begins."""
    return cohort.state == CohortState.POSTPONED or can_ask_for_a_place(cohort)


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


def can_move(user: User, enrolment: Enrolment) -> bool:
    """Return whether the person may give this place to a colleague, or take it elsewhere.

    Whoever enrolled them, and the administration: nobody moves themselves.
    """
    return enrolment.enrolling_organisation_id in user.organisations_as(
        Role.SCHOOL_MANAGER
    ) or user.has_role(Role.ADMINISTRATOR)


def can_take_over(cohort: Cohort) -> bool:
    """Return whether someone may still come instead of another: until the last half-day begins."""
    if cohort.state == CohortState.POSTPONED:
        return True
    is_alive = cohort.state in (*TAKING_REQUESTS, CohortState.RUNNING)
    return is_alive and cohort.half_days.filter(starts_at__gt=timezone.now()).exists()


def leaves_late(enrolment: Enrolment) -> bool:
    """Return whether giving this place up now is late: then a reason is needed, and stays."""
    cohort = enrolment.cohort
    if not enrolment.is_confirmed or cohort.state == CohortState.POSTPONED:
        return False
    today = timezone.localdate(timezone=cohort.venue.zone)
    return is_late(today, starts_on=cohort.starts_on, decision_on=cohort.decision_on)


def can_order_the_line(user: User) -> bool:
    """Return whether the person may move people in the waiting list, or give a place by hand."""
    return user.has_role(Role.ADMINISTRATOR)
