"""The participants' programme: three days a page, each sequence as tall as it is long."""

from collections.abc import Sequence as Listed
from dataclasses import dataclass

from modules.exchange.credits import credit_of_whole
from modules.exchange.document import read_whole, sheet_of
from modules.exchange.papers.clock import Line, PrintedDay, printed_days
from modules.exchange.papers.press import printed
from modules.programmes.enums import Moment
from modules.programmes.models import Activity, Revision
from modules.programmes.timetable import side_by_side

DAYS_A_PAGE = 3
# Millimetres, as papers.css has them: the hours, a column's padding, lines of small type.
TALL, WIDE, GUTTER = 198.0, 182.0, 5.0
INSIDE = 5.0
TIME, PHASE, ONE_LINE = 3.9, 4.6, 8.5
# A long free time that all the days share is drawn as if it lasted this many minutes.
LONGEST_FREE = 25
# Points, and the width of a letter of that type in millimetres, on average and a little over.
STEPS = ((10.0, 1.92), (9.0, 1.74), (8.0, 1.56), (7.0, 1.36), (6.0, 1.17))
HEIGHT_OF_A_POINT = 0.42
WHY_LETTER, WHY_LINE = 1.46, 3.75


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line of the day is drawn in its column, in millimetres, and its type in points."""

    line: Line
    top: float
    height: float
    left: float
    width: float
    points: float
    has_phase: bool
    has_why: bool

    @property
    def is_short(self) -> bool:
        """Return whether only one line of text fits."""
        return self.height < ONE_LINE


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the page."""

    day: PrintedDay
    boxes: list[Box]


def programme(revision: Revision) -> bytes:
    """Return the programme of an edition, one A4 page for three days."""
    whole = read_whole(revision)
    days = printed_days(whole, with_notes=False)
    context = {
        "sheet": sheet_of(whole),
        "revision": whole,
        "whole": credit_of_whole(whole),
        "pages": [
            _columns(days[first : first + DAYS_A_PAGE])
            for first in range(0, len(days), DAYS_A_PAGE)
        ],
        "before": _before(days),
        "before_minutes": sum(one.minutes for one in _before(days)),
    }
    return printed("programme.html", context)


def _before(days: list[PrintedDay]) -> list[Activity]:
    """Return what to do before the days."""
    return [
        activity
        for day in days
        for line in day.lines
        for activity in line.activities
        if activity.moment == Moment.BEFORE
    ]


class _Scale:
    """Where a minute is on the page: the free time that all the days share is cut short."""

    def __init__(self, days: Listed[PrintedDay]) -> None:
        lines = [line for day in days for line in day.lines]
        self._first = min((line.starts for line in lines), default=0)
        last = max((line.ends for line in lines), default=self._first + 1)
        free = [line for line in lines if line.sequence is None]
        busy = [line for line in lines if line.sequence]
        self._from, self._cut = last, 0
        for line in free:
            spare = line.minutes - LONGEST_FREE
            is_shared = not any(one.starts < line.ends and one.ends > line.starts for one in busy)
            if is_shared and spare > self._cut:
                self._from, self._cut = line.ends, spare
        self._millimetres = TALL / max(last - self._first - self._cut, 1)

    def at(self, minute: int) -> float:
        """Return how far down a minute is."""
        passed = minute - self._first - (self._cut if minute >= self._from else 0)
        return passed * self._millimetres


def _columns(days: Listed[PrintedDay]) -> list[Column]:
    scale = _Scale(days)
    width = (WIDE - GUTTER * (DAYS_A_PAGE - 1)) / DAYS_A_PAGE
    return [Column(day, _boxes(day, scale, width)) for day in days]


def _boxes(day: PrintedDay, scale: _Scale, width: float) -> list[Box]:
    places = side_by_side(line.sequence for line in day.lines if line.sequence)
    boxes = []
    for line in day.lines:
        rank, count = places.get(line.sequence.pk, (0, 1)) if line.sequence else (0, 1)
        wide, top = width / count, scale.at(line.starts)
        height = max(scale.at(line.ends) - top - 0.8, 2.0)
        points, left_over = _fitted(line, height, wide)
        has_phase = left_over >= PHASE
        why = len(line.purpose) * WHY_LETTER / (wide - INSIDE)
        has_why = has_phase and why > 0 and (int(why) + 1) * WHY_LINE <= left_over - PHASE - 1
        gap = 0.8 if count > 1 else 0
        boxes.append(Box(line, top, height, rank * wide, wide - gap, points, has_phase, has_why))
    return boxes


def _fitted(line: Line, height: float, width: float) -> tuple[float, float]:
    """Return the largest type in which a title fits its box, and the height that is left."""
    is_tall = height >= ONE_LINE
    words = line.title if is_tall else f"{line.begins_at}  {line.title}"
    room = height - (TIME + 2.2 if is_tall else 0.8)
    left_over = 0.0
    for points, letter in STEPS:
        lines = int(len(words) * letter / (width - INSIDE)) + 1
        left_over = room - lines * points * HEIGHT_OF_A_POINT
        if left_over >= 0:
            return points, left_over
    return STEPS[-1][0], left_over
