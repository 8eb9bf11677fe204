"""The day's activities as the training team has them: everyone's, and its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from learning.cohorts.models import Cohort, HalfDay
from learning.web.trainer.cohorts import cohort_of
from modules.programmes.models import Activity
from modules.web.activities.showing import shown_to
from modules.web.player.context import player_of


def of_the_day(cohort: Cohort, half_day: HalfDay) -> list[Activity]:
    """Return the activities of a half-day's day, in their order, in one query."""
    rows = Activity.objects.filter(
        sequence__day__revision=cohort.revision_id, sequence__day__position=half_day.day
    )
    return list(
        rows.select_related("sequence").order_by("sequence__starts", "sequence", "position")
    )


@require_safe
def activity(request: HttpRequest, code: str, activity_id: int) -> HttpResponse:
    """Show an activity of the module, the team's own included."""
    cohort = cohort_of(request, code)
    found = get_object_or_404(
        Activity.objects.select_related(
            "sequence__day", "asset", "captions", "content_version__library"
        ),
        sequence__day__revision=cohort.revision_id,
        pk=activity_id,
    )
    chosen = found.content_version
    context = {
        "cohort": cohort,
        "activity": found,
        "shown": shown_to(person_of(request), found),
        # A preview: nothing of what the trainer answers is kept.
        "player": player_of(request, chosen) if chosen else None,
        "crumbs": [
            (_("Mes cohortes"), reverse("trainer:home")),
            (cohort.title, reverse("trainer:room", args=[cohort.code])),
        ],
    }
    return render(request, "learning/trainer/activity.html", context)
