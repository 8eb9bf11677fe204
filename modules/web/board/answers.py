"""Answer an act or a question of the board: a page for a browser, pieces for its script.

The script names itself in a header, and puts each piece in the place of the element that has the
same id: an act on a card is answered with the column that changed, not with the page.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.http import person_of
from modules.programmes.models import Block, Day, Revision, Sequence
from modules.programmes.queries import DayPlan, plans_of
from modules.programmes.timetable import end_of, minute_of
from modules.web.board.clock import Clock
from modules.web.board.columns import Card, Column
from modules.web.board.conflicts import Conflict
from modules.web.board.shown import (
    Saved,
    board_of,
    can_write,
    day_panel,
    saved,
    sequence_panel,
    totals_of,
)
from modules.web.board.wording import place_in_words
from modules.web.places import shown_points

SCRIPT = "X-Board"
ALL = ("state", "totals", "grid", "panel", "notice")
# What a database keeps as a number has fewer digits.
LONGEST_NUMBER = 10


@dataclass(slots=True)
class View:
    """What a page shows besides the board: the panel's block, a refusal, both texts of one."""

    chosen: Block | None = None
    offers_undo: bool = False
    refusal: str = ""
    notices: list[str] = field(default_factory=list)
    conflict: Conflict | None = None


def revision_of(request: HttpRequest, revision_id: int) -> Revision:
    """Return a revision the person may see, or 404."""
    visible = Revision.objects.visible_to(person_of(request))
    return get_object_or_404(
        visible.select_related("edition__module__format", "edited_by"), pk=revision_id
    )


def plans_in(revision: Revision) -> list[DayPlan]:
    """Return the days of a revision as they are now."""
    return plans_of(Day.objects.filter(revision=revision))


def is_script(request: HttpRequest) -> bool:
    """Return whether the board's script asks."""
    return SCRIPT in request.headers


def number(request: HttpRequest, name: str) -> int | None:
    """Return a number that the page or its script sends."""
    typed = (request.POST if request.method == "POST" else request.GET).get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < LONGEST_NUMBER else None


def chosen_of(request: HttpRequest, revision: Revision) -> Sequence | Day | None:
    """Return the block that the panel shows: a sequence, or a day; None if it is gone.

    The address names it; the script sends it as `panel` or `panel-day`.
    """
    if sequence := number(request, "sequence") or number(request, "panel"):
        return Sequence.objects.filter(day__revision=revision, pk=sequence).first()
    if day := number(request, "journee") or number(request, "panel-day"):
        return Day.objects.filter(revision=revision, pk=day).first()
    return None


def page(request: HttpRequest, revision: Revision, view: View, status: int = 200) -> HttpResponse:
    """Render the whole page."""
    context = _context(request, revision, view)
    context["points"] = shown_points(revision) if can_write(revision) else None
    return render(request, "modules/board/revision.html", context, status=status)


def everything(
    request: HttpRequest,
    revision: Revision,
    view: View,
    *,
    said: str = "",
    placed: Sequence | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render all the pieces; `said` is announced, with where `placed` now is."""
    context = _context(request, revision, view)
    place = place_of(context["columns"], placed) if placed else ""
    context["said"] = " ".join(filter(None, (said or view.refusal, place)))
    return _pieces(request, ALL, context, status)


def points(request: HttpRequest, revision: Revision) -> HttpResponse:
    """Render what the revision still lacks, alone: it is read again a while after each act."""
    context = {**_base(revision, View()), "points": shown_points(revision), "said": ""}
    return _pieces(request, ("points",), context, 200)


def panel(request: HttpRequest, revision: Revision, view: View) -> HttpResponse:
    """Render the panel alone."""
    context = _context(request, revision, view) | {"said": ""}
    return _pieces(request, ("panel",), context, 200)


def moved(request: HttpRequest, revision: Revision, sequence: Sequence) -> HttpResponse | None:
    """Render the column in which a card moved, and the state; None if more must be shown.

    The minutes of a day do not change when a card moves in it, so neither do the totals.
    """
    opens, closes = number(request, "opens"), number(request, "closes")
    if opens is None or closes is None or opens >= closes:
        return None
    clock = Clock(opens, closes)
    plans = plans_of(Day.objects.filter(pk=sequence.day_id))
    shown = {one.pk for plan in plans for one in plan.sequences}
    fits = clock.holds(minute_of(sequence.starts), end_of(sequence))
    if not fits or number(request, "panel") in shown:
        return None
    context = {
        **_base(revision, View()),
        **board_of(plans, clock),
        "saved": Saved(revision.version, revision.edited_at, "", sequence.title, None),
    }
    context["said"] = place_of(context["columns"], sequence)
    return _pieces(request, ("state", "columns"), context, 200)


def _pieces(
    request: HttpRequest, names: tuple[str, ...], context: dict[str, Any], status: int
) -> HttpResponse:
    # Pieces need nothing of the frame: its context processors are not run.
    context |= {"pieces": names, "csrf_token": get_token(request)}
    return HttpResponse(render_to_string("modules/board/pieces.html", context), status=status)


def _base(revision: Revision, view: View) -> dict[str, Any]:
    return {
        "revision": revision,
        "can_write": can_write(revision),
        "view": view,
        "panel": {"field": ""},
        "chosen": view.chosen.pk if isinstance(view.chosen, Sequence) else 0,
    }


def _context(request: HttpRequest, revision: Revision, view: View) -> dict[str, Any]:
    plans = plans_in(revision)
    chosen: dict[str, Any] = {"field": ""}
    if isinstance(view.chosen, Sequence):
        chosen = sequence_panel(plans, view.chosen)
    elif isinstance(view.chosen, Day):
        chosen = day_panel(plans, view.chosen)
    return {
        **_base(revision, view),
        **board_of(plans),
        **totals_of(plans),
        "panel": chosen,
        "saved": saved(revision, person_of(request)),
        "is_empty": not any(plan.sequences for plan in plans),
    }


def place_of(columns: list[Column], sequence: Sequence) -> str:
    """Say where a sequence is now."""
    for column in columns:
        for item in column.items:
            if isinstance(item, Card) and item.sequence.pk == sequence.pk:
                return place_in_words(item, _("journée %(n)s") % {"n": column.day.position})
    return ""
