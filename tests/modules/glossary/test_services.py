"""Terms are added, edited and removed; what they become is found and linked at once."""

import pytest
from django.template import Context, Template

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from modules.glossary.models import Term, TermForm
from modules.glossary.queries import term_index
from modules.glossary.services import (
    TermEditedMeanwhile,
    TermExists,
    TermHasNoDefinition,
    TermIsNoWord,
    TermIsUnknown,
    TermText,
    add_term,
    edit_term,
    remove_term,
)
from modules.glossary.wording import LONGEST, in_short
from modules.search.models import SearchEntry
from modules.search.typed import Typed
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer():
    return a_person(Role.TRAINER)


def a_term(word: str = "prototype", definition: str = "Une idée qu’on essaie.", **text) -> Term:
    return add_term(actor=None, text=TermText(word, definition, **text))


def found(typed: str) -> list[str]:
    rows = SearchEntry.objects.filter(kind="term").matching(Typed.read(typed))
    return sorted(rows.values_list("key", flat=True))


def page(html: str) -> str:
    shown = Template("{% load glossary %}{{ html|safe|with_terms }}")
    return shown.render(Context({"html": html}))


def test_a_term_that_is_added_is_found_linked_and_remembered(trainer):
    text = TermText("prototype", "Une idée qu’on essaie.", forms=["maquette"])
    term = add_term(actor=trainer, text=text)
    assert term.slug == "prototype"
    assert found("maquettes") == found("idée") == ["prototype"]
    assert '<a href="/glossaire/prototype/"' in page("<p>Deux maquettes</p>")
    assert AuditEntry.objects.about(term).get().action == "term_added"


def test_a_term_that_is_edited_is_found_and_linked_by_its_new_words(trainer):
    term = a_term(forms=["maquette"])
    text = TermText("prototypage", "Faire pour apprendre.", forms=["ébauche"])
    edited = edit_term(actor=trainer, term=term, text=text, version=term.version)
    assert (edited.slug, edited.version) == ("prototype", 2)
    assert found("maquette") == []
    assert found("ébauche") == ["prototype"]
    assert "<a" not in page("<p>Une maquette, un prototype</p>")
    assert "<a" in page("<p>Une ébauche</p>")


def test_a_term_that_is_removed_is_found_and_linked_no_more(trainer):
    term = a_term()
    other = a_term("test", related=["prototype"])
    assert "<a" in page("<p>Un prototype</p>")
    remove_term(actor=trainer, term=term)
    assert found("prototype") == []
    assert "<a" not in page("<p>Un prototype</p>")
    assert other.related.count() == 0
    assert AuditEntry.objects.filter(action="term_removed").get().details["term"] == "prototype"


@pytest.mark.parametrize("word", ["Prototype", "PROTOTYPES", "maquettes", "Maquétte"])
def test_a_word_belongs_to_one_term_whatever_its_accents_and_plural(word):
    a_term(forms=["maquette"])
    with pytest.raises(TermExists, match="au terme « prototype »"):
        a_term(word)
    with pytest.raises(TermExists):
        a_term("brouillon", forms=["esquisse", word])
    assert Term.objects.count() == 1


def test_a_term_keeps_its_own_words_when_it_is_edited():
    term = a_term(forms=["maquette"])
    text = TermText("maquette", "Autre chose.", forms=["prototype", "Maquettes"])
    edited = edit_term(actor=None, term=term, text=text, version=1)
    assert list(edited.forms.order_by("position").values_list("text", flat=True)) == [
        "maquette", "prototype",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["", "  ", "«!»", "🎈"])
def test_a_term_is_a_word(word):
    with pytest.raises(TermIsNoWord):
        a_term(word)
    with pytest.raises(TermIsNoWord):
        a_term("mot", forms=[word or "-"])


def test_a_term_has_a_definition():
    with pytest.raises(TermHasNoDefinition):
        a_term(definition=" \n ")


def test_a_term_is_linked_to_terms_of_the_glossary_both_ways():
    first = a_term(forms=["maquette"])
    second = a_term("test", related=["MAQUETTE", "", "tests"])
    assert list(first.related.all()) == [second]
    assert list(second.related.all()) == [first]
    with pytest.raises(TermIsUnknown, match="nulle part"):
        a_term("essai", related=["nulle part"])
    assert not TermForm.objects.filter(text="essai").exists()


def test_nobody_overwrites_what_they_have_not_seen():
    term = a_term()
    edit_term(actor=None, term=term, text=TermText("prototype", "La première."), version=1)
    with pytest.raises(TermEditedMeanwhile) as refused:
        edit_term(actor=None, term=term, text=TermText("prototype", "La seconde."), version=1)
    assert refused.value.term.definition == "La première."
    assert Term.objects.get().definition == "La première."


def test_an_address_given_up_by_a_renamed_term_is_not_given_again():
    term = a_term()
    edit_term(actor=None, term=term, text=TermText("ébauche", "Autre mot."), version=1)
    assert a_term().slug == "prototype-2"


def test_what_is_linked_is_read_again_only_when_the_glossary_changed(django_assert_num_queries):
    a_term()
    term_index()
    with django_assert_num_queries(1):
        term_index()
    a_term("test")
    with django_assert_num_queries(3):
        assert set(term_index().targets) == {"prototype", "test"}


@pytest.mark.parametrize(
    ("definition", "short"),
    [
        ("Une\nligne.\n\nLa suite.", "Une ligne."),
        ("Regarder faire, sans juger. On note.", "Regarder faire, sans juger."),
        (
            "Oser demander « pourquoi ? » à chacun. Écouter.",
            "Oser demander « pourquoi ? » à chacun.",
        ),
        ("L’art. 72 le permet. « Oui. »", "L’art. 72 le permet."),
        ("", ""),
    ],
)
def test_a_term_is_told_in_short_by_its_first_sentence(definition, short):
    assert in_short(definition) == short


def test_a_first_sentence_that_never_ends_is_cut():
    assert len(in_short("mot " * 300)) <= LONGEST


def test_the_page_of_a_term_does_not_link_to_itself():
    a_term()
    shown = Template("{% load glossary %}{{ html|linebreaks|with_terms:'prototype' }}")
    assert "<a" not in shown.render(Context({"html": "Un prototype"}))


def test_a_text_that_is_not_html_is_escaped():
    a_term()
    shown = Template("{% load glossary %}{{ text|with_terms }}")
    made = shown.render(Context({"text": "<script>prototype</script>"}))
    assert made.startswith("&lt;script&gt;")
