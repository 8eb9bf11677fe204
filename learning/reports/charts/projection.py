"""Where the pace leads, and how sure that is. Pure: no database, no clock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import pstdev

from learning.reports.pace import DAYS_PER_MONTH, Pace

MONTHS = 12
# Fewer months say nothing of how much months differ.
ENOUGH = 6
# Eight times out of ten, a normal deviate is within this many standard deviations.
EIGHT_IN_TEN = 1.2816
STEPS = 24
FURTHEST = 240


@dataclass(frozen=True, slots=True)
class Projection:
    """A line to the target or the last day, and what lies around it eight times out of ten.

    `earliest` and `latest` are when the band's edges reach the target; None: in no such time, or
    not known, as there are too few months for a band (`band` is then empty).
    """

    line: tuple[tuple[date, float], ...]
    band: tuple[tuple[date, float, float], ...]
    earliest: date | None
    latest: date | None


def projected(
    *, pace: Pace, by_day: Mapping[date, int], starts_on: date, ends_on: date, on: date
) -> Projection:
    """Return where the pace held leads from the day `on`.

    Months to come are taken to vary as the last twelve did, and these to be a sample of what
    can happen: after m months the count is off by z × s × √(m + m²/n), where s is how much the n
    last months differ and z = 1.28.
    """
    if pace.is_reached or on >= ends_on:
        return Projection((), (), None, None)
    left = (ends_on - on).days / DAYS_PER_MONTH
    goal = float(pace.target)
    if pace.projected_on and pace.projected_on <= ends_on:
        end = (pace.projected_on, goal)
    else:
        end = (ends_on, min(pace.count + pace.held * left, goal))
    months = last_months(by_day, starts_on, on)
    if len(months) < ENOUGH:
        return Projection(((on, pace.count), end), (), None, None)
    spread, n = pstdev(months), len(months)

    def edge(month: float, sign: int) -> float:
        error = EIGHT_IN_TEN * spread * sqrt(month + month * month / n)
        return max(pace.count, min(pace.count + pace.held * month + sign * error, goal))

    at = [left * step / STEPS for step in range(STEPS + 1)]
    return Projection(
        line=((on, pace.count), end),
        band=tuple((_after(on, month), edge(month, -1), edge(month, 1)) for month in at),
        earliest=_first(on, lambda month: edge(month, 1) >= goal),
        latest=_first(on, lambda month: edge(month, -1) >= goal),
    )


def last_months(by_day: Mapping[date, int], starts_on: date, on: date) -> Sequence[int]:
    """Return how many people each of the last twelve months of thirty days and a half brought."""
    found = []
    since = on - timedelta(days=round(DAYS_PER_MONTH * MONTHS))
    lately = [(day, people) for day, people in by_day.items() if day > since]
    for month in range(MONTHS):
        last = on - timedelta(days=round(DAYS_PER_MONTH * month))
        first = on - timedelta(days=round(DAYS_PER_MONTH * (month + 1)))
        if first < starts_on - timedelta(days=1):
            break
        found.append(sum(people for day, people in lately if first < day <= last))
    return found


def _after(on: date, months: float) -> date:
    return on + timedelta(days=round(months * DAYS_PER_MONTH))


def _first(on: date, holds: Callable[[float], bool]) -> date | None:
    return next((_after(on, month) for month in range(FURTHEST) if holds(month)), None)
