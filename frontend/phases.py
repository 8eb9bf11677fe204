"""The six phases of the work: one colour (tokens.css), one icon, one word, the same everywhere."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PhaseLook:
    """How a phase is shown: the icon's name in icons.json and its translated word."""

    icon: str
    word: str | Promise


PHASES: dict[str, PhaseLook] = {
    "immersion": PhaseLook("footprints", _("Immersion")),
    "analyse": PhaseLook("scan-search", _("Analyse")),
    "idees": PhaseLook("lightbulb", _("Idées")),
    "prototype": PhaseLook("scissors", _("Prototype")),
    "test": PhaseLook("flask-conical", _("Test")),
    "partage": PhaseLook("share-2", _("Partage")),
}
