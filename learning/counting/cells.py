"""The sums of a target: changed with each entry of the record, or counted again from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import Count as CountRows
from django.db.models import Q, Sum

from learning.counting.enums import KEPT, Dimension
from learning.counting.models import (
    Count,
    CountedVerdict,
    CountedVerdictQuerySet,
    CountQuerySet,
    FigureCell,
)
from learning.counting.replay import told, value_of
from learning.targets.models import Target

# Under the number of parameters that SQLite takes in one statement.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Measures:
    """What is counted together: people once each, and what adds up over every verdict."""

    people: int = 0
    judged: int = 0
    acquired: int = 0
    minutes: int = 0
    half_days: int = 0
    half_days_planned: int = 0

    def plus(self, other: "Measures", sign: int = 1) -> "Measures":
        """Return this with another added, or taken away."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Measures(*(mine + sign * theirs for mine, theirs in pairs))

    def __bool__(self) -> bool:
        """Return whether anything was counted."""
        return any(astuple(self))


NAMES = tuple(field.name for field in fields(Measures))


class Place(NamedTuple):
    """Which cell of a target."""

    target: int
    counts_as: str
    dimension: str
    value: str


class Changes:
    """What to add to cells: many changes of one cell are written once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._cells: dict[Place, Measures] = defaultdict(Measures)

    def add(self, target: Target, verdict: CountedVerdict, measures: Measures, sign: int) -> None:
        """Count a verdict of the target in, or out (`sign` is -1), in every dimension."""
        for dimension in KEPT:
            value = value_of(verdict, dimension)
            place = Place(target.pk, verdict.counts_as, dimension, value)
            self._cells[place] = self._cells[place].plus(measures, sign)

    def write(self) -> None:
        """Add them to what the cells hold, in the order of their places."""
        rows = [(*place, *astuple(m)) for place, m in sorted(self._cells.items()) if m]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _add(rows[start : start + ROWS_AT_ONCE])


def measures_of(verdict: CountedVerdict) -> Measures:
    """Return what a verdict adds up to, whoever's it is."""
    return Measures(
        judged=1, acquired=int(verdict.acquired), minutes=verdict.minutes,
        half_days=verdict.half_days, half_days_planned=verdict.half_days_planned,
    )  # fmt: skip


ONE_PERSON = Measures(people=1)


def _add(rows: list[tuple[Any, ...]]) -> None:
    """Add to the cells in one statement: the ORM has no insertion that adds to what is there."""
    table = connection.ops.quote_name(FigureCell._meta.db_table)  # noqa: SLF001 - Django's own reading
    columns = ("target_id", "counts_as", "dimension", "value", *NAMES)
    marks = ", ".join(f"({', '.join(['%s'] * len(columns))})" for _row in rows)
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in NAMES)
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES {marks} "  # noqa: S608 - our own names
        f"ON CONFLICT (target_id, counts_as, dimension, value) DO UPDATE SET {sums}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def sums_by(
    dimension: Dimension | None, counts: CountQuerySet, verdicts: CountedVerdictQuerySet
) -> dict[tuple[str, str], Measures]:
    """Return the sums of these rows of the record by (what it counts as, value of a dimension).

    Without a dimension the value is "".
    """
    column = _column(dimension) if dimension else None
    found: dict[tuple[str, str], Measures] = defaultdict(Measures)
    for counts_as, value, people in _grouped(
        counts, f"verdict__{column}" if column else None, {"n": CountRows("pk")}
    ):
        found[counts_as, value] = Measures(people)
    added = {
        "judged": CountRows("pk"), "acquired": CountRows("pk", filter=Q(acquired=True)),
        **{name: Sum(name) for name in NAMES[3:]},
    }  # fmt: skip
    for counts_as, value, *sums in _grouped(verdicts, column, added):
        found[counts_as, value] = found[counts_as, value].plus(Measures(0, *sums))
    return found


def _column(dimension: Dimension) -> str:
    return "effective_on" if dimension == Dimension.DAY else dimension.value


def _grouped(
    rows: models.QuerySet[Any], column: str | None, added: Mapping[str, models.Aggregate]
) -> Iterable[tuple[str, str, int]]:
    # "n_" keeps the sums' names apart from those of the columns they add.
    named = {f"n_{name}": what for name, what in added.items()}
    by = ["counts_as", column] if column else ["counts_as"]
    for row in rows.order_by().values(*by).annotate(**named).values_list(*by, *named):
        counts_as, *rest = row
        value = told(rest.pop(0)) if column else ""
        yield (counts_as, value, *rest)


def counted_cells(target: Target) -> dict[Place, Measures]:
    """Return the cells of a target as the record adds up to, now."""
    counts = Count.objects.standing().filter(target=target)
    verdicts = CountedVerdict.objects.standing().in_scope_of(target)
    return {
        Place(target.pk, counts_as, dimension, value): measures
        for dimension in KEPT
        for (counts_as, value), measures in sums_by(dimension, counts, verdicts).items()
        if measures
    }


def written_cells(target: Target) -> dict[Place, Measures]:
    """Return the cells of a target as they are written; those that hold nothing left out."""
    rows = FigureCell.objects.filter(target=target)
    found = {
        Place(target.pk, counts_as, dimension, value): Measures(*sums)
        for counts_as, dimension, value, *sums in rows.values_list(
            "counts_as", "dimension", "value", *NAMES
        )
    }
    return {place: measures for place, measures in found.items() if measures}


def write_again(target: Target) -> None:
    """Replace the cells of a target by what the record adds up to; call it holding the record."""
    FigureCell.objects.filter(target=target).delete()
    FigureCell.objects.bulk_create(
        [
            FigureCell(
                target=target, counts_as=place.counts_as, dimension=place.dimension,
                value=place.value, **dict(zip(NAMES, astuple(measures), strict=True)),
            )
            for place, measures in counted_cells(target).items()
        ],
        batch_size=ROWS_AT_ONCE,
    )  # fmt: skip
