"""The published figures drawn: what is hidden is hatched, and says so."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisations.enums import Region
from frontend import formats
from frontend.charts.spec import (
    Bar,
    BarChart,
    Chart,
    Column,
    Kind,
    Row,
    Table,
    Tile,
    TileChart,
    Tone,
)
from learning.reports.charts.regions import OVERSEAS, PLACES
from learning.reports.published import MEASURES, REGION, VERSANT, YEAR, Cell, Published
from modules.programmes.enums import CountsAs

HIDDEN = "·"


def charts_of(told: Published) -> list[Chart]:
    """Return the trained by region, year and branch."""
    cells = {
        dimension: told.parts[MEASURES[CountsAs.TRAINED], dimension]
        for dimension in (REGION, YEAR, VERSANT)
    }
    return [
        _map(cells[REGION]),
        _bars("annees", _("Année"), cells[YEAR], _years_finding(cells[YEAR], told.on.year)),
        _bars("versants", _("Versant"), cells[VERSANT], _first_finding(cells[VERSANT])),
    ]


def _said(people: int | None) -> str:
    if people is None:
        return _("masqué")
    words = ngettext("%(n)s personne formée", "%(n)s personnes formées", people)
    return words % {"n": formats.grouped(people)}


def _table(column: str, cells: tuple[Cell, ...]) -> Table:
    return Table(
        caption=_("Personnes formées par : %(column)s") % {"column": column.lower()},
        columns=(Column(column, Kind.TEXT), Column(_("Formées"))),
        rows=tuple(
            Row((one.label, _("masqué") if one.people is None else one.people)) for one in cells
        ),
    )


def _method(cells: tuple[Cell, ...]) -> str:
    if all(one.people is not None for one in cells):
        return ""
    return _("Masqué : moins de 5 personnes, ou ce qui permettrait de les calculer.")


def _map(cells: tuple[Cell, ...]) -> TileChart:
    counted = {one.value: one for one in cells}
    most = max((one.people or 0 for one in cells), default=0) or 1
    shown = sum(one.people is not None for one in cells if one.value in PLACES)
    title = ngettext(
        "%(n)s région compte assez de personnes pour être dite",
        "%(n)s régions comptent assez de personnes pour être dites", shown,
    )  # fmt: skip
    method = " ".join(
        filter(None, (_("Région de l’employeur au jour de l’inscription."), _method(cells)))
    )
    return TileChart(
        key="regions", title=title % {"n": shown}, method=method,
        bar=_("de la région la plus formée"), empty=_("masqué"),
        tiles=tuple(
            _tile(one, counted[one].people, most)
            for one in sorted(PLACES, key=lambda one: (PLACES[one][1] == OVERSEAS, one.label))
        ),
        table=_table(_("Région"), cells),
    )  # fmt: skip


def _tile(region: Region, people: int | None, most: int) -> Tile:
    row, column, code = PLACES[region]
    return Tile(
        row=row, column=column, code=code, name=str(region.label), value=people or 0,
        words=HIDDEN if people is None else "", said=_said(people), part=(people or 0) / most,
        tone=Tone.GOOD,
    )  # fmt: skip


def _bars(key: str, column: str, cells: tuple[Cell, ...], title: str) -> BarChart:
    return BarChart(
        key=key, title=title, method=_method(cells),
        bars=tuple(
            Bar(
                label=one.label, value=one.people or 0,
                said=_("masqué") if one.people is None else formats.grouped(one.people),
            )
            for one in cells
        ),
        table=_table(column, cells),
    )  # fmt: skip


def _years_finding(cells: tuple[Cell, ...], year: int) -> str:
    whole = [one for one in cells if one.people and int(one.value) < year]
    if not whole:
        return _("Année par année")
    best = max(whole, key=lambda one: one.people or 0)
    return _("%(year)s est l’année pleine la plus forte : %(n)s personnes") % {
        "year": best.value, "n": formats.grouped(best.people or 0),
    }  # fmt: skip


def _first_finding(cells: tuple[Cell, ...]) -> str:
    first = max(cells, key=lambda one: one.people or 0)
    if not first.people:
        return _("Par versant de la fonction publique")
    return _("%(name)s : le versant le plus formé") % {"name": first.label}
