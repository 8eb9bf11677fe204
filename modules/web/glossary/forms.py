"""What is written of a term."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.commons.enums import Licence
from modules.glossary.models import Term
from modules.glossary.services import TermText


def _lines(label: Any, help_text: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=area)


class TermForm(forms.Form):
    """A term, its definition and its credits."""

    term = forms.CharField(label=_("Terme"), max_length=100)
    definition = forms.CharField(
        label=_("Définition"), widget=forms.Textarea(attrs={"rows": 8}), max_length=5000,
        help_text=_(
            "La première phrase doit suffire : c’est elle qu’on lit au survol du mot dans une page."
        ),
    )  # fmt: skip
    forms_ = _lines(
        _("Autres écritures"),
        _("Une par ligne : un synonyme, un sigle. Le pluriel et les accents sont reconnus seuls."),
    )
    related = _lines(_("Termes liés"), _("Un par ligne, parmi ceux du glossaire."))
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence, initial=Licence.BY_SA)
    authors = forms.CharField(
        label=_("Auteurs et autrices"), max_length=300, required=False,
        help_text=_("Comme il faut les citer, séparés par des virgules."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False,
        help_text=_("Un titre, une adresse : d’où vient cette définition."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def text(self) -> TermText:
        """Return what was written. Call it on a valid form."""
        told = self.cleaned_data
        return TermText(
            term=told["term"], definition=told["definition"],
            forms=_split(told["forms_"]), related=_split(told["related"]),
            licence=told["licence"], authors=told["authors"], source=told["source"],
        )  # fmt: skip


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def written(term: Term) -> dict[str, Any]:
    """Return what the form begins with for a term."""
    forms_ = term.forms.order_by("position").values_list("text", flat=True)
    related = term.related.alphabetical().values_list("term", flat=True)
    return {
        "term": term.term, "definition": term.definition,
        "forms_": "\n".join(form for form in forms_ if form != term.term),
        "related": "\n".join(related), "licence": term.licence, "authors": term.authors,
        "source": term.source, "version": term.version,
    }  # fmt: skip
