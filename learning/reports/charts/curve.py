"""The curve of the figures: what was counted, what the target expects, where the pace leads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats
from frontend.charts.spec import (
    Cell,
    Column,
    Door,
    Dot,
    Flag,
    Kind,
    Line,
    Look,
    Range,
    Row,
    Table,
    TimeChart,
)
from learning.figures.planned import Planned
from learning.figures.queries import Figures, Point
from learning.reports.charts.measures import Behind, Link, counted_as, nowhere
from learning.reports.charts.projection import Projection, projected
from learning.reports.pace import Pace
from learning.targets.enums import Trajectory

# The curve of a shorter time has a point a day.
DRAWN_BY_DAY = timedelta(days=200)
DECEMBER = 12
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What the curve is made of; `pace` is None where the figures are a part of the target's.

    `days` are the figures' points by day; `earlier` those of a period compared, and its first day.
    """

    figures: Figures
    days: Sequence[Point]
    title: str
    pace: Pace | None = None
    planned: Sequence[Planned] = ()
    notes: Sequence[tuple[date, str]] = ()
    earlier: Sequence[Point] = ()
    earlier_since: date | None = None
    link: Link = nowhere

    @property
    def first(self) -> date:
        """Return the first day drawn."""
        return self.figures.filters.since or self.figures.target.starts_on

    @property
    def stop(self) -> date:
        """Return the last day counted."""
        until = self.figures.filters.until
        return min(until, self.figures.on) if until else self.figures.on

    @property
    def last(self) -> date:
        """Return the last day drawn."""
        end = self.figures.target.ends_on if self.pace else self.stop
        return max(end, self.first + timedelta(days=1))


def curve_chart(curve: Curve) -> TimeChart:
    """Return the curve with its table, a row a month."""
    figures, pace = curve.figures, curve.pace
    by_day = {point.on: point.people for point in curve.days}
    ahead = Projection((), (), None, None)
    if pace:
        ahead = projected(
            pace=pace, by_day=by_day, starts_on=curve.first, ends_on=figures.target.ends_on,
            on=curve.stop,
        )  # fmt: skip
    words = _("%(n)s le %(day)s") % {
        "n": formats.grouped(figures.people), "day": formats.plain_date(curve.stop),
    }  # fmt: skip
    notes = [(day, said) for day, said in curve.notes if curve.first <= day <= curve.last]
    letters = {at: LETTERS[at % len(LETTERS)] for at in range(len(notes))}
    months = list(_months(curve))
    return TimeChart(
        key="courbe", title=curve.title, method=_method(pace, ahead),
        first=curve.first, last=curve.last,
        lines=tuple(_lines(curve, ahead)),
        ranges=(Range(_("huit fois sur dix"), ahead.band),) if ahead.band else (),
        dots=(Dot(curve.stop, figures.people, words),),
        flags=tuple(
            Flag(day, letters[at], f"{formats.plain_date(day)} : {said}")
            for at, (day, said) in enumerate(notes)
        ),
        doors=tuple(
            Door(first, last, _door(curve, first, last), _people(last, people))
            for first, last, people, _total in months
            if people
        ),
        table=_table(curve, months, notes),
    )  # fmt: skip


def curve_title(figures: Figures, pace: Pace | None) -> str:
    """Return where the curve leads, or where it is when it leads nowhere yet."""
    if pace is None:
        since = figures.filters.since or figures.target.starts_on
        until = min(figures.filters.until or figures.on, figures.on)
        n = figures.people
        words = ngettext("%(n)s personne %(days)s", "%(n)s personnes %(days)s", n)
        return words % {"n": formats.grouped(n), "days": formats.days_span(since, until)}
    if pace.is_reached:
        return _("L’objectif de %(n)s est atteint") % {"n": formats.grouped(pace.target)}
    if pace.projected_on is None:
        return _("Personne depuis un an : la courbe est plate")
    day = {"day": formats.plain_date(pace.projected_on)}
    if pace.projected_on > figures.target.ends_on:
        return _("À ce rythme, l’objectif est atteint le %(day)s, après l’échéance") % day
    return _("À ce rythme, l’objectif est atteint le %(day)s") % day


def _lines(curve: Curve, ahead: Projection) -> Iterator[Line]:
    figures, pace = curve.figures, curve.pace
    is_short = curve.stop - curve.first < DRAWN_BY_DAY
    if is_short:
        steps = [(point.on, float(point.total)) for point in curve.days]
    else:
        steps = [(last, float(total)) for _first, last, _people, total in _months(curve)]
    done = [(curve.first, 0.0), *steps, (curve.stop, float(figures.people))]
    yield Line(Look.DONE, counted_as(figures.counts_as).lower(), tuple(done))
    if curve.earlier and curve.earlier_since:
        shift = curve.first - curve.earlier_since
        points = [(point.on + shift, float(point.total)) for point in curve.earlier]
        end = (curve.stop, points[-1][1])
        yield Line(Look.BEFORE, _("période comparée"), ((curve.first, 0.0), *points, end))
    if not pace:
        return
    name = _("objectif : %(n)s") % {"n": formats.grouped(pace.target)}
    yield Line(Look.TARGET, name, tuple(_expected(curve, pace)))
    to_come = [one for one in curve.planned if one.on > curve.stop]
    if to_come:
        total, points = pace.count, [(curve.stop, float(pace.count))]
        for one in to_come:
            points.append((one.on, float(total)))
            total += one.places
            points.append((one.on, float(total)))
        words = ngettext(
            "%(n)s cohorte planifiée, si elle est pleine",
            "%(n)s cohortes planifiées, si elles sont pleines", len(to_come),
        ) % {"n": len(to_come)}  # fmt: skip
        yield Line(Look.PLANNED, words, tuple(points))
    if ahead.line:
        yield Line(Look.PROJECTED, _("au rythme des douze derniers mois"), ahead.line)


