"""A file of people, and what its columns are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from learning.rosters.cells import title_of
from learning.rosters.enums import REQUIRED, Field
from learning.rosters.models import Roster


class RosterForm(forms.Form):
    """The file, and the structure that enrols."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Votre structure"), empty_label=None
    )
    file = forms.FileField(
        label=_("Liste des personnes"),
        help_text=_("CSV ou .xlsx, 5 000 lignes au plus. La première ligne donne les titres."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        """Offer only these organisations; one alone is not asked for."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = organisations  # type: ignore[attr-defined]
        field.initial = organisations.first()
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()


class ColumnsForm(forms.Form):
    """Which column of the file gives each field."""

    def __init__(self, *args: Any, roster: Roster, **kwargs: Any) -> None:
        """Offer the columns of the file, those recognised already chosen."""
        super().__init__(*args, **kwargs)
        headers = tuple(roster.headers)
        columns = [(str(at), title_of(headers, at)) for at in range(len(headers))]
        for field in Field:
            needed = field in REQUIRED
            blank = _("Choisir une colonne") if needed else _("Aucune colonne")
            self.fields[field.value] = forms.TypedChoiceField(
                label=field.label, choices=[("", blank), *columns], required=needed, coerce=int,
                empty_value=None, initial=roster.columns.get(field.value, ""),
            )  # fmt: skip

    def columns(self) -> dict[str, int]:
        """Return the column of each field that has one, once valid."""
        return {name: at for name, at in self.cleaned_data.items() if at is not None}
