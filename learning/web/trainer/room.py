"""What the room's screen shows: the half-day chosen, its sequences, everybody's mark."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.attendance.enums import AttendanceStatus
from learning.attendance.missing import PATIENCE
from learning.attendance.models import AttendanceMark, is_sealed
from learning.attendance.services import Presence
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.queries import on_the_roll
from modules.programmes.models import Sequence

# What a trainer may answer, in the order of the buttons: one person, then several.
PICKS = (
    (AttendanceStatus.PRESENT.value, "check", _("Présent·e"), _("Présent·es")),
    (AttendanceStatus.LATE.value, "clock-3", _("En retard"), _("En retard")),
    (AttendanceStatus.EXCUSED.value, "mail-check", _("Excusé·e"), _("Excusé·es")),
    (AttendanceStatus.ABSENT.value, "x", _("Absent·e"), _("Absent·es")),
    (AttendanceStatus.LEFT_EARLY.value, "log-out", _("Parti·e tôt"), _("Parti·es tôt")),
)
UNMARKED = "todo"
HOUR = re.compile(r"(?P<hours>\d{1,2})\s*[h:.]?\s*(?P<minutes>\d{2})?")
# Shorter than this on the day's band, a sequence has room for its hour and its icon only.
SHORT_MINUTES = 45


@dataclass(frozen=True, slots=True)
class Pick:
    """An answer of the roll: its status, its icon, its words, and how many have it."""

    status: str
    icon: str
    word: str | Promise
    words: str | Promise
    count: int


@dataclass(frozen=True, slots=True)
class RollRow:
    """One participant on the roll; `state` is a status, or "todo"."""

    enrolment: Enrolment
    mark: AttendanceMark | None
    state: str
    at: time | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A sequence of the day at real instants, or a break between two (`sequence` is None)."""

    sequence: Sequence | None
    starts_at: datetime
    ends_at: datetime
    is_now: bool

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_short(self) -> bool:
        """Return whether it is too narrow on the band for its words."""
        return self.minutes < SHORT_MINUTES


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
    """Return who is expected, guests among them, in alphabetical order, in two queries."""
    enrolments = (
        on_the_roll(half_day)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    marks = {mark.enrolment_id: mark for mark in AttendanceMark.objects.filter(half_day=half_day)}
    return [_row(enrolment, marks.get(enrolment.pk), cohort) for enrolment in enrolments]


def _row(enrolment: Enrolment, mark: AttendanceMark | None, cohort: Cohort) -> RollRow:
    moment = (mark.arrived_at or mark.left_at) if mark else None
    at = moment.astimezone(cohort.venue.zone).time() if moment else None
    return RollRow(enrolment, mark, mark.status if mark else UNMARKED, at)


def as_typed(row: RollRow, posted: Mapping[str, str]) -> RollRow:
    """Return the row as the form that was refused filled it: nothing typed is lost."""
    status = posted.get(f"p-{row.enrolment.pk}", "")
    if status not in AttendanceStatus.values:
        return row
    return replace(row, state=status, at=_clock(posted.get(f"t-{row.enrolment.pk}", "")))


def counts_of(rows: Iterable[RollRow]) -> Counter[str]:
    """Return how many rows there are in each state."""
    return Counter(row.state for row in rows)


def absent_in(rows: Iterable[RollRow], half_day: HalfDay, at: datetime) -> int:
    """Return how many are missing without an excuse, once that may be said of a half-day."""
    if not is_sealed(half_day) and at < half_day.starts_at + PATIENCE:
        return 0
    counts = counts_of(rows)
    return counts[UNMARKED] + counts[AttendanceStatus.ABSENT.value]


def picks_of(rows: Iterable[RollRow], half_day: HalfDay, at: datetime) -> list[Pick]:
    """Return the answers of the roll and how many people have each.

    Leaving early is offered once the half-day is half over: until then it is only in the way.
    """
    counts = counts_of(rows)
    middle = half_day.starts_at + (half_day.ends_at - half_day.starts_at) / 2
    early = AttendanceStatus.LEFT_EARLY.value
    offered = [pick for pick in PICKS if pick[0] != early or at >= middle or counts[early]]
    return [Pick(*pick, counts[pick[0]]) for pick in offered]


def segments_of(
    sequences: Iterable[Sequence], half_day: HalfDay, cohort: Cohort, at: datetime
) -> list[Segment]:
    """Return the day's sequences, and the breaks between them, on the cohort's own date."""
    zone = cohort.venue.zone
    on = half_day.starts_at.astimezone(zone).date()
    found: list[Segment] = []
    for sequence in sequences:
        starts = datetime.combine(on, sequence.starts, zone)
        ends = datetime.combine(on, sequence.ends, zone)
        if found and found[-1].ends_at < starts:
            before = found[-1].ends_at
            found.append(Segment(None, before, starts, before <= at < starts))
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
    """Read an hour however it is typed: "9 h 05", "9h05", "09:05", "9 h"."""
    found = HOUR.fullmatch(typed.strip())
    if found is None:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004


def has_changed(row: RollRow, presence: Presence) -> bool:
    """Return whether the answer says something else than the roll does."""
    if row.mark is None or row.mark.status != presence.status:
        return True
    if presence.status in {AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}:
        return presence.at is None or presence.at.time() != row.at
    return False
