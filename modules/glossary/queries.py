"""What is asked of the glossary."""

from functools import lru_cache

from django.urls import reverse
from django.utils.text import Truncator

from modules.glossary.linking import Target, TermIndex
from modules.glossary.models import Term, TermForm

NOTE_LENGTH = 220


def term_index() -> TermIndex:
    """Return the terms ready to be linked: one query, and two more when the glossary changed."""
    return _compiled(Term.objects.version())


@lru_cache(1)
def _compiled(_version: tuple[int, ...]) -> TermIndex:
    rows = Term.objects.values_list("slug", "definition")
    targets = [Target(slug, reverse("glossary:term", args=[slug]), note_of(d)) for slug, d in rows]
    return TermIndex.of(targets, TermForm.objects.values_list("key", "term__slug"))


def note_of(definition: str) -> str:
    """Return the beginning of a definition: what is said beside a linked term."""
    first = definition.strip().split("\n\n")[0]
    return Truncator(" ".join(first.split())).chars(NOTE_LENGTH, truncate="…")


def letters() -> list[str]:
    """Return the first letters that some term has."""
    keys = Term.objects.order_by("sort_key").values_list("sort_key", flat=True)
    return sorted({key[:1].upper() for key in keys})
