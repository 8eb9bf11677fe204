"""What a licence allows, and whether a work may go into another.

The rule is Creative Commons' chart for adaptations: putting a block into a module, where it is
cut, reordered and translated, makes a work based on it.
"""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modules.commons.enums import Licence

_PATHS = {
    Licence.CC0: "publicdomain/zero/1.0/",
    Licence.BY: "licenses/by/4.0/",
    Licence.BY_SA: "licenses/by-sa/4.0/",
    Licence.BY_NC: "licenses/by-nc/4.0/",
    Licence.BY_NC_SA: "licenses/by-nc-sa/4.0/",
    Licence.BY_ND: "licenses/by-nd/4.0/",
    Licence.BY_NC_ND: "licenses/by-nc-nd/4.0/",
}
_NON_COMMERCIAL = {Licence.BY_NC, Licence.BY_NC_SA, Licence.BY_NC_ND}
_SHARE_ALIKE = {Licence.BY_SA, Licence.BY_NC_SA}
_NO_DERIVATIVES = {Licence.BY_ND, Licence.BY_NC_ND}
# What H5P’s metadata calls them, whatever their version.
_FROM_H5P = {
    "CC BY": Licence.BY,
    "CC BY-SA": Licence.BY_SA,
    "CC BY-NC": Licence.BY_NC,
    "CC BY-NC-SA": Licence.BY_NC_SA,
    "CC BY-ND": Licence.BY_ND,
    "CC BY-NC-ND": Licence.BY_NC_ND,
    "CC0 1.0": Licence.CC0,
    "PD": Licence.CC0,
    "CC PDM": Licence.CC0,
    "C": Licence.RESERVED,
}


class Objection(Enum):
    """Why a work may not go into another; the value is said to people."""

    RESERVED = _("tous ses droits sont réservés")
    NO_DERIVATIVES = _("sa licence (ND) interdit de le modifier, donc de le mêler à un autre texte")
    NON_COMMERCIAL = _(
        "sa licence (NC) interdit l’usage commercial, que la licence du module permet"
    )
    SHARE_ALIKE = _("sa licence (SA) demande que l’ensemble garde la même licence")

    @property
    def sentence(self) -> str | Promise:
        """Return the reason, as the end of a sentence."""
        return self.value


def address_of(licence: str) -> str:
    """Return the address of a licence's text; "" when all rights are reserved."""
    path = _PATHS.get(Licence(licence))
    return f"https://creativecommons.org/{path}" if path else ""


def objection(part: str, whole: str) -> Objection | None:
    """Return why a work under the licence `part` may not go into one under `whole`; None if it may.

    A work may always go into one of the same licence.
    """
    part, whole = Licence(part), Licence(whole)
    if part == whole or part in {Licence.CC0, Licence.BY}:
        return None
    if part == Licence.RESERVED:
        return Objection.RESERVED
    if part in _NO_DERIVATIVES:
        return Objection.NO_DERIVATIVES
    if part in _NON_COMMERCIAL and whole not in _NON_COMMERCIAL:
        return Objection.NON_COMMERCIAL
    return Objection.SHARE_ALIKE if part in _SHARE_ALIKE else None


def from_h5p(code: str) -> Licence | None:
    """Return the licence that H5P metadata declares; None when it says nothing we know."""
    return _FROM_H5P.get(code)
