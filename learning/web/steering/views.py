"""The board, and what waits for a trainer's signature."""

from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from learning.reports.queries import coming_cohorts, papers_not_drawn, unsealed_half_days
from learning.targets.models import Target
from learning.targets.services import NewTarget, set_target
from learning.web.steering.access import steering_only
from learning.web.steering.alerts import alerts_of, is_under_minimum
from learning.web.steering.board import board_of
from learning.web.steering.forms import TargetForm

NEXT_COHORTS = 8


def asked_instant(request: HttpRequest) -> datetime:
    """Return the end of the day asked for by `au`, or now: what is to come is not known."""
    now = timezone.now()
    try:
        day = date.fromisoformat(request.GET.get("au", ""))
    except ValueError:
        return now
    return min(now, timezone.make_aware(datetime.combine(day, time.max)))


@require_safe
@steering_only
def board(request: HttpRequest) -> HttpResponse:
    """Show the count against the target, as it is known now or was known on a past day."""
    now = timezone.now()
    at = asked_instant(request)
    target = Target.objects.main(timezone.localdate(at))
    if target is None:
        return redirect("steering:target")
    # Their own columns only: neither the module's texts nor the venue are shown here.
    coming = list(coming_cohorts(now).select_related(None).order_by("starts_on", "code"))
    following = coming[:NEXT_COHORTS]
    context = {
        "board": board_of(target, at),
        "is_past": at < now,
        "today": timezone.localdate(now),
        "alerts": alerts_of(
            coming=coming,
            unsealed=unsealed_half_days(now),
            undrawn=papers_not_drawn(now),
            today=timezone.localdate(now),
        ),
        "following": following,
        "fitting": sum(not is_under_minimum(cohort) for cohort in following),
    }
    return render(request, "learning/steering/board.html", context)


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


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def target(request: HttpRequest) -> HttpResponse:
    """Say what the programme aims at: the board counts toward it."""
    form = TargetForm(request.POST or None)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            set_target(actor=person_of(request), new=NewTarget(**form.cleaned_data))
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("L’objectif est fixé."))
            return redirect("steering:board")
    is_invalid = form.is_bound and not form.is_valid()
    context = {"form": form, "refusal": refusal}
    status = 409 if refusal else 422 if is_invalid else 200
    return render(request, "learning/steering/target.html", context, status=status)
