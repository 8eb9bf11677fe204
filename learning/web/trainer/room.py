"""What the room's screen shows: the half-day chosen, its sequences, everybody's mark."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.dateparse import parse_time
from django.utils.translation import gettext_lazy as _

from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark, is_sealed
from learning.attendance.services import Presence
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from modules.programmes.models import Sequence

# What a trainer may answer, in the order of the buttons.
PICKS = (
    (AttendanceStatus.PRESENT.value, "check", _("Présent·e")),
    (AttendanceStatus.LATE.value, "clock-3", _("En retard")),
    (AttendanceStatus.EXCUSED.value, "mail-check", _("Excusé·e")),
    (AttendanceStatus.ABSENT.value, "x", _("Absent·e")),
)
UNMARKED = "todo"


@dataclass(frozen=True, slots=True)
class RollRow:
    """One participant on the roll; `state` is a status, or "todo"."""

    enrolment: Enrolment
    mark: AttendanceMark | None
    state: str
    at: time | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A sequence of the day, at real instants."""

    sequence: Sequence
    starts_at: datetime
    ends_at: datetime
    is_now: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A participant and their marks, one per half-day (None where there is none)."""

    enrolment: Enrolment
    marks: list[tuple[HalfDay, AttendanceMark | None]]
    completion: Completion | None


def half_day_to_show(halves: list[HalfDay], at: datetime) -> HalfDay | None:
    """Return the half-day under way or just over, else the next, else the last one."""
    begun = [half for half in halves if half.starts_at <= at]
    waiting = [half for half in begun if not is_sealed(half)]
    under_way = next((half for half in halves if half.is_now(at)), None)
    coming = next((half for half in halves if half.starts_at > at), None)
    return (
        under_way or (waiting[0] if waiting else None) or coming or (begun[-1] if begun else None)
    )


def roll_of(cohort: Cohort, half_day: HalfDay) -> list[RollRow]:
    """Return the participants in alphabetical order, in two queries."""
    enrolments = (
        Enrolment.objects.confirmed()
        .filter(cohort=cohort)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    marks = {mark.enrolment_id: mark for mark in AttendanceMark.objects.filter(half_day=half_day)}
    return [_row(enrolment, marks.get(enrolment.pk), cohort) for enrolment in enrolments]


def _row(enrolment: Enrolment, mark: AttendanceMark | None, cohort: Cohort) -> RollRow:
    moment = (mark.arrived_at or mark.left_at) if mark else None
    at = moment.astimezone(cohort.venue.zone).time() if moment else None
    return RollRow(enrolment, mark, mark.status if mark else UNMARKED, at)


def counts_of(rows: Iterable[RollRow]) -> Counter[str]:
    """Return how many rows there are in each state."""
    return Counter(row.state for row in rows)


def segments_of(
    sequences: Iterable[Sequence], half_day: HalfDay, cohort: Cohort, at: datetime
) -> list[Segment]:
    """Return the day's sequences at the instants of the cohort's own date."""
    zone = cohort.venue.zone
    on = half_day.starts_at.astimezone(zone).date()
    found = []
    for sequence in sequences:
        starts = datetime.combine(on, sequence.starts, zone)
        ends = datetime.combine(on, sequence.ends, zone)
        found.append(Segment(sequence, starts, ends, starts <= at < ends))
    return found


def presence_from(posted: Mapping[str, str], key: str, half_day: HalfDay) -> Presence | None:
    """Return what was answered for one person (`p-<id>`, `t-<id>`), None when nothing was."""
    status = posted.get(f"p-{key}", "")
    if status not in AttendanceStatus.values:
        return None
    zone = half_day.cohort.venue.zone
    clock = _clock(posted.get(f"t-{key}", ""))
    day = half_day.starts_at.astimezone(zone).date()
    at = datetime.combine(day, clock, zone) if clock else None
    return Presence(status=AttendanceStatus(status), at=at, note=posted.get(f"n-{key}", ""))


def _clock(typed: str) -> time | None:
    try:
        return parse_time(typed)
    except ValueError:
        return None


def has_changed(row: RollRow, presence: Presence) -> bool:
    """Return whether the answer says something else than the roll does."""
    if row.mark is None or row.mark.status != presence.status:
        return True
    if presence.status in {AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}:
        return presence.at is None or presence.at.time() != row.at
    return False


def group_of(cohort: Cohort, halves: list[HalfDay]) -> list[GroupRow]:
    """Return everybody's marks and verdicts, in three queries whatever the group's size."""
    enrolments = list(
        Enrolment.objects.confirmed()
        .filter(cohort=cohort)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    marks = {
        (mark.enrolment_id, mark.half_day_id): mark
        for mark in AttendanceMark.objects.filter(half_day__cohort=cohort)
    }
    verdicts = {
        completion.enrolment_id: completion
        for completion in Completion.objects.current().filter(enrolment__cohort=cohort)
    }
    return [
        GroupRow(
            enrolment,
            [(half, marks.get((enrolment.pk, half.pk))) for half in halves],
            verdicts.get(enrolment.pk),
        )
        for enrolment in enrolments
    ]
