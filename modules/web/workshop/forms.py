"""What authors say of a module."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from modules.programmes.models import Format, Module
from modules.programmes.sheets import SHEET

# What may stay unsaid once published.
OPTIONAL = frozenset({"authors", "source", "is_shared"})


class FormatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A format, with its days."""

    def label_from_instance(self, obj: Format) -> str:
        """Return "Module de trois jours, 3 journées"."""
        days = ngettext("%(n)s journée", "%(n)s journées", obj.days) % {"n": obj.days}
        return f"{obj.name}, {days}"


class NewModuleForm(forms.Form):
    """A module that begins."""

    title = forms.CharField(
        label=_("Intitulé"), max_length=200,
        help_text=_("Le nom qu’on lira au catalogue ; il peut changer jusqu’à la publication."),
    )  # fmt: skip
    programme = FormatField(
        label=_("Format"), queryset=Format.objects.order_by("pk"), empty_label=None,
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
    """The sheet of a draft."""

    objectives = ObjectivesField(
        label=_("Objectifs"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Un par ligne, avec un verbe : « Mener une enquête de terrain »."),
    )  # fmt: skip

    class Meta:
        model = Module
        fields = SHEET

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what publishing will ask for."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name not in OPTIONAL
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 5 if name == "objectives" else 3

    def full_clean(self) -> None:
        """Ask for a title only: a draft may lack the rest, and the readiness check tells it."""
        for name, field in self.fields.items():
            field.required = name == "title"
        super().full_clean()
        for name, field in self.fields.items():
            field.required = name not in OPTIONAL

    def _post_clean(self) -> None:
        """Write nothing on the module: the sheet is the draft's."""

    @property
    def sheet(self) -> dict[str, Any]:
        """Return what was typed, as the sheet keeps it."""
        return {name: self.cleaned_data[name] for name in SHEET}
