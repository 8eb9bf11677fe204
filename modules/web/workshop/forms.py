"""What authors say of a module."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.programmes.models import Format, Module
from modules.programmes.sheets import SHEET


class NewModuleForm(forms.Form):
    """A module that begins."""

    title = forms.CharField(
        label=_("Intitulé"), max_length=200, required=False,
        help_text=_("Le nom qu’on lira au catalogue ; il peut changer jusqu’à la publication."),
    )  # fmt: skip
    programme = forms.ModelChoiceField(
        label=_("Format"), queryset=Format.objects.order_by("-days", "name"), empty_label=None,
        help_text=_("Il donne le nombre de journées et la taille du groupe."),
    )  # fmt: skip


class ObjectivesField(forms.CharField):
    """One objective a line."""

    def prepare_value(self, value: Any) -> Any:
        """Show the list."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the lines that say something."""
        lines = (line.strip(" \t-–•") for line in str(value or "").splitlines())
        return [line for line in lines if line]

    def validate(self, value: Any) -> None:
        """Refuse nothing: what lacks is told before publishing."""


class SheetForm(forms.ModelForm):  # type: ignore[type-arg]
    """The sheet of a draft. A draft may lack anything: the readiness check tells it."""

    objectives = ObjectivesField(
        label=_("Objectifs"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Un par ligne, avec un verbe : « Mener une enquête de terrain »."),
    )  # fmt: skip

    class Meta:
        model = Module
        fields = SHEET

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the title only."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name == "title"
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4 if name != "objectives" else 5

    def _post_clean(self) -> None:
        """Write nothing on the module: the sheet is the draft's."""

    @property
    def sheet(self) -> dict[str, Any]:
        """Return what was typed, as the sheet keeps it."""
        return {name: self.cleaned_data[name] for name in SHEET}
