"""The board's page, what changed on it since, and how participants will read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from modules.authoring.history import gestures_since
from modules.programmes.enums import Audience
from modules.programmes.models import Revision
from modules.programmes.queries import DayPlan
from modules.web.access import workshop_only
from modules.web.board.answers import (
    View,
    chosen_of,
    everything,
    is_script,
    number,
    page,
    panel,
    points,
    revision_of,
)
from modules.web.board.clock import clock_of
from modules.web.board.columns import Break, columns_of
from modules.web.board.wording import sentences

NOTHING_NEW = 204


@require_safe
@workshop_only
def revision(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show the board; its script asks for what changed since a version, or for a panel."""
    shown = revision_of(request, revision_id)
    since = number(request, "since")
    if not is_script(request):
        return page(request, shown, View(chosen=chosen_of(request, shown)))
    if request.GET.get("only") == "panel":
        return panel(request, shown, View(chosen=chosen_of(request, shown)))
    if request.GET.get("only") == "points":
        return points(request, shown)
    if since == shown.version:
        return HttpResponse(status=NOTHING_NEW)
    notices = sentences(gestures_since(shown, since)) if since else []
    view = View(chosen=chosen_of(request, shown), notices=notices)
    return everything(request, shown, view, said=" ".join(f"{one}." for one in notices))


@require_safe
@workshop_only
def preview(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show a revision as participants read it: without what is for the trainers only."""
    shown = revision_of(request, revision_id)
    tree = Revision.objects.with_tree().get(pk=shown.pk)
    plans, read = [], {}
    for day in tree.days.all():
        sequences = list(day.sequences.all())
        plans.append(DayPlan(day, sequences, {one.pk: [] for one in sequences}))
        for one in sequences:
            read[one.pk] = [
                activity
                for activity in one.activities.all()
                if activity.audience == Audience.EVERYONE
            ]
    columns = columns_of(plans, clock_of(plans))
    days = [
        (
            column.day,
            [
                (item, [] if isinstance(item, Break) else read[item.sequence.pk])
                for item in column.items
            ],
        )
        for column in columns
    ]
    context = {"revision": shown, "days": days}
    return render(request, "modules/board/preview.html", context)
