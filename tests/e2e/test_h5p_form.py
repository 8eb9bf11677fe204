"""A trainer makes a quiz with the form, by the keyboard alone, and edits it again."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Page

from accounts.users.enums import Role
from modules.contents.models import Content
from tests.e2e.h5p_stage import OURS, imported, signed_in, until
from tests.e2e.looking import axe, fits
from tests.learning.builders import a_person
from tests.modules.h5p.builder import package

pytestmark = pytest.mark.browser

PATIENCE = 200
# What a screen reader would say of what has the focus: its name, then what stands there.
FOCUSED = """() => {
  const here = document.activeElement;
  const by = (here.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean);
  const name = here.getAttribute("aria-label")
    || by.map((id) => document.getElementById(id).textContent).join(" ")
    || (here.labels && here.labels[0] ? here.labels[0].textContent : "")
    || here.textContent;
  return name.replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what is focused bears this name."""
    for _ in range(PATIENCE):
        if re.fullmatch(name, page.evaluate(FOCUSED)):
            return
        page.keyboard.press(key)
    pytest.fail(f"the keyboard does not reach « {name} »")


def write(page: Page, name: str, text: str) -> None:
    """Go to a field and write over what it holds."""
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def press(page: Page, name: str, key: str = "Enter", way: str = "Tab") -> None:
    """Go to a button, a link or a box and press it."""
    tab_to(page, name, way)
    page.keyboard.press(key)


def preview_shows(page: Page, words: str) -> None:
    """Wait until the opaque frame of the preview plays these words."""
    page.frame_locator("[data-preview] iframe").get_by_text(words).first.wait_for()


def look(page: Page) -> None:
    """Examine the page as it is, wide then narrow, and come back."""
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        axe(page)
        fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def page(chromium, live_server, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    quiz = OURS / "observer-avant-de-proposer.h5p"
    imported(quiz.name, quiz.read_bytes())
    context = signed_in(chromium, live_server.url, a_person(Role.TRAINER))
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def fill_in_too_little(page: Page) -> None:
    """Save at once: what is missing is summed up, and said beside its field."""
    press(page, "Enregistrer")
    page.get_by_text(re.compile(r"\d à corriger avant d’enregistrer")).wait_for()
    look(page)
    press(page, "Titre")
    title = page.get_by_label("Titre", exact=True)
    title.and_(page.locator(":focus")).wait_for()
    assert title.get_attribute("aria-invalid") == "true"
    page.keyboard.insert_text("Immersion : trois réflexes")


def fill_in_the_question(page: Page) -> None:
    """Write a question and three answers, the last of which goes up one rank."""
    write(page, "Question", "Que fait-on d’abord ?")
    press(page, "Réponse 1.*")
    write(page, "Réponse", "Observer")
    press(page, "Cette réponse est juste", "Space")
    press(page, "Réponse 2.*")
    write(page, "Réponse", "Proposer une solution")
    press(page, "Ajouter : réponse")
    page.keyboard.insert_text("Écrire un rapport")
    press(page, "Monter : Réponse 3 : Écrire un rapport", way="Shift+Tab")
    page.get_by_text("Réponse 2 : Écrire un rapport passe au rang 2 sur 3.").wait_for()
    assert page.evaluate(FOCUSED) == "Monter : Réponse 2 : Écrire un rapport"


def test_a_trainer_makes_a_quiz_with_the_keyboard_alone_sees_it_and_edits_it(page):
    page.goto(reverse("studio:contents"))
    press(page, "Nouveau contenu")
    page.get_by_role("heading", name="Nouveau contenu interactif").wait_for()
    look(page)
    with page.expect_navigation():
        press(page, "Quiz.*")
    page.locator("[data-columns]:not([hidden])").wait_for()

    fill_in_too_little(page)
    fill_in_the_question(page)
    preview_shows(page, "Que fait-on d’abord ?")
    look(page)
    with page.expect_navigation():
        press(page, "Enregistrer")

    content = Content.objects.get(title="Immersion : trois réflexes")
    first = content.versions.get()
    page.get_by_text("Version 1, sans modification").wait_for()
    (question,) = first.params["questions"]
    assert question["text"] == "<p>Que fait-on d’abord ?</p>"
    assert [(answer["text"], answer["correct"]) for answer in question["answers"]] == [
        ("Observer", True), ("Écrire un rapport", False), ("Proposer une solution", False),
    ]  # fmt: skip
    assert first.params["l10n"]["check"] == "Vérifier"
    preview_shows(page, "Écrire un rapport")

    # Again: one word, a second version, and nothing else moves.
    write(page, "Question", "Que fait-on en premier ?")
    press(page, "Enregistrer")
    page.get_by_text("Enregistré, version 2").wait_for()
    second = content.versions.get(state="current")
    changed = {
        **first.params,
        "questions": [{**question, "text": "<p>Que fait-on en premier ?</p>"}],
    }
    assert second.params == changed
    preview_shows(page, "Que fait-on en premier ?")


def test_a_page_with_unsaved_words_asks_before_it_closes(page):
    content = Content.objects.get()
    page.goto(reverse("studio:edit", args=[content.pk]))
    title = page.get_by_label("Titre", exact=True)
    title.wait_for()
    # The browser's own question comes and goes as it likes without a hand on the mouse.
    closing = "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert not page.evaluate(closing)
    title.fill("Un autre titre")
    page.get_by_text("Modifié, pas encore enregistré").wait_for()
    assert page.evaluate(closing)


@pytest.mark.long
def test_two_authors_of_one_content_lose_nothing(page):
    content = Content.objects.get()
    page.goto(reverse("studio:edit", args=[content.pk]))
    other = page.context.new_page()
    other.goto(reverse("studio:edit", args=[content.pk]))
    other.get_by_label("Titre", exact=True).fill("Le titre de l’autre")
    other.get_by_role("button", name="Enregistrer").click()
    other.get_by_text("Enregistré, version 2").wait_for()
    page.get_by_label("Titre", exact=True).fill("Le mien")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("a enregistré la version 2 pendant que vous écriviez").wait_for()
    assert page.get_by_label("Titre", exact=True).input_value() == "Le mien"
    assert content.versions.get(state="current").title == "Le titre de l’autre"


@pytest.mark.long
def test_a_picture_is_sent_from_its_field_shown_and_given_its_rights(page):
    salut = imported("salut.h5p", package(params={"greeting": "Bonjour"}).getvalue())
    page.goto(reverse("studio:edit", args=[salut.content_id]))
    photo = io.BytesIO()
    Image.new("RGB", (24, 16), "teal").save(photo, "PNG")
    file: FilePayload = {"name": "pont.png", "mimeType": "image/png", "buffer": photo.getvalue()}
    page.get_by_label("Choisir un fichier").set_input_files(file)
    page.get_by_text("Le fichier est envoyé.").wait_for()
    thumbnail = page.locator(".h5p-thumbnail")
    until(lambda: thumbnail.evaluate("(image) => image.naturalWidth") == 24)
    page.get_by_text("Droits d’usage du fichier").click()
    page.get_by_label("Auteur·rice").fill("Maëlle Riou")
    page.get_by_label("Licence (facultatif)", exact=True).select_option("CC BY")
    look(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré, version 2").wait_for()
    version = salut.content.versions.get(state="current")
    image = version.params["image"]
    assert {**image, "path": ""} == {
        "path": "", "mime": "image/png", "width": 24, "height": 16,
        "copyright": {"author": "Maëlle Riou", "license": "CC BY"},
    }  # fmt: skip
    assert image["path"] in version.files
    page.get_by_role("button", name="Retirer le fichier").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Enregistré, version 3").wait_for()
    version = salut.content.versions.get(state="current")
    assert (version.params, image["path"] in version.files) == ({"greeting": "Bonjour"}, False)
