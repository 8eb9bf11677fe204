"""What an author writes of an activity."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from modules.commons.models import Asset
from modules.contents.models import Content, ContentVersion
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity
from modules.programmes.needs import OWN_FIELDS

COMMON = (
    "title", "kind", "moment", "minutes", "audience", "is_required", "body", "licence", "authors",
    "source",
)  # fmt: skip
# What is asked in the text of an activity, by kind: a label, and what to write.
ASKED: dict[str, tuple[str | Promise, str | Promise]] = {
    ActivityKind.REFLECTION: (
        _("La question posée"),
        _("Chacun y répond dans son carnet, que personne d’autre ne lit."),
    ),
    ActivityKind.DELIVERABLE: (
        _("Ce que l’équipe rend"),
        _("Dites sous quelle forme, pour quand, et à quoi on verra que c’est réussi."),
    ),
    ActivityKind.QUESTIONNAIRE: (
        _("Sur quoi porte le questionnaire"),
        _("Dites à quoi serviront les réponses, et qui les lira."),
    ),
    ActivityKind.PAGE: (_("Texte"), ""),
}
PRESENTATION = (_("Présentation"), _("Ce qu’il faut savoir avant d’ouvrir, et pourquoi le faire."))


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]
    """The fields of an activity of its kind. `fields_to_write` is what the service is given."""

    url = forms.URLField(label=_("Adresse"), required=False, assume_scheme="https")
    asset = forms.ModelChoiceField(
        label=_("Fichier"), queryset=Asset.objects.all(), required=False, widget=forms.HiddenInput
    )
    captions = forms.ModelChoiceField(
        label=_("Sous-titres"),
        queryset=Asset.objects.all(),
        required=False,
        widget=forms.HiddenInput,
    )
    content_version = forms.ModelChoiceField(
        label=_("Contenu interactif"), queryset=ContentVersion.objects.none(), required=False
    )

    class Meta:
        model = Activity
        fields = [*COMMON, "transcript", "done_when", "min_score"]

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        """Keep the fields that the activity's kind has."""
        super().__init__(*args, **kwargs)
        activity: Activity = self.instance
        own = OWN_FIELDS.get(activity.kind, ())
        for name in ("url", "asset", "captions", "content_version"):
            self.initial.setdefault(name, getattr(activity, name))
        for name in [name for name in self.fields if name not in (*COMMON, *own)]:
            del self.fields[name]
        if "content_version" in self.fields:
            chosen: Any = self.fields["content_version"]
            chosen.queryset = ContentVersion.objects.filter(
                content__in=Content.objects.visible_to(person)
            )
        body: Any = self.fields["body"]
        body.label, body.help_text = ASKED.get(ActivityKind(activity.kind), PRESENTATION)
        # Changing it changes what the page asks for: a button of its own does it.
        self.fields["kind"].widget = forms.HiddenInput()
        self.fields["minutes"].label = _("Durée estimée, en minutes")
        self.fields["minutes"].widget.attrs["max"] = 600
        if "transcript" in self.fields:
            self.fields["transcript"].help_text = _(
                "Tout ce qui se dit et tout ce qui se voit d’utile, pour qui lit au lieu de "
                "regarder."
            )

    def clean(self) -> dict[str, Any]:
        """Leave the rules between fields to the service, which says them in its own words."""
        return self.cleaned_data

    def fields_to_write(self) -> dict[str, Any]:
        """Return what was typed, by name."""
        return dict(self.cleaned_data)
