"""The sums of a target: changed with each entry of the record, or counted again from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import FilteredRelation, Q

from learning.counting.enums import KEPT, Dimension
from learning.counting.models import CountedVerdict, CountedVerdictQuerySet, FigureCell
from learning.counting.replay import column_of, told, value_of
from learning.targets.models import Target

# Under the number of parameters that SQLite takes in one statement.
ROWS_AT_ONCE = 500


class Measures(NamedTuple):
    """What is counted together: people once each, and what adds up over every verdict."""

    people: int = 0
    judged: int = 0
    acquired: int = 0
    minutes: int = 0
    half_days: int = 0
    half_days_planned: int = 0

    def plus(self, other: "Measures", sign: int = 1) -> "Measures":
        """Return this with another added, or taken away."""
        return Measures(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))

    def __bool__(self) -> bool:
        """Return whether anything was counted."""
        return any(self)


def added(rows: Iterable[Measures]) -> Measures:
    """Return the sums of many, of nothing too."""
    return Measures(*map(sum, zip(*rows, strict=True)))


NOTHING = Measures()
NAMES = Measures._fields


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
        rows = [(*place, *m) for place, m in sorted(self._cells.items()) if m]
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


# By dimension, then by (what it counts as, value): the sums.
Sums = dict[Dimension, dict[tuple[str, str], Measures]]
ADDED = ("acquired", "minutes", "half_days", "half_days_planned")


def sums_by(
    dimensions: Collection[Dimension], verdicts: CountedVerdictQuerySet, counting: Q
) -> Sums:
    """Return the sums of verdicts by the values of each dimension, reading them once.

    Whoever counts by one of these verdicts is told by `counting`, a filter on "counts__".
    """
    columns = ("counts_as", *map(column_of, dimensions), *ADDED)
    rows = (
        verdicts.order_by()
        .annotate(counting=FilteredRelation("counts", condition=counting))
        .values_list(*columns, "counting__pk")
    )
    read, given = rows.query.get_compiler(connection=connection).as_sql()
    # The ORM has no grouping by several columns, each apart, of rows read once.
    each = " UNION ALL ".join(_GROUPED % {"name": one, "by": column_of(one)} for one in dimensions)
    statement = f"WITH told ({', '.join(columns)}, person) AS MATERIALIZED ({read}) {each}"
    found: Sums = {one: {} for one in dimensions}
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        for name, counts_as, value, *sums in cursor.fetchall():
            dimension = Dimension(name)
            found[dimension][counts_as, _told_by(dimension, value)] = Measures(*sums)
    return found


_GROUPED = (
    "SELECT '%(name)s', counts_as, CAST(%(by)s AS varchar), count(person), count(*), "
    "count(CASE WHEN acquired THEN 1 END), sum(minutes), sum(half_days), sum(half_days_planned) "
    "FROM told GROUP BY counts_as, %(by)s"
)


def _told_by(dimension: Dimension, value: str | None) -> str:
    """Return a value as cells keep it, whatever the database writes."""
    column: Any = CountedVerdict._meta.get_field(column_of(dimension))  # noqa: SLF001 - Django's own reading
    return told(getattr(column, "target_field", column).to_python(value))


def counted_cells(target: Target) -> dict[Place, Measures]:
    """Return the cells of a target as the record adds up to, now."""
    verdicts = CountedVerdict.objects.standing().in_scope_of(target)
    standing = Q(counts__target=target, counts__until=None)
    return {
        Place(target.pk, counts_as, dimension, value): measures
        for dimension, sums in sums_by(KEPT, verdicts, standing).items()
        for (counts_as, value), measures in sums.items()
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
                value=place.value, **dict(zip(NAMES, measures, strict=True)),
            )
            for place, measures in counted_cells(target).items()
        ],
        batch_size=ROWS_AT_ONCE,
    )  # fmt: skip
