"""Who is not there: on screen from a while after the start, and told once the sheet is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.jobs.services import queue_all
from learning.attendance.enums import WERE_THERE, AttendanceStatus
from learning.attendance.models import AttendanceMark, is_sealed
from learning.attendance.tasks import TELL_ABSENT
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import HalfDay
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment

# People who are late sign late: before this, nobody is said to be absent.
PATIENCE = timedelta(minutes=30)
# Neither signed nor noted, on a sheet that is still open.
UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Absence:
    """Someone who is not at a half-day: absent, excused (with a reason), or not signed so far."""

    enrolment: Enrolment
    half_day: HalfDay
    status: str
    note: str = ""

    @property
    def is_excused(self) -> bool:
        """Return whether the team knows why."""
        return self.status == AttendanceStatus.EXCUSED

    @property
    def words(self) -> str | Promise:
        """Return what the sheet says of the person."""
        if self.is_unsigned:
            return _("Ni émargé ni noté")
        return AttendanceStatus(self.status).label

    @property
    def is_unsigned(self) -> bool:
        """Return whether the sheet says nothing yet."""
        return self.status == UNSIGNED


def begun(at: datetime) -> Q:
    """Return what half-days are when absences there are known: begun for a while, or sealed."""
    is_late = Q(starts_at__lte=at - PATIENCE) | Q(countersignature__isnull=False)
    return is_late & ~Q(cohort__state__in=NOT_HELD)


def absences_of(enrolments: "QuerySet[Enrolment]", half_days: Iterable[HalfDay]) -> list[Absence]:
    """Return who of these people is not at these half-days of theirs, in two queries.

    Latest half-days first, then by name. Half-days come with their cohort and countersignature.
    """
    halves = sorted(half_days, key=lambda half: half.starts_at, reverse=True)
    people: dict[object, list[Enrolment]] = {}
    cohorts = {half.cohort_id: half.cohort for half in halves}
    rows = enrolments.filter(cohort__in=cohorts, state=EnrolmentState.CONFIRMED)
    for enrolment in rows.select_related("person", "employer").order_by(
        "person__last_name", "person__first_name", "pk"
    ):
        enrolment.cohort = cohorts[enrolment.cohort_id]
        people.setdefault(enrolment.cohort_id, []).append(enrolment)
    marks = {
        (enrolment, half_day): (status, note)
        for enrolment, half_day, status, note in AttendanceMark.objects.filter(
            half_day__in=halves
        ).values_list("enrolment", "half_day", "status", "note")
    }
    found = []
    for half in halves:
        for enrolment in people.get(half.cohort_id, ()):
            blank = AttendanceStatus.ABSENT if is_sealed(half) else UNSIGNED
            status, note = marks.get((enrolment.pk, half.pk), (blank, ""))
            if status not in WERE_THERE:
                found.append(Absence(enrolment, half, status, note))
    return found


def absent_today(enrolments: "QuerySet[Enrolment]", at: datetime) -> list[Absence]:
    """Return who of these people is missing today without an excuse, in three queries."""
    halves = HalfDay.objects.filter(begun(at), cohort__in=enrolments.values("cohort"))
    today = [
        half
        for half in halves.filter(starts_at__gt=at - timedelta(days=1)).select_related(
            "cohort__venue", "countersignature"
        )
        if _local_day(half, half.starts_at) == _local_day(half, at)
    ]
    return [one for one in absences_of(enrolments, today) if not one.is_excused]


def _local_day(half_day: HalfDay, at: datetime) -> date:
    return at.astimezone(half_day.cohort.venue.zone).date()


@transaction.atomic
def tell_absent_people(*, half_day: HalfDay) -> int:
    """Have those absent from a sealed half-day written to, once a day each; return how many.

    Who is excused told us: they are not written to.
    """
    absent = AttendanceMark.objects.filter(half_day=half_day, status=AttendanceStatus.ABSENT)
    day = half_day.starts_at.date().isoformat()
    payloads = {
        f"{enrolment}:{day}": {"enrolment": str(enrolment), "half_day": half_day.pk}
        for enrolment in absent.values_list("enrolment", flat=True)
    }
    queue_all(kind=TELL_ABSENT, payloads=payloads)
    return len(payloads)
