"""What a participant attended so far."""

from learning.attendance.models import AttendanceMark
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.rules import Attended
from learning.enrolment.models import Enrolment


def is_fully_sealed(cohort: Cohort) -> bool:
    """Return whether every half-day of the cohort is countersigned."""
    return not HalfDay.objects.filter(cohort=cohort, countersignature__isnull=True).exists()


def attended_by(enrolment: Enrolment) -> Attended:
    """Return what the participant attended of the cohort's half-days."""
    halves = {half.pk: half for half in HalfDay.objects.filter(cohort=enrolment.cohort_id)}
    marks = AttendanceMark.objects.filter(enrolment=enrolment)
    there = [mark for mark in marks if mark.was_there]
    return Attended(
        half_days=len(there),
        half_days_planned=len(halves),
        minutes=sum(mark.minutes_attended(halves[mark.half_day_id]) for mark in there),
        minutes_planned=sum(half.minutes for half in halves.values()),
    )
