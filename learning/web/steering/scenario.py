"""What a scenario gives, in words and drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats
from frontend.charts.spec import Column, Dot, Kind, Line, Look, Range, Row, Table, TimeChart
from learning.figures.planned import planned_line
from learning.figures.queries import Figures, Step, figures_of
from learning.plans.queries import Held, eve_of
from learning.plans.whatif import Outcome, Scenario, outcome_of
from learning.reports.pace import DAYS_PER_MONTH, Pace, pace_of, window_start
from learning.targets.models import Target

WEEK = 7
MONTHS_FROM = 90
YEARS_FROM = 730
DAYS_A_YEAR = 365.2425
# Drawn no further after the last day: lines would all be flat.
FURTHEST = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Found:
    """What a scenario gives, in words, and drawn."""

    outcome: Outcome
    scenario: Scenario
    sentence: str
    gap: str
    pace: Pace
    planned: int
    chart: TimeChart


def found_of(target: Target, scenario: Scenario, held: Held, now: datetime) -> Found:
    """Return what a scenario gives for a target from tomorrow, or its first day, on."""
    figures = figures_of(target, at=now)
    on = eve_of(target, now)
    pace = pace_of(
        count=figures.people, lately=figures.people_since(window_start(target.starts_on, on)),
        target=target.count, starts_on=target.starts_on, ends_on=target.ends_on, on=on,
    )  # fmt: skip
    outcome = outcome_of(scenario, missing=pace.missing, on=on, yields=held.yields)
    until = outcome.reaches_on or target.ends_on
    planned = sum(on < one.on <= until for one in planned_line(target))
    sentence, gap = _said(target, pace, outcome)
    return Found(
        outcome, scenario, sentence, gap, pace, planned,
        _chart(figures, scenario, outcome, pace, on),
    )  # fmt: skip


def _said(target: Target, pace: Pace, outcome: Outcome) -> tuple[str, str]:
    """Return the finding, and how far it is from the last day."""
    n = formats.grouped(target.count)
    if pace.is_reached:
        return _("L’objectif de %(n)s personnes est déjà atteint") % {"n": n}, ""
    if outcome.reaches_on is None:
        return _("À ce train, %(n)s personnes ne seront jamais atteintes") % {"n": n}, ""
    words = _("%(n)s personnes le %(day)s") % {
        "n": n, "day": formats.plain_date(outcome.reaches_on),
    }  # fmt: skip
    days = (target.ends_on - outcome.reaches_on).days
    if abs(days) < WEEK:
        return words, _("à l’échéance")
    side = _("%(span)s avant l’échéance") if days > 0 else _("%(span)s après l’échéance")
    return words, side % {"span": span(abs(days))}


def span(days: int) -> str:
    """Return how long some days are, in weeks, in months or in years."""
    if days < MONTHS_FROM:
        weeks = round(days / WEEK)
        return ngettext("%(n)s semaine", "%(n)s semaines", weeks) % {"n": weeks}
    if days < YEARS_FROM:
        return _("%(n)s mois") % {"n": round(days / DAYS_PER_MONTH)}
    return _("%(n)s ans") % {"n": round(days / DAYS_A_YEAR)}


def _chart(
    figures: Figures, scenario: Scenario, outcome: Outcome, pace: Pace, on: date
) -> TimeChart:
    """Return the curve until today, what the scenario adds, and where today's pace leads."""
    target, goal = figures.target, float(figures.target.count)
    done = [(point.on, float(point.total)) for point in figures.points(Step.MONTH)]
    here = (on, float(figures.people))
    last = max(filter(None, (target.ends_on, outcome.latest, outcome.reaches_on)))
    last = min(last, target.ends_on + FURTHEST)

    def until(day: date | None, per_day: float) -> tuple[date, float]:
        if day and day <= last:
            return day, goal
        return last, min(here[1] + per_day * (last - on).days, goal)

    meant = until(outcome.reaches_on, scenario.per_day)
    lines = [
        Line(Look.DONE, _("compté"), ((target.starts_on, 0.0), *done, here)),
        Line(Look.TARGET, _("objectif"), ((target.starts_on, 0.0), (target.ends_on, goal))),
    ]
    if not pace.is_reached:
        held = until(pace.projected_on, pace.held / DAYS_PER_MONTH)
        lines += [
            Line(Look.BEFORE, _("au rythme d’aujourd’hui"), (here, held)),
            Line(Look.PROJECTED, _("avec ce scénario"), (here, meant)),
        ]
    band: tuple[tuple[date, float, float], ...] = ()
    if outcome.earliest and outcome.latest and outcome.reaches_on:
        band = tuple(_band(here, goal, outcome, last))
    day = formats.plain_date(outcome.reaches_on) if outcome.reaches_on else ""
    return TimeChart(
        key="scenario", title=_("Ce que donne le scénario"), method="",
        first=target.starts_on, last=last, lines=tuple(lines),
        ranges=(Range(_("huit fois sur dix"), band),) if band else (),
        dots=(Dot(*meant, day),) if meant[0] == outcome.reaches_on else (),
        table=_table(scenario, outcome, pace, target),
    )  # fmt: skip


def _band(
    here: tuple[date, float], goal: float, outcome: Outcome, last: date
) -> Iterator[tuple[date, float, float]]:
    """Yield what lies between the earliest and the latest day, each reached in a straight line."""
    on, count = here

    def edge(day: date, reached: date | None) -> float:
        days = max((reached - on).days, 1) if reached else 1
        return min(count + (goal - count) * (day - on).days / days, goal)

    for day in sorted(filter(None, (on, outcome.earliest, outcome.latest))):
        shown = min(day, last)
        yield shown, edge(shown, outcome.latest), edge(shown, outcome.earliest)


def _table(scenario: Scenario, outcome: Outcome, pace: Pace, target: Target) -> Table:
    def row(name: str, per_month: float | None, day: date | None) -> Row:
        days = (day - target.ends_on).days if day else None
        return Row((name, None if per_month is None else round(per_month, 1), day, days))

    return Table(
        caption=_("Le scénario et le rythme d’aujourd’hui"),
        columns=(
            Column("", Kind.TEXT), Column(_("Personnes par mois")),
            Column(_("Objectif atteint le"), Kind.DAY),
            Column(_("Jours après l’échéance"), Kind.GAP),
        ),
        rows=(
            row(_("Avec ce scénario"), scenario.per_month, outcome.reaches_on),
            row(_("Au rythme d’aujourd’hui"), pace.held, pace.projected_on),
            row(_("Ce qu’il faut"), pace.needed, target.ends_on),
        ),
    )  # fmt: skip
