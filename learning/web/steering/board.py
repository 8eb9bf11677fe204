"""The board: one figure, what it means, what to decide, where people come from."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.once import Once
from frontend import formats
from frontend.charts.spec import Chart, Column, Kind, Row, Table
from learning.annotations.models import Annotation
from learning.counting.enums import Dimension
from learning.figures.planned import Planned, planned_line
from learning.figures.queries import Figures, Point, Step, figures_of
from learning.figures.words import definition_of
from learning.reports.aims import region_aims
from learning.reports.charts.curve import Curve, curve_chart, curve_title
from learning.reports.charts.measures import counted_as
from learning.reports.charts.parts import parts_chart, years_chart
from learning.reports.charts.regions import regions_chart
from learning.reports.charts.words import share
from learning.reports.pace import Pace, pace_of, window_start
from learning.targets.enums import Trajectory
from learning.targets.models import Target
from learning.web.steering.asked import Asked
from modules.programmes.enums import CountsAs

DAYS_PER_WEEK = 7
# Beyond this, weeks are harder to read than months.
MONTHS_FROM = 90
# Below the map and the coming cohorts, two by two.
OTHERS = (
    Dimension.VERSANT, Dimension.CATEGORY, Dimension.EMPLOYER_KIND, Dimension.SCHOOL,
    Dimension.FORMAT, Dimension.MODULE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows; `pace` is None where the figures are a part of the target's.

    Two boards that have the same `says` show the same.
    """

    says: Hashable
    figures: Figures
    target: Target
    goal: int
    on: date
    definition: str
    pace: Pace | None
    said: str
    finding: tuple[str, str]
    compared: Table | None
    compared_finding: str
    curve: Chart
    regions: Chart
    others: list[Chart]

    @property
    def keys(self) -> list[str]:
        """Return the names of the charts."""
        return [one.key for one in (self.curve, self.regions, *self.others)]

    def chart(self, key: str) -> Chart | None:
        """Return the chart of that name."""
        charts = (self.curve, self.regions, *self.others)
        return next((one for one in charts if one.key == key), None)


# Laid out once for as long as they say the same.
CHARTS: Once[tuple[Chart, ...]] = Once(128)


def board_of(asked: Asked) -> Board:
    """Return the board that is asked for."""
    figures = asked.figures()
    days = figures.points(Step.DAY)
    target, terms = figures.target, figures.terms
    pace = _pace(figures, days) if figures.is_ready and asked.filters.is_empty else None
    before = asked.before(figures)
    aims = region_aims(figures) if pace else {}
    noted = Annotation.objects.as_known_at(asked.at)
    notes = tuple(noted.order_by("on", "pk").values_list("on", "words"))
    planned = tuple(_planned(figures)) if pace else ()
    curve = Curve(
        figures=figures, days=days, title=curve_title(figures, pace), pace=pace,
        planned=planned, notes=notes,
        earlier=before.points(Step.DAY) if before else (),
        earlier_since=before.filters.since if before else None,
        link=asked.behind,
    )  # fmt: skip

    def draw() -> tuple[Chart, ...]:
        return (
            curve_chart(curve),
            regions_chart(figures, aims=aims, link=asked.behind, before=before),
            years_chart(figures, days, link=asked.behind),
            *(parts_chart(figures, one, link=asked.behind, before=before) for one in OTHERS),
        )

    said = (
        get_language(), tuple(asked.query.items()), pace, planned, notes, tuple(aims.items()),
        *(one.said(Dimension.REGION, *OTHERS) for one in (figures, before) if one),
    )  # fmt: skip
    drawn, regions, *others = CHARTS(said, draw)
    definition = definition_of(target)
    finding = _finding(pace, curve) if pace else _part_finding(figures)
    compared = _compared(figures, before) if before else None
    return Board(
        says=(
            said, target.name, figures.is_ready, figures.sensitised, definition, finding, compared,
        ),
        figures=figures, target=target, goal=terms.count, on=figures.on,
        definition=definition, pace=pace, said=_people(figures),
        finding=finding, compared=compared,
        compared_finding=_compared_finding(figures.people - before.people) if before else "",
        curve=drawn, regions=regions, others=others,
    )  # fmt: skip


def _planned(figures: Figures) -> list[Planned]:
    """Return the planned cohorts that the curve shows: those past only where they are the aim."""
    is_aim = figures.terms.trajectory == Trajectory.PLANNED
    return planned_line(figures.target, after=None if is_aim else figures.on)


