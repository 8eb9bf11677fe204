"""Where figures are read: from the sums when all is asked for, now; else from the record."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q

from learning.counting.cells import NAMES, NOTHING, Measures, added, sums_by
from learning.counting.cells import Sums as SumsByDimension
from learning.counting.enums import KEPT, Dimension
from learning.counting.models import (
    Count,
    CountedVerdict,
    CountedVerdictQuerySet,
    CountQuerySet,
    FigureCell,
    RecordHead,
    holding_at,
)
from learning.figures.filters import Filters
from learning.targets.models import Target

# (what it counts as, value): the sums.
Sums = Mapping[tuple[str, str], Measures]
WHOLE_DATE = len("2027-03-18")


class Reader(ABC):
    """Gives the sums of a target, all from one reading.

    `written_at` is when the record was last written, where what was read are the sums kept then.
    """

    written_at: datetime | None = None

    @cached_property
    @abstractmethod
    def _sums(self) -> Mapping[Dimension, Sums]:
        """The sums by the values of each dimension kept in cells."""

    def totals(self) -> Sums:
        """Return the sums over everything asked for, each verdict having a versant: value ""."""
        return _added(self.by(Dimension.VERSANT), 0)

    def by(self, dimension: Dimension) -> Sums:
        """Return the sums by the values of a dimension."""
        return self._sums[dimension]

    def steps(self, length: int) -> Sums:
        """Return the sums by day, month or year: the first `length` signs of an ISO date."""
        days = self.by(Dimension.DAY)
        return days if length >= WHOLE_DATE else _added(days, length)


def _added(sums: Sums, length: int) -> Sums:
    """Add up what begins with the same `length` signs."""
    found: dict[tuple[str, str], list[Measures]] = defaultdict(list)
    for (counts_as, value), measures in sums.items():
        found[counts_as, value[:length]].append(measures)
    return {place: added(rows) for place, rows in found.items()}


class CellReader(Reader):
    """Reads the sums kept of a target: a few rows, however many people it counts.

    They say what is known of days to come too: those few are read in the record, and taken away.
    """

    def __init__(self, target: Target, written_at: datetime, at: datetime, on: date) -> None:
        """Read nothing yet; the record was last written at `written_at`."""
        self._target, self.written_at, self._at, self._on = target, written_at, at, on

    @cached_property
    def _sums(self) -> Mapping[Dimension, Sums]:
        told = cells_of(self._target.pk, self.written_at)
        on = self._on.isoformat()
        _counts_as, last = next(reversed(told[Dimension.DAY]), ("", ""))
        is_ahead = last > on
        return self._without_what_is_to_come(told) if is_ahead else told

    def _without_what_is_to_come(self, told: Mapping[Dimension, Sums]) -> Mapping[Dimension, Sums]:
        known = CountedVerdict.objects.as_known_at(self._at).in_scope_of(self._target)
        later = RecordReader(self._target, self._at, known.filter(effective_on__gt=self._on))
        return {
            dimension: {
                place: left
                for place, measures in sums.items()
                if (left := measures.plus(later.by(dimension).get(place, NOTHING), -1))
            }
            for dimension, sums in told.items()
        }


@lru_cache(maxsize=64)
def cells_of(target: int, _written_at: datetime | None) -> SumsByDimension:
    """Return the sums of a target, days as they pass, read once between two writings.

    Each writing has its own instant.
    """
    found: dict[str, dict[tuple[str, str], Measures]] = {one.value: {} for one in KEPT}
    rows = FigureCell.objects.filter(target=target).order_by("value")
    for dimension, counts_as, value, *sums in rows.values_list(
        "dimension", "counts_as", "value", *NAMES
    ):
        measures = Measures(*sums)
        if measures:
            found[dimension][counts_as, value] = measures
    return {Dimension(name): sums for name, sums in found.items()}


class RecordReader(Reader):
    """Adds up the record itself, as known at an instant, in part or in full."""

    def __init__(
        self, target: Target, at: datetime, verdicts: CountedVerdictQuerySet,
        dimensions: Collection[Dimension] = KEPT,
    ) -> None:  # fmt: skip
        """Read nothing yet."""
        self._verdicts, self._dimensions = verdicts, dimensions
        self._counting = Q(counts__target=target) & holding_at(at, "counts__")

    @cached_property
    def _sums(self) -> Mapping[Dimension, Sums]:
        return sums_by(self._dimensions, self._verdicts, self._counting)


def counts_of(target: Target, at: datetime, on: date, filters: Filters) -> CountQuerySet:
    """Return who counts in a target, as known at an instant, until a day."""
    asked = {f"verdict__{name}": value for name, value in filters.columns_at(at).items()}
    counts = Count.objects.as_known_at(at).filter(target=target, **asked)
    return counts.filter(**days_asked(on, filters))


def verdicts_of(target: Target, at: datetime, on: date, filters: Filters) -> CountedVerdictQuerySet:
    """Return the verdicts that a target adds up, as known at an instant, until a day."""
    verdicts = CountedVerdict.objects.as_known_at(at).in_scope_of(target)
    # Twice a column of the scope may be asked for, otherwise: two filters then, not one.
    return verdicts.filter(**filters.columns_at(at)).filter(**days_asked(on, filters))


def days_asked(on: date, filters: Filters, column: str = "effective_on") -> dict[str, Any]:
    """Return the filter of the days asked for: what is to come is not known."""
    until = min(filters.until, on) if filters.until else on
    asked: dict[str, Any] = {f"{column}__lte": until}
    if filters.since:
        asked[f"{column}__gte"] = filters.since
    return asked


def reader_of(target: Target, at: datetime, on: date, filters: Filters) -> Reader:
    """Return what reads these figures fastest, and says the same."""
    if filters.is_empty and target.counted_at:
        written_at = RecordHead.objects.values_list("last_at", flat=True).first()
        if written_at and written_at <= at:
            return CellReader(target, written_at, at, on)
    return RecordReader(target, at, verdicts_of(target, at, on, filters))


def employers_of(target: Target, at: datetime, on: date, filters: Filters) -> Reader:
    """Return what reads figures by a dimension that cells do not keep."""
    dimensions = [one for one in Dimension if one not in KEPT]
    return RecordReader(target, at, verdicts_of(target, at, on, filters), dimensions)
