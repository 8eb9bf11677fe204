"""What a person says of themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import AgentProfile, User


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """The names certificates will carry, and the language they are written to in."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "wants_digests"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Ask for both names: the model lets people come without."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for field in self.fields.values():
            field.required = True
        self.fields["wants_digests"].required = False
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"


class AgentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Where they work, and as what."""

    employer = forms.ModelChoiceField(
        label=_("Employeur"),
        queryset=Organisation.objects.order_by("name"),
        required=False,
        empty_label=_("Mon employeur n’est pas dans la liste"),
    )

    class Meta:
        model = AgentProfile
        fields = ["employer", "service", "function", "versant", "category", "employment_status"]
