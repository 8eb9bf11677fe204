"""Formats: what completes each, how their half-days are signed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.errors import DomainError
from learning.cohorts.enums import ANNOUNCED, CohortState
from learning.cohorts.models import Cohort
from learning.completion.rules import rule_in_words
from learning.completion.setting import (
    HALF_DAYS_A_DAY,
    FormatRules,
    judged_cohorts,
    set_format_rules,
)
from learning.web.steering.access import steering_only
from learning.web.trail import trail_of
from modules.programmes.enums import CompletionBasis, SignatureRule
from modules.programmes.models import Format

# Cohorts that a change of rule may still concern.
LIVE = (*ANNOUNCED, CohortState.DRAFT, CohortState.POSTPONED, CohortState.CLOSED)


class FormatForm(forms.ModelForm):  # type: ignore[type-arg] # a type for checkers only
    """The rule of a format; it is read only: a service writes it."""

    class Meta:
        model = Format
        fields = [
            "completion_basis", "required_half_days", "required_minutes", "requires_activities",
            "sign_opens_before", "sign_closes_after", "signature", "asks_room_code",
        ]  # fmt: skip
        labels = {
            "completion_basis": gettext_lazy("L’achèvement repose sur"),
            "required_half_days": gettext_lazy("Demi-journées à suivre"),
            "required_minutes": gettext_lazy("Minutes à suivre"),
            "requires_activities": gettext_lazy(
                "Toutes les activités obligatoires doivent être faites"
            ),
            "sign_opens_before": gettext_lazy("On peut émarger, minutes avant le début"),
            "sign_closes_after": gettext_lazy("Jusqu’à, minutes après la fin"),
            "signature": gettext_lazy("On émarge"),
            "asks_room_code": gettext_lazy("Avec le code affiché dans la salle"),
        }
        help_texts = {
            "required_half_days": gettext_lazy("Pour une règle en demi-journées."),
            "required_minutes": gettext_lazy("Pour une règle en heures : 840 pour 14 heures."),
            "requires_activities": gettext_lazy(
                "Celles du texte que suit la cohorte, avant, pendant et après."
            ),
            "asks_room_code": gettext_lazy("Sans lui, personne n’émarge pour soi-même à distance."),
        }

    def rules(self) -> FormatRules:
        """Return what was asked for; the form is valid."""
        told = dict(self.cleaned_data)
        told["completion_basis"] = CompletionBasis(told["completion_basis"])
        told["signature"] = SignatureRule(told["signature"])
        return FormatRules(**told)


def signing_in_words(programme: Format) -> str:
    """Return how half-days of a format are signed, in one sentence."""
    how = SignatureRule(programme.signature).label
    said = _("On émarge %(how)s, de %(before)s min avant le début à %(after)s min après la fin") % {
        "how": how, "before": programme.sign_opens_before, "after": programme.sign_closes_after,
    }  # fmt: skip
    if programme.asks_room_code:
        return _("%(said)s, avec le code de la salle.") % {"said": said}
    return _("%(said)s.") % {"said": said}


def _told(programme: Format) -> dict[str, Any]:
    return {
        "format": programme,
        "rule": rule_in_words(programme, programme.days * HALF_DAYS_A_DAY),
        "signing": signing_in_words(programme),
    }


@require_safe
@steering_only
def formats(request: HttpRequest) -> HttpResponse:
    """List the formats with their rules in words."""
    live = Q(modules__editions__revisions__cohorts__state__in=ANNOUNCED)
    counts = {"live": Count("modules__editions__revisions__cohorts", filter=live, distinct=True)}
    rows = [_told(one) for one in Format.objects.annotate(**counts).order_by("pk")]
    context = {"rows": rows, "crumbs": [(_("Cohortes"), reverse("steering:cohorts"))]}
    return render(request, "learning/steering/formats.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def format_(request: HttpRequest, key: str) -> HttpResponse:
    """Show the rule of a format as agents read it; POST sets it."""
    shown = get_object_or_404(Format, key=key)
    told = _told(shown)
    form = FormatForm(request.POST or None, instance=Format.objects.get(pk=shown.pk))
    refusal: DomainError | None = None
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid:
        try:
            set_format_rules(actor=person_of(request), programme=shown, rules=form.rules())
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("La règle est fixée."))
            return redirect("steering:format", key)
    judged = judged_cohorts(shown)
    coming = Cohort.objects.filter(revision__edition__module__format=shown, state__in=LIVE).exclude(
        pk__in=judged
    )
    context = {
        **told,
        "form": form,
        "refusal": refusal,
        "judged": len(judged),
        "coming": coming.count(),
        "history": trail_of([shown]),
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (_("Règles des formats"), reverse("steering:formats")),
        ],
    }
    status = 409 if refusal else 422 if form.is_bound and not is_valid else 200
    return render(request, "learning/steering/format.html", context, status=status)
