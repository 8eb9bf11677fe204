"""The sentence that opens a paper, as an administrator may word it: names in braces, no program."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError

# What the sentence may name, and what stands there.
NAMES = {
    "nom": _("la personne : prénom et nom (nécessaire)"),
    "fonction": _("sa fonction"),
    "employeur": _("son employeur"),
    "intitule": _("l’intitulé du module"),
    "cohorte": _("la cohorte"),
    "organisme": _("l’organisme de formation"),
    "signataires": _("qui signe, avec sa qualité"),
}
NEEDED = "nom"
_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BRACES = re.compile(r"[{}]")


class OpeningIsBroken(DomainError):
    """Braces of the sentence do not hold a name."""

    code = "opening_is_broken"
    sentence = _(
        "La phrase d’ouverture contient une accolade de trop, ou autre chose qu’un nom entre ses "
        "accolades : écrivez par exemple {{ nom }}."
    )


class OpeningNamesTheUnknown(DomainError):
    """The sentence names what papers do not know."""

    code = "opening_names_the_unknown"
    sentence = _("La phrase d’ouverture ne connaît pas %(names)s. Elle peut nommer : %(allowed)s.")


class OpeningNeedsTheName(DomainError):
    """The sentence does not say of whom it speaks."""

    code = "opening_needs_the_name"
    sentence = _(
        "La phrase d’ouverture doit dire à qui le document est délivré : gardez-y {{ nom }}."
    )


def check_opening(text: str) -> None:
    """Refuse a sentence that cannot be filled, or names nobody. "" is the usual sentence.

    Raises OpeningIsBroken, OpeningNamesTheUnknown or OpeningNeedsTheName.
    """
    if not text:
        return
    named = _NAME.findall(text)
    if _BRACES.search(_NAME.sub("", text)):
        raise OpeningIsBroken
    unknown = [name for name in named if name not in NAMES]
    if unknown:
        raise OpeningNamesTheUnknown(names=_told(unknown), allowed=_told(NAMES))
    if NEEDED not in named:
        raise OpeningNeedsTheName


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the sentence with its names replaced, once: a value is never read again."""
    return _NAME.sub(lambda found: values.get(found[1], ""), text)


def _told(names: Mapping[str, object] | list[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in names)
