"""The curve of a report: how the people counted added up, and what was expected of them."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from frontend.charts.spec import (
    Bar,
    BarChart,
    Column,
    Dot,
    Kind,
    Line,
    Look,
    Row,
    Table,
    TimeChart,
)
from frontend.formats import grouped
from learning.activity.contents import Breakdown, Contents
from learning.reports.pace import DAYS_PER_MONTH, Pace
from learning.targets.models import Target

ROWS_OF_TABLE = 24


def curve_of(contents: Contents) -> TimeChart | None:
    """Return the curve of the people counted; with the target's line where it is told in full.

    None where nobody was counted: there is nothing to draw.
    """
    months, figures, pace = contents.months, contents.figures, contents.pace
    if not contents.people:
        return None
    first = figures.filters.since or figures.target.starts_on
    stop = min(figures.filters.until or figures.on, figures.on)
    done = ((first, 0.0), *((one.on, float(one.total)) for one in months if first < one.on <= stop))
    lines = [Line(Look.DONE, contents.people_words, (*done, (stop, float(contents.people))))]
    if pace is not None:
        lines += _aim(contents, pace, stop)
    return TimeChart(
        key="curve",
        title=contents.months_finding,
        method=_("Chaque personne paraît le jour où elle compte, une fois."),
        table=Table(
            caption=_("Personnes comptées par mois"),
            columns=(
                Column(_("Mois"), Kind.DAY), Column(_("Comptées")), Column(_("En tout")),
                Column(_("Évaluées")), Column(_("Acquis")),
            ),
            rows=tuple(
                Row((one.on, one.people, one.total, one.measures.judged, one.measures.acquired))
                for one in months[-ROWS_OF_TABLE:]
            ),
        ),
        first=first,
        last=figures.target.ends_on if pace is not None else _just_after(first, stop),
        lines=tuple(lines),
        dots=(Dot(stop, contents.people, grouped(contents.people)),),
    )  # fmt: skip


def _just_after(first: date, stop: date) -> date:
    """Return a day that leaves the last point whole on the drawing."""
    return stop + timedelta(days=1 + (stop - first).days // 60)


def _aim(contents: Contents, pace: Pace, stop: date) -> list[Line]:
    """Return the target's straight line, and where the pace held leads."""
    target, count = contents.figures.target, contents.figures.terms.count
    aimed = ((target.starts_on, 0.0), (target.ends_on, float(count)))
    lines = [Line(Look.TARGET, _("objectif"), aimed)]
    if stop < target.ends_on and not pace.is_reached:
        held = ((stop, float(pace.count)), _projected(pace, target, stop))
        lines.append(Line(Look.PROJECTED, _("au rythme des douze derniers mois"), held))
    return lines


def _projected(pace: Pace, target: Target, stop: date) -> tuple[date, float]:
    if pace.projected_on is not None and pace.projected_on <= target.ends_on:
        return pace.projected_on, float(pace.target)
    months = (target.ends_on - stop).days / DAYS_PER_MONTH
    return target.ends_on, min(pace.count + pace.held * months, float(pace.target))


def bars_of(breakdown: Breakdown, urls: Mapping[str, str]) -> BarChart:
    """Return the bars of a breakdown; `urls` are the lists of its parts' people, by value."""
    rows = breakdown.rows
    return BarChart(
        key=f"by-{breakdown.dimension.value.replace('_', '-')}",
        title=breakdown.finding,
        method=_("Personnes comptées, par %(by)s") % {"by": breakdown.dimension.label},
        table=Table(
            caption=_("Personnes comptées, par %(by)s") % {"by": breakdown.dimension.label},
            columns=(
                Column(str(breakdown.dimension.label), Kind.TEXT), Column(_("Personnes")),
                Column(_("Part"), Kind.SHARE),
            ),
            rows=tuple(
                Row(
                    (part.label, part.people, part.people / breakdown.whole),
                    urls.get(part.value, ""),
                )
                for part, _length, _share in rows
            ),
            total=Row((_("Total"), breakdown.whole, 1.0)),
        ),
        bars=tuple(
            Bar(
                label=part.label, value=part.people, said=f"{grouped(part.people)}, {share}",
                url=urls.get(part.value, ""),
            )
            for part, _length, share in rows
        ),
    )  # fmt: skip
