"""Scenes of the workshop's lists: who opens which page, over how many rows."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from modules.authoring.models import Comment, TimetableTemplate
from modules.exchange.models import ModuleImport
from modules.glossary.linking import key_of
from modules.glossary.models import Term, TermForm
from modules.glossary.services import TermText, add_term
from modules.programmes.models import Edition, Module, Revision
from modules.programmes.sheets import sheet_of
from modules.search.enums import Reach
from modules.search.services import Entry, index_entries
from tests.learning.builders import a_person, a_revision, number
from tests.modules.authoring.drafts import a_draft, sequences_of


def modules(rows: int) -> list[Module]:
    """Write modules with a published revision and a draft each."""
    like = a_revision(days=1).edition.module
    sheet = {**sheet_of(like), "is_shared": True}
    made = Module.objects.bulk_create(
        Module(slug=f"liste-{number()}", format=like.format, updated_on=like.updated_on, **sheet)
        for _n in range(rows)
    )
    editions = Edition.objects.bulk_create(Edition(module=module, number=1) for module in made)
    for n, fields in enumerate(({"state": "published", "published_at": timezone.now()}, {}), 1):
        Revision.objects.bulk_create(
            Revision(edition=edition, number=n, **fields) for edition in editions
        )
    return made


def workshop_modules(rows: int) -> tuple[User, str]:
    modules(rows)
    return a_person(Role.TRAINER), reverse("workshop:modules")


def shared_modules(rows: int) -> tuple[User, str]:
    modules(rows)
    return a_person(), reverse("commons:library")


def workshop_module(rows: int) -> tuple[User, str]:
    (module,) = modules(1)
    first = module.editions.get().revisions.get(number=1)
    Revision.objects.bulk_create(
        Revision(
            edition_id=first.edition_id, number=n, state="published",
            published_at=timezone.now(), copied_from=first,
        )
        for n in range(3, rows + 3)
    )  # fmt: skip
    return a_person(Role.TRAINER), reverse("workshop:module", args=[module.slug])


def reading(rows: int) -> tuple[User, str]:
    """Write a draft with as many comments on its first sequence, each answered."""
    draft, person = a_draft(), a_person(Role.TRAINER)
    about = {"kind": "sequence", "lineage": sequences_of(draft)[0].lineage}
    said = {"revision": draft, "author": person, **about}
    firsts = Comment.objects.bulk_create(Comment(text="Et ?", **said) for _n in range(rows))
    Comment.objects.bulk_create(Comment(text="Oui.", parent=one, **said) for one in firsts)
    return person, reverse("workshop:revision", args=[draft.pk])


def board_timetables(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    TimetableTemplate.objects.bulk_create(
        TimetableTemplate(name=f"Modèle {number()}", days=[], created_by=trainer)
        for _n in range(rows)
    )
    return trainer, reverse("board:timetables", args=[a_draft().pk])


def terms(rows: int) -> list[Term]:
    made = Term.objects.bulk_create(
        Term(slug=f"mot-{n}", term=f"mot {n}", definition="Une définition.", sort_key=f"mot {n}")
        for n in (number() for _row in range(rows))
    )
    TermForm.objects.bulk_create(
        TermForm(term=term, text=term.term, key=key_of(term.term), position=0) for term in made
    )
    index_entries(entries=[
        Entry(kind, term.slug, term.term, "Une définition.", Reach.PUBLIC)
        for term in made for kind in ("term", "module")
    ])  # fmt: skip
    return made


def glossary(address: str) -> Callable[[int], tuple[User, str]]:
    def scene(rows: int) -> tuple[User, str]:
        terms(rows)
        return a_person(Role.TRAINER), reverse("glossary:terms") + address

    scene.__name__ = f"glossary:terms{address}"
    return scene


def glossary_term(rows: int) -> tuple[User, str]:
    text = TermText(
        f"lien {number()}", "Voir mot 3 et mot 4.", related=[t.term for t in terms(rows)]
    )
    return a_person(Role.TRAINER), reverse(
        "glossary:term", args=[add_term(actor=None, text=text).slug]
    )


def finding(rows: int) -> tuple[User, str]:
    terms(rows)
    return a_person(Role.TRAINER), reverse("search:search") + "?q=definition"


def module_imports(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    ModuleImport.objects.bulk_create(
        ModuleImport(filename=f"module-{n}.zip", size=1, sent_by=trainer) for n in range(rows)
    )
    return trainer, reverse("inout:send")


WORKSHOP_SCENES = [
    workshop_modules, shared_modules, workshop_module, reading, board_timetables, glossary(""),
    glossary("?q=definition"), glossary("?lettre=M"), glossary_term, finding, module_imports,
]  # fmt: skip
