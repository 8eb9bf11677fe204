"""What every table of the figures has in columns, and where its rows lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.organisations.enums import OrganisationKind, Region
from accounts.users.enums import Category, Versant
from frontend.charts.spec import Cell, Column, Kind, Row, Table
from learning.counting.cells import NOTHING, Measures
from learning.counting.enums import Dimension
from learning.figures.filters import Filters
from learning.figures.queries import Figures, Part
from modules.programmes.enums import CountsAs

MINUTES = 60


@dataclass(frozen=True, slots=True)
class Behind:
    """The list behind a part of the figures. `without` asks for those who have no value there."""

    filters: Filters
    without: Dimension | None = None


Link = Callable[[Behind], str]


def nowhere(_behind: Behind) -> str:
    """Lead nowhere: on paper, there is nothing to press."""
    return ""


# The filter of each dimension, and how a value of it is read.
FIELDS: Mapping[Dimension, tuple[str, Callable[[str], Any]]] = {
    Dimension.REGION: ("region", Region),
    Dimension.VERSANT: ("versant", Versant),
    Dimension.CATEGORY: ("category", Category),
    Dimension.EMPLOYER_KIND: ("employer_kind", OrganisationKind),
    Dimension.SCHOOL: ("school", UUID),
    Dimension.MODULE: ("module", UUID),
    Dimension.FORMAT: ("format", int),
}


def behind(filters: Filters, dimension: Dimension, value: str) -> Behind:
    """Return what one value of a dimension is made of."""
    if not value:
        return Behind(filters, dimension)
    name, read = FIELDS[dimension]
    return Behind(replace(filters, **{name: read(value)}))


def gone(parts: Sequence[Part], dimension: Dimension, before: Figures | None) -> list[Part]:
    """Return the parts that had people in the period compared, and have nobody in this one."""
    here = {part.value for part in parts}
    earlier = before.by(dimension) if before else []
    return [
        Part(one.value, one.label, NOTHING)
        for one in earlier
        if one.people and one.value not in here
    ]


def counted_as(counts_as: CountsAs) -> str:
    """Return what people are, in the plural."""
    return _("Sensibilisés") if counts_as == CountsAs.SENSITISED else _("Formés")


def columns_of(counts_as: CountsAs, *, is_compared: bool) -> tuple[Column, ...]:
    """Return the columns of `cells_of`."""
    compared = (Column(_("Avant")), Column(_("Écart"), Kind.GAP)) if is_compared else ()
    return (
        Column(counted_as(counts_as)), Column(_("Part"), Kind.SHARE), *compared,
        Column(_("Heures")), Column(_("Achèvement"), Kind.SHARE), Column(_("Présence"), Kind.SHARE),
    )  # fmt: skip


def cells_of(measures: Measures, whole: int, before: int | None = None) -> tuple[Cell, ...]:
    """Return the cells of some measures: people, their part of the whole, hours and rates."""
    compared = () if before is None else (before, measures.people - before)
    return (
        measures.people, measures.people / whole if whole else None, *compared,
        round(measures.minutes / MINUTES, 2),
        measures.acquired / measures.judged if measures.judged else None,
        measures.half_days / measures.half_days_planned if measures.half_days_planned else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a table of figures: its people `earlier`, where periods are compared, and more."""

    label: str
    measures: Measures
    earlier: int = 0
    url: str = ""
    more: tuple[Cell, ...] = ()


def table_of(
    column: str,
    figures: Figures,
    rows: Sequence[Told],
    before: Figures | None = None,
    more: tuple[Column, ...] = (),
) -> Table:
    """Return the table of these rows, whose people add up to the headline."""
    whole, is_compared = figures.people, before is not None

    def row_of(told: Told) -> Row:
        earlier = told.earlier if is_compared else None
        return Row((told.label, *cells_of(told.measures, whole, earlier), *told.more), told.url)

    everybody = Told(
        _("Ensemble"), figures.totals, before.people if before else 0, "", (None,) * len(more)
    )
    return Table(
        caption=_("%(people)s par : %(column)s") % {
            "people": counted_as(figures.counts_as), "column": column.lower(),
        },
        columns=(
            Column(column, Kind.TEXT),
            *columns_of(figures.counts_as, is_compared=is_compared), *more,
        ),
        rows=tuple(row_of(told) for told in rows),
        total=row_of(everybody),
    )  # fmt: skip
