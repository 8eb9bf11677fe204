"""A day as people follow it: its sequences and, between them, its pauses and its lunch."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from frontend import formats
from frontend.phases import PHASES
from modules.commons.markup import from_plain_text
from modules.programmes.enums import Audience, Lane
from modules.programmes.models import Activity, Day, Revision, Sequence
from modules.programmes.timetable import (
    Totals,
    at_minute,
    end_of,
    gaps,
    minute_of,
    totals,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a day: a sequence with its activities, or a gap (`sequence` None)."""

    starts: int
    ends: int
    title: str
    sequence: Sequence | None = None
    activities: list[Activity] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return self.ends - self.starts

    @property
    def begins_at(self) -> str:
        """Return "9 h 00"."""
        return formats.hour(at_minute(self.starts))

    @property
    def ends_at(self) -> str:
        """Return "9 h 45"."""
        return formats.hour(at_minute(self.ends))

    @property
    def phase(self) -> str:
        """Return the phase's key; "" for a gap."""
        return self.sequence.phase if self.sequence else ""

    @property
    def phase_word(self) -> str | Promise:
        """Return the phase in words; "" for a gap."""
        return PHASES[self.phase].word if self.phase else ""

    @property
    def group(self) -> str:
        """Return which group follows it; "" when everyone does."""
        lane = self.sequence.lane if self.sequence else Lane.ALL
        return "" if lane == Lane.ALL else str(Lane(lane).label)

    @property
    def purpose(self) -> str:
        """Return what it is for."""
        return self.sequence.purpose if self.sequence else ""

    @property
    def unfolding(self) -> SafeString:
        """Return how it goes."""
        return plain(self.sequence.unfolding if self.sequence else "")

    @property
    def material(self) -> SafeString:
        """Return what it needs."""
        return plain(self.sequence.material if self.sequence else "")

    @property
    def roles(self) -> SafeString:
        """Return who does what."""
        return plain(self.sequence.roles if self.sequence else "")

    @property
    def notes(self) -> SafeString:
        """Return what only trainers read."""
        return plain(self.sequence.trainer_notes if self.sequence else "")


def plain(text: str) -> SafeString:
    """Return a plain text with its paragraphs and lists."""
    return mark_safe(from_plain_text(text))  # noqa: S308 - it escapes


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day with its number, its lines and its totals."""

    number: int
    day: Day
    lines: list[Line]
    totals: Totals

    @property
    def hours(self) -> str:
        """Return "9 h 00 – 17 h 30"."""
        return formats.hours_range(self.day.starts, self.day.ends)


def printed_days(revision: Revision, *, with_notes: bool) -> list[PrintedDay]:
    """Return the days of a revision read `with_tree()`.

    The trainers' own activities are left out unless `with_notes`.
    """
    return [
        PrintedDay(number, day, _lines(day, with_notes=with_notes), totals([day.sequences.all()]))
        for number, day in enumerate(revision.days.all(), start=1)
    ]


def _lines(day: Day, *, with_notes: bool) -> list[Line]:
    sequences = list(day.sequences.all())
    lines = [
        Line(
            minute_of(one.starts), end_of(one), one.title, one,
            [
                activity
                for activity in one.activities.all()
                if with_notes or activity.audience == Audience.EVERYONE
            ],
        )
        for one in sequences
    ]  # fmt: skip
    lines += [Line(gap.starts, gap.ends, str(gap.kind.label)) for gap in gaps(day, sequences)]
    return sorted(lines, key=lambda line: (line.starts, line.sequence.lane if line.sequence else 0))
