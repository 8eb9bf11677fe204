"""The glossary, read and kept; the search, with and without scripts."""

import pytest
from playwright.sync_api import expect

from modules.glossary.models import Term
from modules.glossary.services import TermText, add_term
from modules.programmes.indexing import index_module
from modules.programmes.models import Activity
from tests.e2e.world import PASSWORD, a_world, who_can_sign_in
from tests.learning.builders import a_person, an_enrolment

pytestmark = pytest.mark.browser
PROTOTYPE = "Version rapide et jetable d’une idée, faite pour apprendre quelque chose de précis."


@pytest.fixture
def world(db):  # noqa: ARG001 - `db` gives access to the database
    written = a_world()
    add_term(actor=None, text=TermText("prototype", PROTOTYPE, forms=["maquette"]))
    add_term(actor=None, text=TermText("récit", "Une histoire vraie, qui dit le prototype."))
    module = written.cohort.revision.edition.module
    module.summary = "Trois jours pour fabriquer des maquettes de politiques publiques."
    module.save()
    index_module(module=module)
    return written


def test_a_visitor_finds_a_term_and_the_module_that_teaches_it(visit, world, width):
    visit.go("/")
    if width < 1000:
        visit.follow("Recherche", within=visit.page.get_by_role("banner"))
        field = visit.page.get_by_role("main").get_by_role("searchbox")
        expect(field).to_be_focused()
    else:
        field = visit.page.get_by_role("searchbox", name="Chercher", exact=True)
        field.focus()
    visit.page.keyboard.type("politique publiqu")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.look()
    marks = visit.page.locator("mark")
    assert "politiques" in [text.lower() for text in marks.all_inner_texts()]
    visit.go("/recherche/?q=prototype")
    assert "3 résultats" in visit.text()
    visit.follow("Prototype")
    assert visit.page.get_by_role("heading", level=1).inner_text() == "Prototype"
    assert "On lit aussi : maquette" in visit.text()
    visit.follow(world.cohort.revision.edition.module.title)
    visit.go("/recherche/?q=introuvable")
    visit.follow("Parcourir le glossaire")
    visit.follow("R", within=visit.page.get_by_role("navigation", name="Par lettre"))
    visit.follow("Récit")
    visit.go("/glossaire/?q=rien-du-tout")


@pytest.mark.usefixtures("world")
def test_the_search_works_without_scripts(open_visit):
    visit = open_visit(360, java_script=False)
    visit.go("/recherche/")
    visit.page.get_by_role("main").get_by_role("searchbox").fill("maquettes")
    visit.press("Chercher", within=visit.page.get_by_role("main"))
    assert "2 résultats pour « maquettes »" in visit.text()
    visit.follow("Glossaire 1")
    assert visit.page.locator(".results > li").count() == 1


def test_a_reader_has_the_definition_on_the_spot_and_puts_it_away_with_a_key(visit, world):
    agent = who_can_sign_in(a_person())
    enrolment = an_enrolment(world.cohort, agent)
    activity = Activity.objects.filter(sequence__day__revision=world.cohort.revision).first()
    activity.body = "Apportez votre maquette.\n\nUne maquette se jette."
    activity.save()
    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/mes-formations/{enrolment.pk}/activites/{activity.pk}/")
    link = visit.page.get_by_role("link", name="maquette")
    assert link.count() == 1
    note = visit.page.locator(".term-note")
    expect(note).to_have_count(1)
    expect(note).to_be_hidden()
    link.focus()
    expect(note).to_be_visible()
    visit.look()
    assert note.inner_text() == PROTOTYPE
    visit.page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    visit.page.keyboard.press("Shift+Tab")
    link.focus()
    expect(note).to_be_visible()
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.look()
    assert visit.page.get_by_role("heading", level=1).inner_text() == "Prototype"


@pytest.mark.long
def test_a_trainer_keeps_the_glossary_with_the_keyboard_alone(visit, world):
    visit.sign_in(world.trainer.email, PASSWORD)
    visit.go("/glossaire/")
    visit.page.get_by_role("link", name="Ajouter un terme").focus()
    keys = visit.page.keyboard
    with visit.page.expect_navigation():
        keys.press("Enter")
    visit.look()
    visit.page.get_by_label("Terme", exact=True).focus()
    for typed in ("Prototypes", "Une idée en carton.", "ébauche", "récit"):
        keys.type(typed)
        keys.press("Tab")
    visit.page.get_by_role("button", name="Enregistrer").focus()
    with visit.page.expect_navigation():
        keys.press("Enter")
    visit.look()
    # The word is taken: what was typed is kept.
    assert "est déjà dans le glossaire, au terme « prototype »" in visit.text()
    visit.page.get_by_label("Terme", exact=True).fill("esquisse")
    visit.press("Enregistrer")
    assert Term.objects.get(slug="esquisse").related.get().slug == "recit"
    visit.follow("Modifier")
    visit.page.get_by_text("Retirer ce terme").click()
    visit.look()
    visit.press("Retirer « esquisse »")
    assert "« esquisse » n’est plus au glossaire." in visit.text()
