"""The curve of the board: where each line and word goes. Drawn by board.html as SVG."""

from dataclasses import dataclass
from datetime import date, timedelta

from learning.figures.queries import Point
from learning.reports.pace import DAYS_PER_MONTH, Pace
from learning.targets.models import Target

LEFT, RIGHT, TOP, BOTTOM = 44, 700, 37, 290
STEPS = 4
ROWS_OF_TABLE = 8


@dataclass(frozen=True, slots=True)
class Tick:
    """A graduation: where it is and what it says."""

    at: int
    value: int | date


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table under the curve."""

    on: date
    count: int
    expected: int

    @property
    def gap(self) -> int:
        """Return how far the count is from the straight line: negative when late."""
        return self.count - self.expected


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything the drawing needs, in its own units; `rows` says the same in a table."""

    done: str
    target: str
    projection: str
    x: int
    y: int
    counts: list[Tick]
    dates: list[Tick]
    rows: list[Row]


class _Scale:
    """From days and people to the drawing."""

    def __init__(self, target: Target, highest: int) -> None:
        self.target = target
        self.highest = max(highest, 1)

    def x(self, day: date) -> int:
        """Return where a day is, from left to right."""
        part = (day - self.target.starts_on).days / self.target.days
        return round(LEFT + part * (RIGHT - LEFT))

    def y(self, count: float) -> int:
        """Return how high a count is."""
        return round(BOTTOM - count / self.highest * (BOTTOM - TOP))

    def path(self, points: list[tuple[date, float]]) -> str:
        """Return the points as the drawing of a line."""
        return "M" + " L".join(f"{self.x(day)} {self.y(count)}" for day, count in points)


def curve_of(points: list[Point], *, pace: Pace, target: Target, on: date) -> Curve:
    """Return the curve of a target, from the days or months in which people were first counted."""
    scale = _Scale(target, max(target.count, pace.count))
    stop = min(on, target.ends_on)
    steps = [(point.on, float(point.total)) for point in points]
    return Curve(
        done=scale.path([(target.starts_on, 0.0), *steps, (stop, float(pace.count))]),
        target=scale.path([(target.starts_on, 0.0), (target.ends_on, float(target.count))]),
        projection=scale.path([(stop, float(pace.count)), _projected(pace, target, stop)]),
        x=scale.x(stop),
        y=scale.y(pace.count),
        counts=[
            Tick(scale.y(count), count)
            for count in (target.count * step // STEPS for step in range(STEPS + 1))
        ],
        dates=[Tick(scale.x(day), day) for day in _anniversaries(target)],
        rows=[Row(point.on, point.total, target.expected_on(point.on)) for point in _told(points)],
    )


def _projected(pace: Pace, target: Target, stop: date) -> tuple[date, float]:
    """Return where the held pace leads: to the target, or to the last day."""
    if pace.projected_on is not None and pace.projected_on <= target.ends_on:
        return pace.projected_on, float(target.count)
    months = (target.ends_on - stop).days / DAYS_PER_MONTH
    return target.ends_on, min(pace.count + pace.held * months, float(target.count))


def _anniversaries(target: Target) -> list[date]:
    quarters = [target.days * step // STEPS for step in range(STEPS)]
    return [target.starts_on + timedelta(days=days) for days in quarters] + [target.ends_on]


def _told(points: list[Point]) -> list[Point]:
    """Return the points that the table tells, evenly chosen, the last one being today's."""
    parts = min(len(points), ROWS_OF_TABLE)
    return [points[len(points) * part // parts - 1] for part in range(1, parts + 1)]
