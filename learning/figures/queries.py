"""A target's figures at an instant, by whatever part is asked for, and who makes each of them."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import cached_property, partial
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from common.once import Once
from learning.completion.models import Completion, CompletionQuerySet
from learning.counting.cells import NOTHING, Measures
from learning.counting.enums import KEPT, Dimension
from learning.figures.filters import EVERYTHING, Filters
from learning.figures.readers import (
    Reader,
    Sums,
    days_asked,
    employers_of,
    reader_of,
)
from learning.figures.words import labels_of
from learning.targets.models import Target, Terms
from modules.programmes.enums import CountsAs

MINUTES = 60


class Step(IntEnum):
    """How far apart the points of a curve are: the signs of an ISO date that tell them apart."""

    DAY = 10
    MONTH = 7
    YEAR = 4


@dataclass(frozen=True, slots=True)
class Part:
    """What has one value in a dimension: the parts of a dimension add up to the whole."""

    value: str
    label: str
    measures: Measures

    @property
    def people(self) -> int:
        """Return how many people."""
        return self.measures.people


class Point(NamedTuple):
    """A day, a month or a year: its last day known, how many people then, and all until then."""

    on: date
    people: int
    total: int
    measures: Measures = NOTHING


# Added up once between two writings: four years have a thousand days.
POINTS: Once[list[Point]] = Once(16)


@dataclass(frozen=True)
class Figures:
    """The figures of a target as known at `at`, until the day `on`; each is read when asked for.

    `counts_as` is what is counted: by default what the target counts.
    """

    target: Target
    at: datetime
    on: date
    filters: Filters
    counts_as: CountsAs

    @property
    def is_ready(self) -> bool:
        """Return whether the target has been counted: it takes a job a moment after it is set."""
        return self.target.counted_at is not None

    @property
    def terms(self) -> Terms:
        """Return what the target said at that instant."""
        return self.target.terms_at(self.at)

    @cached_property
    def _reader(self) -> Reader:
        return reader_of(self.target, self.at, self.on, self.filters)

    @property
    def written_at(self) -> datetime | None:
        """Return when the sums read were last written; None where the record itself is read."""
        return self._reader.written_at

    @cached_property
    def _totals(self) -> Sums:
        return self._reader.totals()

    @property
    def totals(self) -> Measures:
        """Return the sums of all that is asked for."""
        return self._totals.get((self.counts_as, ""), NOTHING)

    @property
    def people(self) -> int:
        """Return the headline: how many people, each once."""
        return self.totals.people

    @property
    def sensitised(self) -> int:
        """Return how many people were sensitised, in the same part and time: never added."""
        return self._totals.get((CountsAs.SENSITISED, ""), NOTHING).people

    @property
    def hours(self) -> int:
        """Return the hours attended, of everybody judged, each time they came."""
        return self.totals.minutes // MINUTES

    @property
    def completion_rate(self) -> float | None:
        """Return the part of verdicts that are acquired; None when nobody was judged."""
        return _part(self.totals.acquired, self.totals.judged)

    @property
    def attendance_rate(self) -> float | None:
        """Return the part of planned half-days that were attended by those judged, or None."""
        return _part(self.totals.half_days, self.totals.half_days_planned)

    def by(self, dimension: Dimension) -> list[Part]:
        """Return the figures by the values of a dimension, the most people first.

        Their people add up to the headline, their other sums to the totals.
        """
        if dimension not in self._parts:
            self._parts[dimension] = self._parts_by(dimension)
        return list(self._parts[dimension])

    @cached_property
    def _parts(self) -> dict[Dimension, list[Part]]:
        return {}

    def _parts_by(self, dimension: Dimension) -> list[Part]:
        reader = self._reader
        if dimension not in KEPT:
            reader = employers_of(self.target, self.at, self.on, self.filters)
        values = {
            value: measures
            for (counts_as, value), measures in reader.by(dimension).items()
            if counts_as == self.counts_as
        }
        labels = labels_of(dimension, values)
        parts = [Part(value, labels[value], measures) for value, measures in values.items()]
        return sorted(parts, key=lambda part: (-part.people, part.label, part.value))

    def points(self, step: Step = Step.MONTH) -> list[Point]:
        """Return the curve: every day, month or year in which somebody was judged, in order."""
        if step not in self._points:
            said = (self.target.pk, self.written_at, self.on, self.counts_as, step)
            add_up = partial(self._points_by, step)
            self._points[step] = POINTS(said, add_up) if self.written_at else add_up()
        return list(self._points[step])

    @cached_property
    def _points(self) -> dict[Step, list[Point]]:
        return {}

    def _points_by(self, step: Step) -> list[Point]:
        found: list[Point] = []
        total = 0
        for prefix, measures in sorted(
            (prefix, measures)
            for (counts_as, prefix), measures in self._reader.steps(step).items()
            if counts_as == self.counts_as
        ):
            total += measures.people
            found.append(Point(self._last_day(prefix, step), measures.people, total, measures))
        return found

    def _last_day(self, prefix: str, step: Step) -> date:
        if step == Step.DAY:
            return date.fromisoformat(prefix)
        year, month = int(prefix[:4]), int(prefix[5:] or 12)
        after = date(year + month // 12, month % 12 + 1, 1)
        return min(after - timedelta(days=1), self.on)

    def said(self, *dimensions: Dimension) -> Hashable:
        """Return all that these figures say, by these dimensions: equal where they say the same."""
        return (
            self.target.pk, self.target.starts_on, self.target.ends_on, self.terms, self.on,
            self.filters, self.counts_as, self.totals, tuple(self.points(Step.DAY)),
            *(tuple(self.by(one)) for one in dimensions),
        )  # fmt: skip

    def people_since(self, day: date) -> int:
        """Return how many people were first counted after that day."""
        return sum(
            measures.people
            for (counts_as, value), measures in self._reader.by(Dimension.DAY).items()
            if counts_as == self.counts_as and value > day.isoformat()
        )

    def previous(self) -> "Figures | None":
        """Return the same over as many days just before; None where no first day is asked for."""
        before = self.filters.before(self.on)
        if before is None:
            return None
        return figures_of(self.target, at=self.at, filters=before, counts_as=self.counts_as)


def _part(some: int, whole: int) -> float | None:
    return some / whole if whole else None


def figures_of(
    target: Target,
    *,
    at: datetime,
    filters: Filters = EVERYTHING,
    counts_as: CountsAs | None = None,
) -> Figures:
    """Return the figures of a target as they were known, and shown, at `at`."""
    on = min(target.ends_on, timezone.localdate(at))
    return Figures(target, at, on, filters, counts_as or CountsAs(target.counts_as))


def people_behind(figures: Figures) -> CompletionQuerySet:
    """Return the list behind the headline: people, with the completion that counts them.

    As many rows as people, less those erased since. To be restricted by `visible_to`.
    """
    at, filters = figures.at, figures.filters
    count = {
        "target": figures.target, "counts_as": figures.counts_as, "since__lte": at,
        **days_asked(figures.on, filters),
    }  # fmt: skip
    holds = {f"counted__counts__{name}": value for name, value in count.items()}
    asked = {f"counted__{name}": value for name, value in filters.columns_at(at).items()}
    # All in one filter: these are conditions on one count of one verdict.
    still = Q(counted__counts__until=None) | Q(counted__counts__until__gt=at)
    return (
        Completion.objects.filter(still, **holds, **asked)
        .select_related("person", "employer", "module", "enrolment__cohort__venue")
        .order_by("-effective_on", "person__last_name", "person__first_name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Score:
    """The programme's count against the target under way."""

    count: int
    target: Target


def score(at: datetime) -> Score | None:
    """Return how many people the target under way counts; None where none is, or none counted."""
    target = Target.objects.main(timezone.localdate(at))
    if target is None or target.counted_at is None:
        return None
    return Score(figures_of(target, at=at).people, target)
