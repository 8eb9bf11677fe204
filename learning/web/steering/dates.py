"""Move a cohort once one has seen what that changes and whom it is told; say what is practical."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.cohorts.practical import Practical, describe, practical_of
from learning.cohorts.queries import CohortWarning, warnings
from learning.cohorts.rescheduling import OVER, Change, reschedule
from learning.enrolment.changes import people_to_tell
from learning.web.steering.access import steering_only
from learning.web.steering.cohorts import cohort_of
from learning.web.steering.dates_form import DatesForm, DayForm, PracticalForm, day_forms


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def dates(request: HttpRequest, code: str) -> HttpResponse:
    """Give a cohort other dates or another venue: POST shows it, then does it (`acte`=changer)."""
    shown = cohort_of(request, code)
    sent = request.POST if request.method == "POST" else None
    form = DatesForm(sent, initial={"venue": shown.venue_id, "seen": shown.calendar_sequence})
    days = day_forms(shown, sent)
    context: dict[str, Any] = {
        "cohort": shown, "form": form, "days": days, "refusal": None, "change": None,
        "is_over": shown.state in OVER, "told": people_to_tell(shown), "warnings": [],
        "crumbs": _crumbs(shown),
    }  # fmt: skip
    if sent is None or sent.get("acte") == "corriger":
        return _page(request, context)
    if not all([form.is_valid(), *(day.is_valid() for day in days)]):
        return _page(request, context, status=422)
    try:
        if sent.get("acte") == "changer":
            _move(request, shown, form, days)
            messages.success(request, _("C’est changé : chaque personne concernée va le lire."))
            return redirect("steering:cohort", code)
        context["change"], context["warnings"] = _seen_before(request, shown, form, days)
    except DomainError as refusal:
        context["refusal"] = refusal
        return _page(request, context, status=409)
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    name = "dates_seen" if context["change"] else "dates"
    return render(request, f"learning/steering/{name}.html", context, status=status)


def _move(request: HttpRequest, cohort: Cohort, form: DatesForm, days: list[DayForm]) -> Change:
    planned = [half for day in days for half in day.planned()]
    told = form.cleaned_data
    return reschedule(
        actor=person_of(request), cohort=cohort, venue=told["venue"], half_days=planned,
        seen=told["seen"],
    )  # fmt: skip


@transaction.atomic
def _seen_before(
    request: HttpRequest, cohort: Cohort, form: DatesForm, days: list[DayForm]
) -> tuple[Change, list[CohortWarning]]:
    """Return what the move would change and what to look at then, by moving and taking it back."""
    kept = transaction.savepoint()
    change = _move(request, cohort, form, days)
    moved = Cohort.objects.select_related("venue").get(pk=cohort.pk)
    found = [CohortWarning(one.code, str(one.sentence)) for one in warnings(moved)]
    transaction.savepoint_rollback(kept)
    return change, found


def _crumbs(cohort: Cohort) -> list[tuple[str, str]]:
    return [
        (_("Cohortes"), reverse("steering:cohorts")),
        (cohort.title, reverse("steering:cohort", args=[cohort.code])),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def practical(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the convocation tells beyond dates: what to bring, how to come."""
    shown = cohort_of(request, code)
    form = PracticalForm(request.POST or None, instance=shown, initial=asdict(practical_of(shown)))
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        describe(
            actor=person_of(request), cohort=shown,
            said=Practical(**{name: form.cleaned_data[name] for name in form.fields}),
        )  # fmt: skip
        messages.success(request, _("Les prochaines convocations le diront."))
        return redirect("steering:cohort", code)
    context = {"cohort": shown, "form": form, "crumbs": _crumbs(shown)}
    status = 422 if form.is_bound else 200
    return render(request, "learning/steering/practical.html", context, status=status)
