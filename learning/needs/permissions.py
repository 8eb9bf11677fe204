"""May I? Pure functions, for buttons and guards alike."""

from datetime import date

from accounts.users.models import User
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment


def can_tell(user: User, enrolment: Enrolment, on: date) -> bool:
    """Return whether the person may say what they need: their own, until the cohort is over."""
    return (
        enrolment.person_id == user.pk
        and enrolment.state != EnrolmentState.CANCELLED
        and enrolment.cohort.ends_on >= on
    )
