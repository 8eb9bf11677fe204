"""What the check page says of a code: one of four verdicts."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.awards.lookups import Standing, standing_of
from certificates.awards.models import Award


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict: its name, the tone and icon it is shown with, its label and its finding."""

    name: str
    tone: str
    icon: str
    label: str | Promise
    finding: str | Promise


VERDICTS = {
    Standing.VALID: Verdict("valid", "good", "badge-check", _("Document valide"), _("C’est bien")),
    Standing.REVOKED: Verdict(
        "revoked", "bad", "ban", _("Document révoqué"), _("Ce document ne vaut plus")
    ),
    Standing.REPLACED: Verdict(
        "replaced", "warn", "replace", _("Document remplacé"), _("Une version corrigée existe")
    ),
    Standing.UNKNOWN: Verdict(
        "unknown", "none", "search-x", _("Code inconnu"), _("Aucun document ne porte ce code")
    ),
}


def verdict_on(award: Award | None) -> Verdict:
    """Return what can be said of an award now; None is a code nobody issued."""
    return VERDICTS[standing_of(award)]
