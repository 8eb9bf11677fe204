"""What the panel's fields accept; the rules of the clock are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.programmes.enums import ActivityKind
from modules.programmes.models import Sequence

CLOCK = ["%H:%M", "%H:%M:%S"]


def _one_kind_of_line_end(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return texts with the line ends we keep: browsers send others, which would be changes."""
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value
        for name, value in cleaned.items()
    }


class SequenceForm(forms.ModelForm):  # type: ignore[type-arg]
    starts = forms.TimeField(label=_("Début"), input_formats=CLOCK)

    class Meta:
        model = Sequence
        fields = (
            "title", "starts", "minutes", "phase", "mode", "lane", "purpose", "unfolding",
            "outcome", "material", "roles", "trainer_notes",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        return _one_kind_of_line_end(self.cleaned_data)


class DayForm(forms.Form):
    # Not made from the model: whether the hours follow each other is the service's to say.
    title = forms.CharField(label=_("Titre"), max_length=200)
    objective = forms.CharField(label=_("Objectif"), required=False)
    starts = forms.TimeField(label=_("Début"), input_formats=CLOCK)
    lunch_starts = forms.TimeField(label=_("Début du déjeuner"), input_formats=CLOCK)
    lunch_ends = forms.TimeField(label=_("Fin du déjeuner"), input_formats=CLOCK)
    ends = forms.TimeField(label=_("Fin"), input_formats=CLOCK)

    def clean(self) -> dict[str, Any]:
        return _one_kind_of_line_end(self.cleaned_data)


class NewActivityForm(forms.Form):
    kind = forms.ChoiceField(choices=ActivityKind)
    activity_title = forms.CharField(max_length=200, required=False)
