"""What the administration says of the programme's target."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class TargetForm(forms.Form):
    """So many people trained, between two days."""

    name = forms.CharField(
        label=_("Nom"), max_length=150,
        help_text=_("Par exemple : 2 000 agents formés en quatre ans."),
    )  # fmt: skip
    count = forms.IntegerField(
        label=_("Personnes"), max_value=1_000_000,
        help_text=_("Des personnes, jamais des places : chacune compte une fois."),
    )  # fmt: skip
    starts_on = _day(_("Début"))
    ends_on = _day(_("Fin"))
