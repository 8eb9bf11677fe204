"""Write the demo's glossary."""

from accounts.users.models import User
from config.demo.content import load
from modules.glossary.services import TermText, add_term, edit_term

AUTHORS = "L’équipe de formation"


def write_glossary(actor: User) -> None:
    """Write the terms, then what links them: a term may only name one that is there."""
    rows = load("glossary")["term"]
    texts = [TermText(**{"authors": AUTHORS, **row}) for row in rows]
    alone = [TermText(**{"authors": AUTHORS, **row, "related": ()}) for row in rows]
    terms = [add_term(actor=actor, text=text) for text in alone]
    for term, text in zip(terms, texts, strict=True):
        edit_term(actor=actor, term=term, text=text, version=term.version)
