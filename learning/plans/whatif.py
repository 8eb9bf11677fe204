"""What if: so many cohorts a quarter, so full, so many of whose people complete. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from statistics import fmean, pstdev

from learning.reports.charts.projection import EIGHT_IN_TEN, ENOUGH
from learning.reports.pace import BEYOND_A_LIFETIME, DAYS_PER_MONTH

WHOLE = 100
MONTHS_A_QUARTER = 3
DAYS_A_QUARTER = DAYS_PER_MONTH * MONTHS_A_QUARTER
WEEK = 7
LAST_OF_QUARTER = 31, 30, 30, 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is opened each quarter, and what comes of it; parts are in per cent.

    `fill` is of places, `completion` of people who come, `fresh` of those who complete: the part
    that was not counted yet, as each person counts once.
    """

    cohorts: int
    places: int
    fill: int
    completion: int
    fresh: int = WHOLE

    @property
    def per_cohort(self) -> float:
        """Return how many people a cohort adds to the count."""
        return self.places * self.fill * self.completion * self.fresh / WHOLE**3

    @property
    def per_day(self) -> float:
        """Return how many people a day adds, on average."""
        return self.cohorts * self.per_cohort / DAYS_A_QUARTER

    @property
    def per_month(self) -> float:
        """Return how many people a month adds."""
        return self.per_day * DAYS_PER_MONTH


@dataclass(frozen=True, slots=True)
class Outcome:
    """When a scenario reaches its target; None: in no time that means anything.

    `earliest` and `latest` hold eight times out of ten; both None where too few cohorts were held
    to know how much they differ. `cohorts` is how many there are to open until then.
    """

    reaches_on: date | None
    earliest: date | None
    latest: date | None
    cohorts: int


def outcome_of(
    scenario: Scenario, *, missing: int, on: date, yields: Sequence[int] = ()
) -> Outcome:
    """Return when a scenario that begins after the day `on` brings the people missing.

    Cohorts end evenly over each quarter. They will differ as those held did (`yields`, the people
    each brought), which are a sample of what can happen: n cohorts are off by
    z × s × √(n + n²/k), s being the spread of the k held, at the size of the scenario's.
    """
    if missing <= 0:
        return Outcome(on, None, None, 0)
    reaches_on = _after(on, missing / scenario.per_day if scenario.per_day else None)
    if reaches_on is None:
        return Outcome(None, None, None, 0)
    cohorts = ceil(round(missing / scenario.per_cohort, 6))
    held = fmean(yields) if yields else 0
    if len(yields) < ENOUGH or not held:
        return Outcome(reaches_on, None, None, cohorts)
    spread, k = pstdev(yields) * scenario.per_cohort / held, len(yields)

    def brought(days: int, sign: int) -> float:
        n = days / DAYS_A_QUARTER * scenario.cohorts
        return n * scenario.per_cohort + sign * EIGHT_IN_TEN * spread * sqrt(n + n * n / k)

    def first(sign: int) -> date | None:
        weeks = range(0, BEYOND_A_LIFETIME, WEEK)
        return _after(on, next((days for days in weeks if brought(days, sign) >= missing), None))

    return Outcome(reaches_on, first(1), first(-1), cohorts)


def _after(on: date, days: float | None) -> date | None:
    return None if days is None or days >= BEYOND_A_LIFETIME else on + timedelta(days=round(days))


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter, or what is left of it: both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last - self.first).days + 1

    @property
    def number(self) -> int:
        """Return 1 to 4."""
        return (self.first.month - 1) // MONTHS_A_QUARTER + 1


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """Yield the quarters between two days, both included; the first and the last may be cut."""
    while first <= last:
        place = (first.month - 1) // MONTHS_A_QUARTER
        month = (place + 1) * MONTHS_A_QUARTER
        end = min(date(first.year, month, LAST_OF_QUARTER[place]), last)
        yield Quarter(first, end)
        first = end + timedelta(days=1)
