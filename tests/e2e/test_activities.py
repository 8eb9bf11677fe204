"""An activity is written with the keyboard alone, read by a participant, who keeps a notebook."""

import io

import pytest
from PIL import Image

from accounts.users.enums import Role
from learning.progress.models import JournalEntry
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity
from modules.programmes.services import publish_revision, start_next_revision
from tests.e2e.world import PASSWORD, a_world, someone, who_can_sign_in
from tests.learning.builders import (
    a_person,
    a_revision,
    a_running_cohort,
    an_enrolment,
    an_organisation,
)

pytestmark = pytest.mark.browser


def a_picture():
    kept = io.BytesIO()
    Image.new("RGB", (320, 180), "#cc3a1b").save(kept, "PNG")
    return {"name": "plan.png", "mimeType": "image/png", "buffer": kept.getvalue()}


@pytest.fixture
def author():
    world = a_world()
    return someone(Role.TRAINER, world.school, "Idriss", "Vannier")


@pytest.fixture
def draft():
    return start_next_revision(actor=None, revision=a_revision(days=1))


def first_of(revision):
    return Activity.objects.filter(sequence__day__revision=revision).earliest("pk")


def is_saved(visit):
    visit.page.locator("form[data-saving=saved]").wait_for()


def write_a_page(visit):
    """Write a heading, a list, a table, a callout and a picture, with the keyboard alone."""
    keys = visit.page.keyboard
    visit.page.get_by_role("textbox", name="Texte", exact=True).focus()
    keys.press("Control+A")
    keys.press("Delete")
    keys.press("Alt+F10")
    assert visit.page.evaluate("document.activeElement.dataset.command") == "h2"
    keys.press("Enter")
    write_lines(visit, "Aller voir", "Trois gestes :", "")
    keys.press("Control+Shift+8")
    write_lines(visit, "regarder", "noter", "")
    tool(visit, "Tableau")
    write_lines(visit, "Qui va où")
    type_in(visit, "Équipe")
    keys.press("Alt+ArrowRight")
    type_in(visit, "Lieu")
    visit.look()
    keys.press("Control+End")
    tool(visit, "Encadré")
    type_in(visit, "On ne photographie pas les visages.")
    tool(visit, "Attention")
    visit.look()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Enter")
    tool(visit, "Image")
    visit.look()
    add_the_picture(visit)


def write_lines(visit, *lines):
    for line in lines:
        visit.page.keyboard.type(line)
        visit.page.keyboard.press("Enter")


def type_in(visit, words):
    """Type, and wait until the text holds it all: the caret is about to move."""
    visit.page.keyboard.type(words)
    visit.page.get_by_role("textbox", name="Texte", exact=True).get_by_text(words).wait_for()


def add_the_picture(visit):
    page = visit.page
    page.get_by_label("Fichier").set_input_files(a_picture())
    page.get_by_label("Texte de remplacement").focus()
    page.keyboard.press("Enter")
    assert "Dites ce que montre l’image" in page.get_by_role("dialog").inner_text()
    page.keyboard.type("Le plan du quartier")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for(state="hidden")


def test_a_page_is_written_with_the_keyboard_alone_and_read_by_a_participant(visit, author, draft):
    activity = first_of(draft)
    visit.sign_in(author.email, PASSWORD)
    visit.go(f"/atelier/activites/{activity.pk}/")
    page = visit.page
    page.locator("[data-ready=yes]").wait_for()
    write_a_page(visit)
    # The Tab key leaves the text.
    page.get_by_role("textbox", name="Texte", exact=True).focus()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('.rich-text') !== null")
    is_saved(visit)
    assert "Enregistré à" in visit.text()
    visit.look()

    published = publish_revision(actor=None, revision=draft)
    agent = who_can_sign_in(a_person())
    enrolment = an_enrolment(a_running_cohort(revision=published), agent)
    visit.press_menu("Se déconnecter")
    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/mes-formations/{enrolment.pk}/activites/{activity.pk}/")
    main = page.get_by_role("main")
    assert main.get_by_role("heading", name="Aller voir", level=2).is_visible()
    assert main.get_by_role("listitem").filter(has_text="regarder").is_visible()
    assert main.get_by_role("table", name="Qui va où").get_by_role("columnheader").count() == 3
    assert "Attention On ne photographie pas les visages." in visit.text()
    picture = main.get_by_role("img", name="Le plan du quartier")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.rich img').naturalWidth === 320")


def tool(visit, name):
    """Go to a tool by keyboard from the text, and press it."""
    keys = visit.page.keyboard
    keys.press("Alt+F10")
    keys.press("Home")
    for _step in range(40):
        if visit.page.evaluate("document.activeElement.textContent.trim()") == name:
            break
        keys.press("ArrowRight")
    keys.press("Enter")


@pytest.mark.long
def test_two_authors_of_one_page_lose_nothing(open_visit, author, draft):
    activity = first_of(draft)
    other = someone(Role.TRAINER, an_organisation(), "Maud", "Lebrun")
    one, two = open_visit(), open_visit()
    for visit, person in ((one, author), (two, other)):
        visit.sign_in(person.email, PASSWORD)
        visit.go(f"/atelier/activites/{activity.pk}/")
        visit.page.locator("[data-ready=yes]").wait_for()
    two.page.get_by_label("Titre", exact=True).fill("Regarder longtemps")
    is_saved(two)
    one.page.get_by_label("Titre", exact=True).fill("Regarder d’abord")
    one.page.locator("#conflict-h").wait_for()
    assert "Maud Lebrun a modifié cette activité" in one.text()
    assert "Regarder longtemps" in one.text()
    assert "Regarder d’abord" in one.text()
    one.look()
    one.press("Enregistrer mon choix")
    activity.refresh_from_db()
    assert activity.title == "Regarder d’abord"


def test_a_note_is_kept_as_one_types_and_found_again(visit):
    a_world()
    revision = start_next_revision(actor=None, revision=a_revision(days=1))
    activity = first_of(revision)
    activity.kind, activity.title = ActivityKind.REFLECTION, "Ce que j’emporte"
    activity.save()
    revision = publish_revision(actor=None, revision=revision)
    agent = who_can_sign_in(a_person())
    enrolment = an_enrolment(a_running_cohort(revision=revision), agent)
    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/mes-formations/{enrolment.pk}/activites/{activity.pk}/")
    visit.page.get_by_label("Dans mon carnet").focus()
    visit.page.keyboard.type("Commencer par écouter.")
    is_saved(visit)
    assert JournalEntry.objects.get().text == "Commencer par écouter."
    visit.look()
    visit.go("/mes-formations/")
    visit.follow("Mon carnet")
    assert "Ce que j’emporte" in visit.text()
    assert "Commencer par écouter." in visit.text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Garder en fichier texte").click()
    assert "Commencer par écouter." in download.value.path().read_text(encoding="utf-8")


def test_without_scripts_an_activity_and_a_note_are_written_too(open_visit, author, draft):
    activity = first_of(draft)
    visit = open_visit(360, java_script=False)
    visit.sign_in(author.email, PASSWORD)
    visit.go(f"/atelier/activites/{activity.pk}/")
    visit.page.get_by_label("Texte", exact=True).fill("<h2>Voir</h2><p>Sans script.</p>")
    visit.page.get_by_label("Nature").select_option("document")
    visit.press("Changer")
    visit.page.get_by_label("Document").set_input_files(
        {"name": "fiche.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    visit.press("Enregistrer")
    activity.refresh_from_db()
    assert activity.asset is not None
    assert activity.asset.name == "fiche.pdf"
    assert activity.body == "<h2>Voir</h2><p>Sans script.</p>"
