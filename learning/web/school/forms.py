"""What a school tells of an agent it enrols."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Versant
from accounts.users.services import AgentDetails


class EnrolForm(forms.Form):
    """One agent; the structure is one of those the person manages."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Votre structure"), empty_label=None
    )
    last_name = forms.CharField(label=_("Nom"), max_length=150)
    first_name = forms.CharField(label=_("Prénom"), max_length=150)
    email = forms.EmailField(
        label=_("Courriel"), help_text=_("La convocation y part : vérifiez-le deux fois.")
    )
    function = forms.CharField(label=_("Fonction"), max_length=200, required=False)
    versant = forms.ChoiceField(label=_("Versant"), choices=Versant, initial=Versant.OTHER)
    category = forms.ChoiceField(label=_("Catégorie"), choices=Category, initial=Category.NONE)

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        """Offer only these organisations."""
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["organisation"].initial = organisations.first()

    def details(self) -> AgentDetails:
        """Return what was told, once valid; the employer is the structure that enrols."""
        told = {key: self.cleaned_data[key] for key in self.cleaned_data if key != "organisation"}
        return AgentDetails(**told, employer_id=self.cleaned_data["organisation"].pk)


class KeepForm(forms.Form):
    """Places to keep now, for people named later."""

    structure = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Pour la structure"), empty_label=None
    )
    places = forms.IntegerField(label=_("Places à garder"), min_value=1, max_value=500)
    name_by = forms.DateField(
        label=_("Noms donnés au plus tard le"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("À la fin de ce jour, les places sans nom reviennent à tous."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        """Offer only these organisations."""
        super().__init__(*args, **kwargs)
        self.fields["structure"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["structure"].initial = organisations.first()


class GroupForm(forms.Form):
    """Colleagues who come together."""

    name = forms.CharField(label=_("Nom du groupe"), max_length=100)
    accepts_some = forms.BooleanField(
        label=_("Accepte une partie des places"), required=False,
        help_text=_("Sinon, le groupe attend qu’il y en ait pour toutes et tous."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep its fields apart from those of the page's other forms."""
        super().__init__(*args, **{"auto_id": "id_group_%s", **kwargs})
