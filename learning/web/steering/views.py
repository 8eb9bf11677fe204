"""The board, and what waits for a trainer's signature."""

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.once import Once
from frontend.charts.spec import BarChart
from frontend.charts.telling import file_columns, table_html
from frontend.tables import as_csv, page_of
from learning.cohorts.models import Cohort
from learning.enrolment.counting import with_people_counted
from learning.reports.charts.cohorts import KEY as FILL
from learning.reports.charts.cohorts import SAID, fill_chart
from learning.reports.charts.measures import Behind
from learning.reports.queries import coming_cohorts, papers_not_drawn, unsealed_half_days
from learning.web.steering.access import steering_only
from learning.web.steering.alerts import alerts_of, what_if_of
from learning.web.steering.asked import (
    SENSITISED,
    Asked,
    asked_of,
    kept_in_form,
)
from learning.web.steering.board import Board, board_of
from learning.web.steering.choices import choices_of

NEXT_COHORTS = 8
# What the board says of a cohort: neither the module's texts nor the venue.
SHOWN = ("code", "title", "state", "starts_on", "decision_on", "places_min", "places_max")
FIRST = ("starts_on", "code")
SAID_OF = attrgetter(*SAID)
# The same for all who steer: drawn once for as long as it says the same.
BODIES: Once[str] = Once(32)


@require_safe
@steering_only
def board(request: HttpRequest) -> HttpResponse:
    """Show the figures asked for by the address; `graphique` gives a chart's table, as a file."""
    asked = asked_of(request)
    if asked is None:
        return redirect("steering:target")
    now = timezone.now()
    today = timezone.localdate(now)
    shown = board_of(asked)
    coming = with_people_counted(coming_cohorts(now).only(*SHOWN).order_by(*FIRST))
    filling = partial(_filling, coming[:NEXT_COHORTS])
    if wanted := request.GET.get("graphique", ""):
        found = filling() if wanted == FILL else shown.chart(wanted)
        if found is None:
            raise Http404
        return as_csv(f"{found.key}-{shown.on}", file_columns(found.table), found.table.rows)
    alerts = alerts_of(
        coming=coming,
        unsealed=unsealed_half_days(now),
        undrawn=papers_not_drawn(now),
        today=today,
        late=None if asked.is_past else shown.pace,
        target=shown.target,
    )
    chips, choices = asked.chips(), choices_of(asked, shown.figures)
    said = (shown.says, *map(SAID_OF, coming[:NEXT_COHORTS]), *alerts, *chips, choices, today)

    def draw() -> str:
        context = {"alerts": alerts, "chips": chips, "choices": choices, "today": today}
        body = context | _body_of(asked, shown, filling())
        return render_to_string("learning/steering/board_body.html", body)

    return render(request, "learning/steering/board.html", {"body": BODIES(said, draw)})


def _filling(cohorts: Sequence[Cohort]) -> BarChart:
    return fill_chart(cohorts, url_of=lambda one: reverse("steering:cohort", args=[one.code]))


def _body_of(asked: Asked, shown: Board, fill: BarChart) -> dict[str, Any]:
    """Return what the figures and their charts show."""
    file = asked.url(format="csv")
    files = {key: f"{file}&graphique={key}" for key in (*shown.keys, fill.key)}
    # One bar says nothing that the headline does not.
    others = [one for one in shown.others if len(one.table.rows) > 1]
    drawn = others if asked.filters.region else [shown.regions, *others]
    return {
        "board": shown,
        "asked": asked,
        "kept": kept_in_form(asked),
        "everybody": asked.behind(Behind(asked.filters)),
        "sensitised": asked.behind(Behind(asked.filters), compte=SENSITISED),
        "by_cohort": asked.behind(Behind(asked.filters), voir="cohortes"),
        "what_if": what_if_of(shown.target),
        "fill": fill,
        "files": files,
        "left": [(one, files[one.key]) for one in drawn[::2]],
        "right": [(one, files[one.key]) for one in drawn[1::2]],
        "compared": shown.compared and table_html(shown.compared),
    }


@require_safe
@steering_only
def half_days(request: HttpRequest) -> HttpResponse:
    """List the half-days that are over and that no trainer has countersigned."""
    rows = unsealed_half_days(timezone.now()).prefetch_related("cohort__trainers")
    context = {
        "page": page_of(request, rows),
        "crumbs": [(_("Tableau de bord"), reverse("steering:board"))],
    }
    return render(request, "learning/steering/half_days.html", context)
