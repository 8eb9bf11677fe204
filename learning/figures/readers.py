"""Where figures are read: from the sums when all is asked for, now; else from the record."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Sum
from django.db.models.functions import Substr

from learning.counting.cells import NAMES, Measures, sums_by
from learning.counting.enums import Dimension
from learning.counting.models import (
    Count,
    CountedVerdict,
    CountedVerdictQuerySet,
    CountQuerySet,
    FigureCell,
    RecordHead,
)
from learning.figures.filters import Filters
from learning.targets.models import Target

# (what it counts as, value): the sums.
Sums = Mapping[tuple[str, str], Measures]
NOTHING = Measures()
WHOLE_DATE = len("2027-03-18")


class Reader(Protocol):
    """Reads the sums of a target."""

    def totals(self) -> Sums:
        """Return the sums over everything asked for; the value is ""."""

    def by(self, dimension: Dimension) -> Sums:
        """Return the sums by the values of a dimension."""

    def steps(self, length: int) -> Sums:
        """Return the sums by day, month or year: the first `length` signs of an ISO date."""


class CellReader:
    """Reads the sums kept of a target: a few rows, however many people it counts."""

    def __init__(self, target: Target) -> None:
        """Read nothing yet."""
        self._cells = FigureCell.objects.filter(target=target)

    @cached_property
    def _values(self) -> dict[str, dict[tuple[str, str], Measures]]:
        found: dict[str, dict[tuple[str, str], Measures]] = defaultdict(dict)
        rows = self._cells.exclude(dimension=Dimension.DAY)
        for dimension, counts_as, value, *sums in rows.values_list(
            "dimension", "counts_as", "value", *NAMES
        ):
            measures = Measures(*sums)
            if measures:
                found[dimension][counts_as, value] = measures
        return found

    def totals(self) -> Sums:
        """Return the sums over everything: each verdict has one versant."""
        found: dict[tuple[str, str], Measures] = defaultdict(Measures)
        for (counts_as, _value), measures in self._values[Dimension.VERSANT].items():
            found[counts_as, ""] = found[counts_as, ""].plus(measures)
        return found

    def by(self, dimension: Dimension) -> Sums:
        """Return the sums by the values of a dimension kept in cells."""
        if dimension == Dimension.DAY:
            return self.steps(WHOLE_DATE)
        return self._values[dimension]

    def steps(self, length: int) -> Sums:
        """Return the sums by day, month or year."""
        sums = {f"n_{name}": Sum(name) for name in NAMES}
        rows = (
            self._cells.filter(dimension=Dimension.DAY)
            .annotate(step=Substr("value", 1, length))
            .order_by()
            .values("counts_as", "step")
            .annotate(**sums)
            .values_list("counts_as", "step", *sums)
        )
        found = {(row[0], row[1]): Measures(*row[2:]) for row in rows}
        return {place: measures for place, measures in found.items() if measures}


class RecordReader:
    """Adds up the record itself, as known at an instant, in part or in full."""

    def __init__(self, target: Target, at: datetime, on: date, filters: Filters) -> None:
        """Read nothing yet."""
        self._counts = counts_of(target, at, on, filters)
        self._verdicts = verdicts_of(target, at, on, filters)

    def totals(self) -> Sums:
        """Return the sums over everything asked for."""
        return sums_by(None, self._counts, self._verdicts)

    def by(self, dimension: Dimension) -> Sums:
        """Return the sums by the values of a dimension."""
        return sums_by(dimension, self._counts, self._verdicts)

    @cached_property
    def _days(self) -> Sums:
        return self.by(Dimension.DAY)

    def steps(self, length: int) -> Sums:
        """Return the sums by day, month or year."""
        found: dict[tuple[str, str], Measures] = defaultdict(Measures)
        for (counts_as, day), measures in self._days.items():
            place = (counts_as, day[:length])
            found[place] = found[place].plus(measures)
        return found


def counts_of(target: Target, at: datetime, on: date, filters: Filters) -> CountQuerySet:
    """Return who counts in a target, as known at an instant, until a day."""
    asked = {f"verdict__{name}": value for name, value in filters.columns.items()}
    counts = Count.objects.as_known_at(at).filter(target=target, **asked)
    return counts.filter(**days_asked(on, filters))


def verdicts_of(target: Target, at: datetime, on: date, filters: Filters) -> CountedVerdictQuerySet:
    """Return the verdicts that a target adds up, as known at an instant, until a day."""
    verdicts = CountedVerdict.objects.as_known_at(at).in_scope_of(target)
    # Twice a column of the scope may be asked for, otherwise: two filters then, not one.
    return verdicts.filter(**filters.columns).filter(**days_asked(on, filters))


def days_asked(on: date, filters: Filters, column: str = "effective_on") -> dict[str, Any]:
    """Return the filter of the days asked for: what is to come is not known."""
    until = min(filters.until, on) if filters.until else on
    asked: dict[str, Any] = {f"{column}__lte": until}
    if filters.since:
        asked[f"{column}__gte"] = filters.since
    return asked


def reader_of(target: Target, at: datetime, on: date, filters: Filters) -> Reader:
    """Return what reads these figures fastest, and says the same."""
    if filters.is_empty and _is_told_by_cells(target, at, on):
        return CellReader(target)
    return RecordReader(target, at, on, filters)


def _is_told_by_cells(target: Target, at: datetime, on: date) -> bool:
    """Return whether the sums are those of that instant: nothing written since, or to come."""
    if target.counted_at is None or RecordHead.objects.filter(last_at__gt=at).exists():
        return False
    to_come = FigureCell.objects.filter(
        target=target, dimension=Dimension.DAY, value__gt=on.isoformat(), judged__gt=0
    )
    return on >= target.ends_on or not to_come.exists()
