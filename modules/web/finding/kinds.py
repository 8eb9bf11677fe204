"""The kinds of things that are found: their names, and where each leads."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modules.contents.indexing import CONTENT
from modules.glossary.indexing import TERM
from modules.programmes.indexing import ACTIVITY, MODULE
from modules.search.models import SearchEntry


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its key in the index, its names, its icon and the page of one."""

    key: str
    one: str | Promise
    many: str | Promise
    icon: str
    page: str


KINDS = (
    Kind(MODULE, _("Module"), _("Modules"), "presentation", "catalogue:module"),
    Kind(TERM, _("Glossaire"), _("Glossaire"), "book-open", "glossary:term"),
    Kind(ACTIVITY, _("Activité"), _("Activités"), "notebook-pen", "activities:edit"),
    Kind(CONTENT, _("Contenu interactif"), _("Contenus interactifs"), "play", "studio:content"),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def address_of(entry: SearchEntry) -> str:
    """Return the page of what was found."""
    return reverse(BY_KEY[entry.kind].page, args=[entry.key])
