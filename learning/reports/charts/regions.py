"""France in tiles: each region where people expect it, the overseas ones in a column."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisations.enums import Region
from frontend import formats
from frontend.charts.spec import Column, Tile, TileChart, Tone
from learning.counting.enums import Dimension
from learning.figures.queries import Figures
from learning.reports.charts.measures import Link, Told, behind, gone, nowhere, table_of
from learning.reports.charts.words import enumerated

OVERSEAS = 6.35
# The row, the column and the usual short name of each region on the map.
PLACES: Mapping[Region, tuple[int, float, str]] = {
    Region.HAUTS_DE_FRANCE: (2, 3, "HDF"),
    Region.BRETAGNE: (3, 1, "BRE"),
    Region.NORMANDIE: (3, 2, "NOR"),
    Region.ILE_DE_FRANCE: (3, 3, "IDF"),
    Region.GRAND_EST: (3, 4, "GES"),
    Region.PAYS_DE_LA_LOIRE: (4, 1, "PDL"),
    Region.CENTRE_VAL_DE_LOIRE: (4, 2, "CVL"),
    Region.BOURGOGNE_FRANCHE_COMTE: (4, 3, "BFC"),
    Region.AUVERGNE_RHONE_ALPES: (4, 4, "ARA"),
    Region.NOUVELLE_AQUITAINE: (5, 2, "NAQ"),
    Region.OCCITANIE: (5, 3, "OCC"),
    Region.PROVENCE_ALPES_COTE_D_AZUR: (5, 4, "PAC"),
    Region.CORSE: (6, 5, "COR"),
    Region.GUADELOUPE: (1, OVERSEAS, "GUA"),
    Region.MARTINIQUE: (2, OVERSEAS, "MTQ"),
    Region.GUYANE: (3, OVERSEAS, "GUF"),
    Region.LA_REUNION: (4, OVERSEAS, "REU"),
    Region.MAYOTTE: (5, OVERSEAS, "MAY"),
    Region.NOUVELLE_CALEDONIE: (6, OVERSEAS, "NCL"),
    Region.POLYNESIE_FRANCAISE: (7, OVERSEAS, "PYF"),
}
# Under this part of what its target expects by now, a region is late.
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Aim:
    """What a region's own target says: who it counts, what it expects by now, and in the end."""

    people: int
    expected: int
    count: int

    @property
    def is_late(self) -> bool:
        """Return whether the region is clearly under what is expected by now."""
        return self.people < ENOUGH * self.expected


def regions_chart(
    figures: Figures,
    *,
    aims: Mapping[str, Aim] | None = None,
    link: Link = nowhere,
    before: Figures | None = None,
) -> TileChart:
    """Return the map of the figures' people, against each region's own target where it has one."""
    aims = aims or {}
    parts = {part.value: part for part in figures.by(Dimension.REGION)}
    earlier = {part.value: part.people for part in before.by(Dimension.REGION)} if before else {}
    told = [part for part in parts.values() if part.measures]
    told += gone(told, Dimension.REGION, before)
    counted = {one: parts[one].people if one in parts else 0 for one in PLACES}
    # Beside regions that have a target, one without has no bar to fill.
    most = 0 if aims else max(counted.values(), default=0)
    elsewhere = parts[Region.ELSEWHERE].people if Region.ELSEWHERE in parts else 0
    is_late = any(aim.is_late for aim in aims.values())

    def url_of(region: str) -> str:
        return link(behind(figures.filters, Dimension.REGION, region))

    return TileChart(
        key="regions", title=_finding(counted, aims), method=_method(elsewhere),
        bar=_("part de l’objectif de la région") if aims else _("de la région la plus formée"),
        reference=_("ce que l’objectif attend à ce jour") if aims else "",
        low=_("sous 80\u00a0% de ce qui est attendu") if is_late else "",
        empty=_("personne") if not all(counted.values()) else "",
        tiles=tuple(
            _tile(one, counted[one], most, aims.get(one), url_of(one))
            for one in sorted(PLACES, key=lambda one: (PLACES[one][1] == OVERSEAS, one.label))
        ),
        table=table_of(
            _("Région"), figures,
            [
                Told(
                    part.label, part.measures, earlier.get(part.value, 0),
                    url_of(part.value),
                    _aimed(aims.get(part.value)) if aims else (),
                )
                for part in told
            ],
            before,
            (Column(_("Attendu")), Column(_("Objectif"))) if aims else (),
        ),
    )  # fmt: skip


def _tile(region: Region, people: int, most: int, aim: Aim | None, url: str) -> Tile:
    row, column, code = PLACES[region]
    said = ngettext("%(n)s personne", "%(n)s personnes", people) % {"n": formats.grouped(people)}
    if aim:
        said = _("%(said)s, %(expected)s attendues, objectif %(count)s") % {
            "said": said, "expected": formats.grouped(aim.expected),
            "count": formats.grouped(aim.count),
        }  # fmt: skip
    return Tile(
        row=row, column=column, code=code, name=str(region.label), value=people, said=said, url=url,
        part=aim.people / aim.count if aim else people / most if most else 0,
        tone=Tone.LOW if aim and aim.is_late else Tone.GOOD,
        reference=aim.expected / aim.count if aim else None,
    )  # fmt: skip


def _aimed(aim: Aim | None) -> tuple[int | None, int | None]:
    return (aim.expected, aim.count) if aim else (None, None)


def _finding(counted: Mapping[Region, int], aims: Mapping[str, Aim]) -> str:
    late = [str(Region(value).label) for value, aim in aims.items() if aim.is_late]
    if late:
        words = ngettext(
            "%(names)s est sous 80\u00a0%% de son objectif à ce jour",
            "%(names)s sont sous 80\u00a0%% de leur objectif à ce jour", len(late),
        )  # fmt: skip
        return words % {"names": enumerated(late)}
    empty = [str(one.label) for one, people in counted.items() if not people]
    if empty:
        words = ngettext(
            "%(names)s n’a encore personne", "%(names)s n’ont encore personne", len(empty)
        )
        return words % {"names": enumerated(empty)}
    first = max(counted, key=lambda one: counted[one])
    return _("Toutes les régions ont des agents formés, %(name)s en tête") % {"name": first.label}


def _method(elsewhere: int) -> str:
    method = _("Région de l’employeur au jour de l’inscription.")
    if not elsewhere:
        return method
    words = ngettext(
        "%(n)s personne vient d’ailleurs.", "%(n)s personnes viennent d’ailleurs.", elsewhere
    )
    return f"{method} {words % {'n': formats.grouped(elsewhere)}}"
