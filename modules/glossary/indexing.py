"""What is found of the glossary."""

from collections.abc import Iterator

from modules.glossary.models import Term
from modules.search.enums import Reach
from modules.search.services import Entry

TERM = "term"


def entry_of(term: Term) -> Entry:
    """Return what is found of a term: every way it is written, and its definition."""
    forms = ", ".join(form.text for form in term.forms.all() if form.text != term.term)
    text = f"{term.definition} ({forms})" if forms else term.definition
    title = term.term[:1].upper() + term.term[1:]
    return Entry(TERM, term.slug, title, " ".join(text.split()), Reach.PUBLIC)


def entries() -> Iterator[Entry]:
    """Give what is found of the whole glossary."""
    yield from map(entry_of, Term.objects.prefetch_related("forms"))
