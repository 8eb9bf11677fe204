"""May I? Pure functions, for buttons and guards alike."""

from datetime import datetime

from accounts.users.models import User
from learning.attendance.models import is_sealed, window_of
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment


def can_sign(user: User, enrolment: Enrolment, half_day: HalfDay, at: datetime) -> bool:
    """Return whether the person may sign this half-day now."""
    opens, closes = window_of(half_day)
    return (
        enrolment.person_id == user.pk
        and enrolment.is_confirmed
        and half_day.cohort.state not in NOT_HELD
        and opens <= at <= closes
        and not is_sealed(half_day)
    )


def can_countersign(user: User, half_day: HalfDay, at: datetime) -> bool:
    """Return whether the person may seal this half-day: its trainers, once it has begun."""
    has_begun = half_day.starts_at <= at and half_day.cohort.state not in NOT_HELD
    return has_begun and user in half_day.cohort.trainers.all()
