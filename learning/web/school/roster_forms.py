"""A file of people, and what its columns are."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from learning.rosters.cells import title_of
from learning.rosters.enums import REQUIRED, Field
from learning.rosters.models import Roster
from learning.rosters.reading import MOST_BYTES, Table, too_big

# As much of an example as fits beside its title.
_EXAMPLE = 40


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

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file too big before reading it."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(str(too_big()))
        return file


class PasteForm(forms.Form):
    """Lines that tell people, the structure that enrols, and whether they come together."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Votre structure"), empty_label=None
    )
    lines = forms.CharField(
        label=_("Une personne par ligne"),
        widget=forms.Textarea(
            attrs={
                "rows": 12, "spellcheck": "false", "class": "pasted",
                "placeholder": "Lou Abadie <lou.abadie@montbrune.example>; Chargée d’accueil",
            }
        ),
    )  # fmt: skip
    group_name = forms.CharField(
        label=_("Ces personnes viennent ensemble : nom du groupe"), max_length=100, required=False,
        help_text=_("S’il n’y a pas de place pour tout le monde, elles attendent "
                    "ensemble."),
    )  # fmt: skip
    accepts_some = forms.BooleanField(
        label=_("Le groupe accepte une partie des places"), required=False
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

    def __init__(self, *args: Any, roster: Roster, table: Table, **kwargs: Any) -> None:
        """Offer the columns of the file with what each begins by; those recognised are chosen."""
        super().__init__(*args, **kwargs)
        columns = [(str(at), _with_example(table, at)) for at in range(len(table.headers))]
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


def _with_example(table: Table, at: int) -> str:
    """Return a column's title, and the first thing that is under it."""
    title = title_of(table.headers, at)
    values = (row.cells[at] for row in table.rows if row.problem is None and row.cells[at])
    first = next(values, "")
    return f"{title} ({first[:_EXAMPLE]})" if first else title
