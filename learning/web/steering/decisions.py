"""What becomes of a cohort that too few people joined: confirmed anyway, postponed or cancelled."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.enums import TRANSITIONS, CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.services import change_state
from learning.decisions.facts import Facts, facts_of
from learning.decisions.permissions import may_postpone
from learning.decisions.queries import proposed_days
from learning.decisions.services import NewDates, confirm_anyway, postpone
from learning.web.steering.access import steering_only
from learning.web.steering.cohorts import cohort_of
from learning.web.steering.forms import PostponeForm

# How long people have to answer, and how long before the first day it is decided on again.
TIME_TO_ANSWER = timedelta(days=10)
BEFORE_THE_FIRST_DAY = timedelta(weeks=2)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def decision(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the decision is taken on; POST takes it (`acte`), for a reason that stays."""
    shown = cohort_of(request, code)
    act = request.POST.get("acte", "")
    if request.method == "POST" and act not in ACTS:
        raise Http404
    form = _form(request if act == "reporter" else None, shown)
    refusal: DomainError | None = None
    if request.method == "POST" and (act != "reporter" or form.is_valid()):
        try:
            said = ACTS[act](request, shown, form)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, said)
            return redirect("steering:decision" if act == "reporter" else "steering:cohort", code)
    is_invalid = form.is_bound and not form.is_valid()
    context = {**_context(shown), "form": form, "refusal": refusal, "act": act}
    context["reason"] = request.POST.get("raison", "")
    status = 409 if refusal else 422 if is_invalid else 200
    with timezone.override(shown.venue.zone):
        return render(request, "learning/steering/decision.html", context, status=status)


def _confirm(request: HttpRequest, cohort: Cohort, _form: PostponeForm) -> str:
    reason = request.POST.get("raison", "")
    confirm_anyway(actor=person_of(request), cohort=cohort, reason=reason)
    return _("La cohorte est confirmée : elle aura lieu.")


def _postpone(request: HttpRequest, cohort: Cohort, form: PostponeForm) -> str:
    said = form.cleaned_data
    dates = NewDates(form.days, said["answer_by"], said["decision_on"])
    postpone(actor=person_of(request), cohort=cohort, dates=dates, reason=said["reason"])
    return _("La cohorte est reportée ; un courriel demande à chaque personne si elle vient.")


def _cancel(request: HttpRequest, cohort: Cohort, _form: PostponeForm) -> str:
    reason = request.POST.get("raison", "")
    change_state(
        actor=person_of(request), cohort=cohort, to=CohortState.CANCELLED, reason=reason
    )  # fmt: skip
    return _("La cohorte est annulée ; chaque personne inscrite en est prévenue.")


ACTS: dict[str, Callable[[HttpRequest, Cohort, PostponeForm], str]] = {
    "confirmer": _confirm,
    "reporter": _postpone,
    "annuler": _cancel,
}


def _form(request: HttpRequest | None, cohort: Cohort) -> PostponeForm:
    today = timezone.localdate()
    days = proposed_days(cohort, today)
    decides_on = max(days[0] - BEFORE_THE_FIRST_DAY, today + timedelta(days=2))
    initial = {
        "decision_on": decides_on,
        "answer_by": min(today + TIME_TO_ANSWER, decides_on),
    }
    return PostponeForm(request.POST if request else None, days=days, initial=initial)


def _context(cohort: Cohort) -> dict[str, object]:
    today = timezone.localdate()
    facts = facts_of(cohort, today)
    allowed = TRANSITIONS[CohortState(cohort.state)]
    return {
        "cohort": cohort,
        "facts": facts,
        "finding": _finding(cohort, facts),
        "may_confirm": CohortState.CONFIRMED in allowed,
        "may_postpone": may_postpone(cohort, timezone.now()),
        "may_cancel": CohortState.CANCELLED in allowed,
        "postponement": cohort.postponements.with_answers().order_by("-decided_at").first(),
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (cohort.title, reverse("steering:cohort", args=[cohort.code])),
        ],
    }


def _finding(cohort: Cohort, facts: Facts) -> str:
    """Say in one line what the figures come to."""
    if cohort.state == CohortState.CONFIRMED:
        return _("Elle est confirmée.")
    if not facts.missing:
        return _("Le minimum est atteint : elle peut être confirmée.")
    if facts.may_suffice:
        return _("Le minimum serait atteint si les personnes attendues venaient.")
    return _("Le minimum n’est pas atteint, même si toutes les personnes attendues venaient.")
