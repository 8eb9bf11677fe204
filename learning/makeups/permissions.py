"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp


def can_ask(user: User, enrolment: Enrolment) -> bool:
    """Return whether the person may ask to make up: the person, or who enrolled them."""
    return enrolment.person_id == user.pk or (
        enrolment.enrolling_organisation_id in user.organisations_as(Role.SCHOOL_MANAGER)
    )


def can_answer(user: User, make_up: MakeUp) -> bool:
    """Return whether the person answers: who is proposed a date, or the teams that are asked."""
    if make_up.is_proposed:
        return can_ask(user, make_up.enrolment)
    if make_up.is_asked:
        return can_run(user, make_up.taken.cohort) or can_run(user, make_up.enrolment.cohort)
    return False


def can_call_off(user: User, make_up: MakeUp) -> bool:
    """Return whether the person may take an accepted make-up back: either side of it."""
    return make_up.is_accepted and (
        can_ask(user, make_up.enrolment)
        or can_run(user, make_up.taken.cohort)
        or can_run(user, make_up.enrolment.cohort)
    )