def _pace(figures: Figures, days: Sequence[Point]) -> Pace:
    target = figures.target
    since = window_start(target.starts_on, figures.on)
    return pace_of(
        count=figures.people, lately=sum(point.people for point in days if point.on > since),
        target=figures.terms.count, starts_on=target.starts_on, ends_on=target.ends_on,
        on=figures.on,
    )  # fmt: skip


def _people(figures: Figures) -> str:
    n = figures.people
    if figures.counts_as == CountsAs.SENSITISED:
        words = ngettext("%(n)s personne sensibilisée", "%(n)s personnes sensibilisées", n)
    else:
        words = ngettext("%(n)s agent formé", "%(n)s agents formés", n)
    return words % {"n": formats.grouped(n)}


def _finding(pace: Pace, curve: Curve) -> tuple[str, str]:
    """Return what the count means, the words to underline last."""
    if pace.is_reached:
        return _("Objectif"), _("atteint")
    if curve.figures.terms.trajectory == Trajectory.PLANNED:
        due = max((one.total for one in curve.planned if one.on <= pace.on), default=0)
        late = min(due, pace.target) - pace.count
        if late <= 0:
            return _("Le programme suit"), _("les cohortes planifiées")
        words = ngettext("%(n)s personne", "%(n)s personnes", late)
        return _("Sous les cohortes planifiées de"), words % {"n": formats.grouped(late)}
    if abs(pace.days_ahead) < DAYS_PER_WEEK:
        return _("Le programme est"), _("dans les temps")
    before = _("En avance de") if pace.days_ahead > 0 else _("En retard de")
    return before, _span(abs(pace.days_ahead))


def _part_finding(figures: Figures) -> tuple[str, str]:
    """Return what part of the whole this is."""
    whole = figures_of(figures.target, at=figures.at, counts_as=figures.counts_as).people
    part = share(figures.people, whole)
    return (_("Soit"), _("%(part)s de l’ensemble") % {"part": part}) if part else ("", "")


def _span(days: int) -> str:
    if days < MONTHS_FROM:
        weeks = round(days / DAYS_PER_WEEK)
        return ngettext("%(n)s semaine", "%(n)s semaines", weeks) % {"n": weeks}
    months = round(days * 12 / 365)
    return _("%(n)s mois") % {"n": months}


def _compared_finding(gap: int) -> str:
    n = abs(gap)
    if gap == 0:
        return _("Autant de personnes que sur la période comparée")
    if gap > 0:
        words = ngettext(
            "%(n)s personne de plus que sur la période comparée",
            "%(n)s personnes de plus que sur la période comparée", n,
        )  # fmt: skip
    else:
        words = ngettext(
            "%(n)s personne de moins que sur la période comparée",
            "%(n)s personnes de moins que sur la période comparée", n,
        )  # fmt: skip
    return words % {"n": formats.grouped(n)}


def _compared(figures: Figures, before: Figures) -> Table:
    """Return the measures of two periods, side by side."""

    def days_of(one: Figures) -> str:
        since = one.filters.since or one.target.starts_on
        return formats.days_span(since, min(one.filters.until or one.on, one.on))

    def row(label: str, now: int, then: int) -> Row:
        return Row((label, formats.grouped(now), formats.grouped(then), _gap(now - then)))

    def rate(label: str, now: float | None, then: float | None) -> Row:
        points = "–" if now is None or then is None else f"{_gap(round((now - then) * 100))} pts"
        return Row((label, _rate(now), _rate(then), points))

    return Table(
        caption=_("Deux périodes comparées"),
        columns=(
            Column("", Kind.TEXT), Column(days_of(figures)), Column(days_of(before)),
            Column(_("Écart")),
        ),
        rows=(
            row(counted_as(figures.counts_as), figures.people, before.people),
            row(_("Sensibilisés"), figures.sensitised, before.sensitised),
            row(_("Heures-stagiaires"), figures.hours, before.hours),
            rate(_("Achèvement"), figures.completion_rate, before.completion_rate),
            rate(_("Présence"), figures.attendance_rate, before.attendance_rate),
        ),
    )  # fmt: skip


def _gap(number: int) -> str:
    return f"+{formats.grouped(number)}" if number > 0 else formats.grouped(number)


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{round(rate * 100)}{formats.NBSP}%"
