"""What is asked to replace someone, or to move them to another date."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.users.services import AgentDetails
from frontend.formats import days_span
from learning.cohorts.models import Cohort


class ReplaceForm(forms.Form):
    """The colleague who comes instead, and why."""

    last_name = forms.CharField(label=_("Nom"), max_length=150)
    first_name = forms.CharField(label=_("Prénom"), max_length=150)
    email = forms.EmailField(label=_("Courriel"))
    function = forms.CharField(label=_("Fonction"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Raison"), max_length=200, help_text=_("Elle reste dans l’historique."),
    )  # fmt: skip

    def details(self, employer_id: UUID | None) -> AgentDetails:
        """Return what was told of the colleague, once valid; they have the same employer."""
        told = {key: self.cleaned_data[key] for key in self.cleaned_data if key != "reason"}
        return AgentDetails(**told, employer_id=employer_id)


def date_of(cohort: Cohort) -> str:
    """Return what tells one date of a module from another: when, where, how many places left."""
    when = days_span(cohort.starts_on, cohort.ends_on)
    free = cohort.free_count
    left = ngettext("%(n)s place libre", "%(n)s places libres", free) % {"n": free}
    return f"{cohort.title}, {cohort.venue.city}, {when} : {left if free else _('liste d’attente')}"


class MoveForm(forms.Form):
    """Where someone goes instead, and why."""

    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Autre date"), empty_label=None)
    reason = forms.CharField(
        label=_("Raison"), max_length=200, help_text=_("Elle reste dans l’historique."),
    )  # fmt: skip

    def __init__(self, *args: Any, cohorts: Any, **kwargs: Any) -> None:
        """Offer only these dates."""
        super().__init__(*args, **{"auto_id": "id_move_%s", **kwargs})
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]
        self.fields["cohort"].label_from_instance = date_of  # type: ignore[attr-defined]