def _expected(curve: Curve, pace: Pace) -> Iterator[tuple[date, float]]:
    target = curve.figures.target
    yield target.starts_on, 0.0
    if curve.figures.terms.trajectory == Trajectory.PLANNED:
        for one in curve.planned:
            yield one.on, float(min(one.total, pace.target))
    else:
        yield target.ends_on, float(pace.target)


def _months(curve: Curve) -> Iterator[tuple[date, date, int, int]]:
    """Each month until the last day counted: first and last days, people, all until then."""
    people: dict[tuple[int, int], int] = {}
    for point in curve.days:
        place = (point.on.year, point.on.month)
        people[place] = people.get(place, 0) + point.people
    first, total = curve.first, 0
    while first <= curve.stop:
        year, month = first.year, first.month
        following = date(year + month // DECEMBER, month % DECEMBER + 1, 1)
        last = min(following - timedelta(days=1), curve.stop)
        total += people.get((year, month), 0)
        yield first, last, people.get((year, month), 0), total
        first = following


def _door(curve: Curve, first: date, last: date) -> str:
    return curve.link(Behind(replace(curve.figures.filters, since=first, until=last)))


def _people(month: date, people: int) -> str:
    words = ngettext("%(month)s : %(n)s personne", "%(month)s : %(n)s personnes", people)
    return words % {"month": formats.month_and_year(month), "n": formats.grouped(people)}


def _table(
    curve: Curve, months: Sequence[tuple[date, date, int, int]], notes: Sequence[tuple[date, str]]
) -> Table:
    said: dict[tuple[int, int], list[str]] = {}
    for day, words in notes:
        said.setdefault((day.year, day.month), []).append(words)
    pace = curve.pace
    lasts = [last for _first, last, _people, _total in months]
    expected = dict(_expected_by_month(curve, pace, lasts)) if pace else None

    def row_of(first: date, last: date, people: int, total: int) -> Row:
        cells: tuple[Cell, ...] = (last, people, total)
        if expected is not None:
            cells += (expected[last], total - expected[last])
        words = " · ".join(said.get((last.year, last.month), []))
        return Row((*cells, words), _door(curve, first, last) if people else "")

    aimed = (Column(_("Objectif")), Column(_("Écart"), Kind.GAP)) if pace else ()
    return Table(
        caption=_("%(people)s, mois par mois") % {"people": counted_as(curve.figures.counts_as)},
        columns=(
            Column(_("Fin de mois"), Kind.DAY), Column(_("Dans le mois")),
            Column(_("Depuis le début")), *aimed, Column(_("Note"), Kind.TEXT),
        ),
        rows=tuple(row_of(*month) for month in months),
    )  # fmt: skip


def _expected_by_month(
    curve: Curve, pace: Pace, days: Sequence[date]
) -> Iterator[tuple[date, int]]:
    target = curve.figures.target
    for day in days:
        if curve.figures.terms.trajectory == Trajectory.PLANNED:
            total = max((one.total for one in curve.planned if one.on <= day), default=0)
            yield day, min(total, pace.target)
        else:
            elapsed = min(max((day - target.starts_on).days, 0), target.days)
            yield day, round(pace.target * elapsed / target.days)


def _method(pace: Pace | None, ahead: Projection) -> str:
    if not pace or not ahead.line:
        return ""
    if not ahead.band:
        return _(
            "Les tirets prolongent le rythme depuis le début ; moins de six mois ne disent pas "
            "encore à quoi s’attendre."
        )
    edges = _edges(ahead)
    return _(
        "Les tirets prolongent le rythme des douze derniers mois. La zone claire est ce que "
        "donnent, huit fois sur dix, des mois à venir aussi inégaux que ces douze-là : %(edges)s."
    ) % {"edges": edges}


def _edges(ahead: Projection) -> str:
    if ahead.earliest is None:
        return _("l’objectif n’y est pas atteint")
    first = formats.month_and_year(ahead.earliest)
    if ahead.latest is None:
        return _("l’objectif y est atteint au plus tôt en %(first)s") % {"first": first}
    return _("l’objectif y est atteint entre %(first)s et %(last)s") % {
        "first": first, "last": formats.month_and_year(ahead.latest),
    }  # fmt: skip
