"""Add, edit and remove terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.commons.enums import Licence
from modules.glossary.indexing import TERM, entry_of
from modules.glossary.linking import key_of
from modules.glossary.models import Term, TermForm
from modules.search.services import forget_entries, index_entries

LONGEST_SLUG = 100


class TermIsNoWord(DomainError):
    code = "term_is_no_word"
    sentence = _("« %(text)s » ne contient aucun mot : écrivez le terme en lettres.")


class TermExists(DomainError):
    code = "term_exists"
    sentence = _(
        "« %(text)s » est déjà dans le glossaire, au terme « %(term)s » : complétez-le, ou retirez "
        "cette forme."
    )


class TermIsUnknown(DomainError):
    code = "term_is_unknown"
    sentence = _("« %(text)s » n’est pas dans le glossaire : ajoutez ce terme, ou retirez ce lien.")


class TermHasNoDefinition(DomainError):
    code = "term_has_no_definition"
    sentence = _("« %(text)s » n’a pas de définition : écrivez-en une, même courte.")


class TermEditedMeanwhile(DomainError):
    """Somebody changed the term since it was read; `term` is as it is now."""

    code = "term_edited_meanwhile"
    sentence = _(
        "« %(text)s » a changé pendant que vous écriviez. Votre texte est gardé : comparez-le à "
        "l’autre version, puis enregistrez."
    )

    def __init__(self, term: Term) -> None:
        """Keep the term as it is now."""
        super().__init__(text=term.term)
        self.term = term


@dataclass(frozen=True, slots=True)
class TermText:
    """What is written of a term; `forms` are the other ways to write it, `related` terms."""

    term: str
    definition: str
    forms: Sequence[str] = ()
    related: Sequence[str] = ()
    licence: str = Licence.BY_SA
    authors: str = ""
    source: str = ""


@transaction.atomic
def add_term(*, actor: User | None, text: TermText) -> Term:
    """Add a term to the glossary.

    Raises TermIsNoWord, TermHasNoDefinition, TermExists or TermIsUnknown.
    """
    term = Term(slug=_free_slug(text.term))
    _write(term, text)
    record(actor=actor, action="term_added", target=term, term=term.term)
    return term


@transaction.atomic
def edit_term(*, actor: User | None, term: Term, text: TermText, version: int) -> Term:
    """Write a term again, if it is as one has read it (`version`); its address stays.

    Raises TermEditedMeanwhile, TermIsNoWord, TermHasNoDefinition, TermExists or TermIsUnknown.
    """
    term = Term.objects.select_for_update().get(pk=term.pk)
    if term.version != version:
        raise TermEditedMeanwhile(term)
    term.version += 1
    _write(term, text)
    record(actor=actor, action="term_edited", target=term, term=term.term)
    return term


@transaction.atomic
def remove_term(*, actor: User | None, term: Term) -> None:
    """Take a term out of the glossary: pages link to it no more."""
    record(actor=actor, action="term_removed", target=term, term=term.term)
    forget_entries(kind=TERM, key=term.slug)
    term.delete()


def _write(term: Term, text: TermText) -> None:
    word = " ".join(text.term.split())
    if not text.definition.strip():
        raise TermHasNoDefinition(text=word)
    keys = _keys([word, *text.forms])
    _refuse_taken(term, keys)
    term.term, term.definition = word, text.definition.strip()
    term.licence, term.authors, term.source = text.licence, text.authors, text.source
    term.sort_key, term.updated_at = key_of(word)[:100], timezone.now()
    term.save()
    term.forms.all().delete()
    TermForm.objects.bulk_create(
        TermForm(term=term, key=key, text=form, position=position)
        for position, (key, form) in enumerate(keys.items())
    )
    term.related.set(_named(text.related, keys))
    index_entries(entries=[entry_of(term)])


def _keys(forms: Iterable[str]) -> dict[str, str]:
    """Return the forms by how they are recognised, each once, the term first."""
    found: dict[str, str] = {}
    for form in forms:
        written = " ".join(form.split())
        key = key_of(written)
        if not key or not slugify(written):
            raise TermIsNoWord(text=written)
        found.setdefault(key, written)
    return found


def _refuse_taken(term: Term, keys: dict[str, str]) -> None:
    taken = TermForm.objects.filter(key__in=keys).exclude(term=term.pk).select_related("term")
    if first := taken.first():
        raise TermExists(text=keys[first.key], term=first.term.term)


def _named(related: Iterable[str], own: Iterable[str]) -> list[Term]:
    """Return the terms that these words name, but the term itself."""
    keys = {key_of(word): word for word in related if word.strip()}
    rows = TermForm.objects.filter(key__in=keys).select_related("term")
    known = {row.key: row.term for row in rows}
    for key, word in keys.items():
        if key not in known:
            raise TermIsUnknown(text=word)
    return [known[key] for key in keys if key not in set(own)]


def _free_slug(term: str) -> str:
    """Return an address that no term has: one that was renamed keeps its own."""
    base = slugify(term)[:LONGEST_SLUG]
    taken = set(Term.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for n in range(1, len(taken) + 2)
        if (slug := base if n == 1 else f"{base}-{n}") not in taken
    )  # fmt: skip
