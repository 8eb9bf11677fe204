"""What a correction would change, for who is about to write it."""

from learning.attendance.enums import AttendanceStatus
from learning.attendance.services import Presence
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.preview import Outcome, what_follows
from learning.completion.queries import Seen
from learning.enrolment.models import Enrolment


def seen_before(
    cohort: Cohort, enrolment: Enrolment, half_day: HalfDay, presence: Presence | None
) -> Outcome | None:
    """Return what follows from what was answered; None when nothing was, or its hour is missing.

    Writing it says what is missing. The cohort comes with its format.
    """
    if presence is None:
        return None
    is_late = presence.status == AttendanceStatus.LATE
    has_left = presence.status == AttendanceStatus.LEFT_EARLY
    if (is_late or has_left) and presence.at is None:
        return None
    if enrolment.cohort_id == cohort.pk:
        enrolment.cohort = cohort
    return what_follows(
        enrolment,
        half_day,
        Seen(
            presence.status,
            presence.at if is_late else None,
            presence.at if has_left else None,
        ),
    )
