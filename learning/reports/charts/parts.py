"""The figures by what people are: bars, the most people first; every measure in the table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.users.enums import Versant
from frontend import formats
from frontend.charts.spec import Bar, BarChart
from learning.counting.cells import Measures, added
from learning.counting.enums import Dimension
from learning.figures.queries import Figures, Part, Point
from learning.reports.charts.measures import (
    Behind,
    Link,
    Told,
    behind,
    counted_as,
    gone,
    nowhere,
    table_of,
)
from learning.reports.charts.words import said, share

# Each branch's share of the civil service, in per cent (end of 2022: Insee, SIASP; DGAFP, annual
# report on the civil service). What is left is not a civil servant.
SHARES = {Versant.FPE: 44, Versant.FPT: 34, Versant.FPH: 21, Versant.OTHER: 1}
DRAWN = 8
DECEMBER, LAST_DAY = 12, 31


@dataclass(frozen=True, slots=True)
class _Shown:
    """A dimension as the board shows it."""

    key: str
    column: str
    finding: str


def _shown(dimension: Dimension) -> _Shown:
    first = _("%(name)s : %(part)s des %(people)s")
    return {
        Dimension.VERSANT: _Shown("versants", _("Versant"), first),
        Dimension.CATEGORY: _Shown(
            "categories", _("Catégorie"), _("Catégorie %(name)s : %(part)s des %(people)s")
        ),
        Dimension.EMPLOYER_KIND: _Shown("employeurs", _("Nature de l’employeur"), first),
        Dimension.SCHOOL: _Shown("ecoles", _("École qui inscrit"), first),
        Dimension.MODULE: _Shown("modules", _("Module"), first),
        Dimension.FORMAT: _Shown("formats", _("Format"), first),
    }[dimension]


def parts_chart(
    figures: Figures, dimension: Dimension, *, link: Link = nowhere, before: Figures | None = None
) -> BarChart:
    """Return the people of the figures by a dimension; its parts add up to the headline."""
    shown, people = _shown(dimension), figures.people
    parts = [part for part in figures.by(dimension) if part.measures]
    earlier = {part.value: part.people for part in before.by(dimension)} if before else {}
    told = [*parts, *gone(parts, dimension, before)]
    is_versant = dimension == Dimension.VERSANT

    def url_of(part: Part) -> str:
        return link(behind(figures.filters, dimension, part.value))

    return BarChart(
        key=shown.key,
        title=_versants_finding(parts, figures) if is_versant else _finding(shown, parts, figures),
        method="",
        reference=_("part du versant parmi les agents publics, fin 2022") if is_versant else "",
        bars=tuple(
            Bar(
                label=part.label, value=part.people, url=url_of(part),
                said=said(part.people, people),
                reference=SHARES[Versant(part.value)] / 100 * people if is_versant else None,
            )
            for part in parts[:DRAWN]
            if part.people or is_versant
        ),
        table=table_of(
            shown.column, figures,
            [
                Told(part.label, part.measures, earlier.get(part.value, 0), url_of(part))
                for part in told
            ],
            before,
        ),
    )  # fmt: skip


def _finding(shown: _Shown, parts: Sequence[Part], figures: Figures) -> str:
    if not figures.people:
        return _("%(column)s : personne n’est encore compté") % {"column": shown.column}
    first = parts[0]
    people = counted_as(figures.counts_as).lower()
    part = share(first.people, figures.people)
    return shown.finding % {"name": first.label, "part": part, "people": people}


def _versants_finding(parts: Sequence[Part], figures: Figures) -> str:
    """Name the branch furthest below its share of the civil service."""
    people = figures.people
    if not people:
        return _("Versants : personne n’est encore compté")
    counted = {part.value: part.people for part in parts}
    part = {one: round(counted.get(one, 0) / people * 100) for one in SHARES}
    furthest = min(SHARES, key=lambda one: part[one] - SHARES[one])
    words = _(
        "%(name)s : %(part)s\u00a0%% des %(people)s, %(reference)s\u00a0%% des agents publics"
    )
    return words % {
        "name": furthest.label, "part": part[furthest], "reference": SHARES[furthest],
        "people": counted_as(figures.counts_as).lower(),
    }  # fmt: skip


def years_chart(figures: Figures, days: Sequence[Point], *, link: Link = nowhere) -> BarChart:
    """Return the people of the figures by calendar year, from the days they were counted."""
    by_year: dict[int, list[Measures]] = defaultdict(list)
    for day in days:
        by_year[day.on.year].append(day.measures)
    years = {year: added(measures) for year, measures in by_year.items()}
    filters = figures.filters

    def url_of(year: int) -> str:
        first, last = date(year, 1, 1), date(year, DECEMBER, LAST_DAY)
        since = max(first, filters.since) if filters.since else first
        until = min(last, filters.until) if filters.until else last
        return link(Behind(replace(filters, since=since, until=until)))

    return BarChart(
        key="annees", title=_years_finding(years, figures), method="",
        bars=tuple(
            Bar(
                label=_year_of(year, figures.on), value=sums.people, url=url_of(year),
                said=said(sums.people, figures.people),
            )
            for year, sums in sorted(years.items())
        ),
        table=table_of(
            _("Année"), figures,
            [Told(str(year), sums, 0, url_of(year)) for year, sums in sorted(years.items())],
        ),
    )  # fmt: skip


def _year_of(year: int, on: date) -> str:
    return _("%(year)s, en cours") % {"year": year} if year == on.year else str(year)


def _years_finding(years: Mapping[int, Measures], figures: Figures) -> str:
    since = figures.filters.since or figures.target.starts_on
    until = figures.filters.until or figures.on
    whole = {
        year: one.people
        for year, one in years.items()
        if since <= date(year, 1, 1) and date(year, DECEMBER, LAST_DAY) <= min(until, figures.on)
    }
    if not whole:
        n = figures.people
        words = ngettext(
            "%(n)s personne depuis le début, une seule année",
            "%(n)s personnes depuis le début, une seule année",
            n,
        )
        return words % {"n": formats.grouped(n)}
    best = max(whole, key=lambda year: whole[year])
    return _("%(year)s est l’année pleine la plus forte : %(n)s personnes") % {
        "year": best, "n": formats.grouped(whole[best]),
    }  # fmt: skip
