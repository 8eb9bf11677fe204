"""The glossary and the search as people read them."""

import re

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from modules.glossary.models import Term
from modules.glossary.services import TermText, add_term, edit_term
from modules.programmes.services import publish_revision, start_next_revision
from modules.search.enums import Reach
from modules.search.services import Entry, index_entries
from tests.learning.builders import a_person, a_revision

pytestmark = pytest.mark.django_db
FORM = {"definition": "Ce qu’il veut dire.", "licence": "CC BY-SA 4.0"}


@pytest.fixture
def glossary():
    for word, definition in (
        ("récit", "Une histoire vraie."),
        ("Écoute", "Se taire, puis redire."),
        ("prototype", "Une idée qu’on essaie ; voir récit."),
        ("essai", "Un <b>premier</b> pas."),
    ):
        add_term(actor=None, text=TermText(word, definition))


@pytest.fixture
def trainer(client):
    person = a_person(Role.TRAINER)
    client.force_login(person)
    return person


def page(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def titles(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/glossaire/[^"]+">([^<]+)</a>', html)


@pytest.mark.usefixtures("glossary")
def test_terms_are_listed_from_a_to_z_accents_or_not(client):
    html = page(client, "/glossaire/")
    assert titles(html) == ["Écoute", "Essai", "Prototype", "Récit"]
    assert re.findall(r'<h2 id="lettre-(.)">', html) == ["E", "P", "R"]
    assert titles(page(client, "/glossaire/?lettre=e")) == ["Écoute", "Essai"]
    assert len(titles(page(client, "/glossaire/?lettre=Z"))) == 4
    assert "&lt;b&gt;premier" in html


@pytest.mark.usefixtures("glossary")
def test_the_glossary_is_searched_within(client):
    index_entries(entries=[Entry("module", "m", "Une histoire", "", Reach.PUBLIC)])
    assert titles(page(client, "/glossaire/?q=histoires")) == ["Récit"]
    html = page(client, "/glossaire/?q=introuvable")
    assert "Aucun terme ne parle de « introuvable »" in html
    assert "Voir tous les termes" in html


def test_an_empty_glossary_says_so(client):
    assert "Le glossaire est vide" in page(client, "/glossaire/")


def test_a_term_tells_its_credits_its_kin_and_where_it_is_taught(client):
    add_term(actor=None, text=TermText("récit", "Une histoire."))
    text = TermText(
        "enquête", "Aller voir ; un récit.", forms=["terrain"], related=["récit"],
        licence="CC BY 4.0", authors="L’équipe", source="https://source.example/",
    )  # fmt: skip
    add_term(actor=None, text=text)
    draft = start_next_revision(actor=None, revision=a_revision(days=1))
    draft.edition.module.objectives = ["Mener une enquête", "Sortir sur le terrain"]
    draft.edition.module.save()
    publish_revision(actor=None, revision=draft)
    html = page(client, "/glossaire/enquete/")
    for said in (
        "On lit aussi : terrain", "creativecommons.org/licenses/by/4.0/deed.fr", "L’équipe",
        'href="https://source.example/"', f'href="/modules/{draft.edition.module.slug}/"',
        'href="/glossaire/recit/" aria-describedby="terme-recit"',
    ):  # fmt: skip
        assert said in html
    assert "Où on le travaille" not in page(client, "/glossaire/recit/")
    assert "Modifier" not in html


def test_a_term_that_nobody_wrote_is_not_found(client):
    page(client, "/glossaire/rien/", status=404)


@pytest.mark.usefixtures("trainer")
def test_a_trainer_adds_a_term_corrects_it_and_removes_it(client):
    assert "Ajouter un terme" in page(client, "/glossaire/")
    assert 'value="nudge"' in page(client, reverse("terms:add") + "?terme=nudge")
    sent = {**FORM, "term": "nudge", "forms_": "coup de pouce\n\n incitation ", "related": ""}
    response = client.post(reverse("terms:add"), sent, follow=True)
    assert "« nudge » est enregistré." in response.content.decode()
    term = Term.objects.get(slug="nudge")
    assert term.forms.count() == 3
    edited = client.get(reverse("terms:edit", args=["nudge"])).context["form"].initial
    assert edited["forms_"] == "coup de pouce\nincitation"
    client.post(reverse("terms:edit", args=["nudge"]), {**edited, "definition": "Discret."})
    term.refresh_from_db()
    assert (term.definition, term.version) == ("Discret.", 2)
    client.post(reverse("terms:remove", args=["nudge"]))
    assert not Term.objects.exists()


@pytest.mark.usefixtures("trainer", "glossary")
def test_a_refusal_keeps_what_was_typed_and_says_what_to_do(client):
    response = client.post(reverse("terms:add"), {**FORM, "term": "Récits"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "est déjà dans le glossaire, au terme « récit »" in html
    assert 'value="Récits"' in html
    assert client.post(reverse("terms:add"), {"term": "seul"}).status_code == 422


@pytest.mark.usefixtures("trainer", "glossary")
def test_two_authors_of_a_term_see_each_other_s_text_before_writing_over_it(client):
    term = Term.objects.get(slug="recit")
    sent = {**FORM, "term": "récit", "definition": "La mienne.", "version": term.version}
    edit_term(actor=None, term=term, text=TermText("récit", "La sienne."), version=term.version)
    response = client.post(reverse("terms:edit", args=["recit"]), sent)
    assert response.status_code == 409
    html = response.content.decode()
    assert "La sienne." in html
    assert "La mienne." in html
    assert 'name="version" value="2"' in html
    client.post(reverse("terms:edit", args=["recit"]), {**sent, "version": "2"})
    term.refresh_from_db()
    assert term.definition == "La mienne."


# The search.


@pytest.fixture
def entries(glossary):  # noqa: ARG001 - terms are among what is found
    revision = a_revision(days=1)
    slug = revision.edition.module.slug
    activity = revision.days.get().sequences.first().activities.first()
    index_entries(
        entries=[
            Entry("module", slug, "Récits de terrain", "Trois jours.", Reach.PUBLIC, slug),
            Entry("activity", str(activity.pk), "Mon récit", "À écrire.", Reach.WORKSHOP, slug),
        ]
    )
    return activity


@pytest.mark.usefixtures("entries")
def test_a_visitor_finds_modules_and_terms_marked_and_counted_by_kind(client):
    html = page(client, "/recherche/?q=recits")
    assert "<strong>3</strong> résultats pour « recits »" in html
    assert "<mark>Récits</mark> de terrain" in html
    assert re.findall(r'(Modules|Glossaire|Activités|Contenus interactifs) <span class="num">(\d)',
                      html) == [("Modules", "1"), ("Glossaire", "2")]  # fmt: skip
    only = page(client, "/recherche/?q=recits&sorte=module")
    assert only.count('class="result-kind"') == 1
    assert page(client, "/recherche/?q=recits&sorte=nimporte").count('class="result-kind"') == 3


def test_a_trainer_finds_activities_too(client, trainer, entries):  # noqa: ARG001
    html = page(client, "/recherche/?q=recit")
    assert "Mon <mark>récit</mark>" in html
    assert "Activités" in html


@pytest.mark.usefixtures("entries")
def test_a_search_that_finds_nothing_helps(client):
    html = page(client, "/recherche/?q=%3Cb%3Eintrouvable")
    assert "Rien ne parle de « &lt;b&gt;introuvable »" in html
    assert "Parcourir le glossaire" in html


def test_a_search_without_words_asks_for_some(client):
    for query in ("", "?q=", "?q=%20", "?q=%00", "?page=9"):
        assert "result-kind" not in page(client, f"/recherche/{query}")
    page(client, f"/recherche/?q={'mot ' * 500}")


def test_the_search_is_one_step_from_every_page(client):
    html = page(client, "/")
    assert '<form class="site-search" role="search" action="/recherche/"' in html
    assert 'href="/recherche/"' in html
    assert 'href="/glossaire/"' in html
