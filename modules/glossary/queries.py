"""What is asked of the glossary."""

from functools import lru_cache

from django.urls import reverse

from modules.glossary.linking import Target, TermIndex
from modules.glossary.models import Term, TermForm
from modules.glossary.wording import in_short


def term_index() -> TermIndex:
    """Return the terms ready to be linked: one query, and two more when the glossary changed."""
    return _compiled(Term.objects.version())


@lru_cache(1)
def _compiled(_version: tuple[int, ...]) -> TermIndex:
    rows = Term.objects.values_list("slug", "definition")
    targets = [Target(slug, reverse("glossary:term", args=[slug]), in_short(d)) for slug, d in rows]
    return TermIndex.of(targets, TermForm.objects.values_list("key", "term__slug"))


def letters() -> list[str]:
    """Return the first letters that some term has."""
    keys = Term.objects.order_by("sort_key").values_list("sort_key", flat=True)
    return sorted({key[:1].upper() for key in keys})
