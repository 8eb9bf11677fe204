"""What the administration says: a target, a cohort's places, a structure's rule, a message."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import Text
from accounts.notifications.wording import TextIsEmpty
from accounts.organisations.enums import ApprovalRule
from learning.cohorts.models import Cohort
from learning.figures.filters import EARLIEST, LATEST


def day_field(label: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )  # fmt: skip


class AnnotationForm(forms.Form):
    """A few words on a day."""

    on = day_field(_("Date"))
    words = forms.CharField(
        label=_("Ce qui s’est passé"), max_length=120,
        help_text=_("Par exemple : ouverture de la saison 2. Une lettre le dit sur la courbe."),
    )  # fmt: skip


class RulesForm(forms.ModelForm):  # type: ignore[type-arg] # a type for checkers only
    """The rules of a cohort's places; it is read only: a service writes them."""

    class Meta:
        model = Cohort
        fields = [
            "places_min", "places_max", "priority_until", "quota_per_organisation", "offer_hours",
        ]  # fmt: skip
        widgets = {
            "priority_until": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            )
        }
        help_texts = {
            "places_max": _("En ajouter propose aussitôt des places à qui attend."),
            "priority_until": _("Heure du lieu. Vide : personne ne passe d’abord."),
            "quota_per_organisation": _("Vide : aucune limite. Ne retire de place à personne."),
            "offer_hours": _("Raccourci près du premier jour, prolongé hors des heures ouvrées."),
        }


class TermsForm(forms.ModelForm):  # type: ignore[type-arg] # a type for checkers only
    """What a place costs and the group aimed at; it is read only: a service writes them."""

    class Meta:
        model = Cohort
        fields = ["price_per_person", "diversity_goals"]
        widgets = {"diversity_goals": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "price_per_person": _(
                "En euros ; 0 : gratuit. Les conventions établies gardent le leur."
            ),
            "diversity_goals": _(
                "Par exemple : autant d’agents territoriaux que de l’État, un tiers de catégorie "
                "C. Une information, jamais une règle des places."
            ),
        }


class PostponeForm(forms.Form):
    """The new days of a cohort, one field each, and until when its people answer."""

    reason = forms.CharField(
        label=_("Raison"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chaque personne inscrite la lira."),
    )  # fmt: skip
    answer_by = day_field(_("Réponses attendues jusqu’au"))
    decision_on = day_field(_("Nouvelle date de décision"))

    def __init__(self, *args: Any, days: Sequence[date], **kwargs: Any) -> None:
        """Ask for as many days as there are in `days`, which fill the fields at first."""
        super().__init__(*args, **kwargs)
        fields = {}
        for position, day in enumerate(days, start=1):
            field = day_field(_("Journée %(n)s") % {"n": position})
            field.initial = day
            fields[f"day_{position}"] = field
        self.fields = {**fields, **self.fields}

    @property
    def days(self) -> list[date]:
        """Return the days that were given."""
        return [value for name, value in self.cleaned_data.items() if name.startswith("day_")]

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """Return the fields of the days: shown beside each other."""
        return [self[name] for name in self.fields if name.startswith("day_")]


class ApprovalForm(forms.Form):
    """Who agrees when an agent of a structure asks for a place."""

    rule = forms.ChoiceField(label=_("Accord donné par"), choices=ApprovalRule)
    approver_email = forms.EmailField(
        label=_("Courriel de la personne référente"), required=False,
        help_text=_("Si c’est elle qui donne l’accord : un lien lui suffit, sans compte."),
    )  # fmt: skip


class TextForm(forms.Form):
    """What a kind of message says, in one language."""

    subject = forms.CharField(label=_("Objet"), max_length=200, strip=True)
    body = forms.CharField(
        label=_("Texte"),
        help_text=_(
            "Une ligne vide sépare les paragraphes. « - » commence une liste. [Libellé]({{ nom }}) "
            "fait un lien, et un bouton s’il est seul sur sa ligne. Une ligne dont tous les noms "
            "sont vides disparaît."
        ),
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}),
    )

    def text(self) -> Text:
        """Return what was written. Raises TextIsEmpty."""
        if not self.is_valid():
            raise TextIsEmpty
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"])
