"""The day board in a real browser: keys alone, the pointer, two authors, no script, a phone."""

from datetime import time

import pytest

from modules.authoring.sequences import edit_sequence, move_sequence
from modules.programmes.models import Sequence
from tests.e2e.world import PASSWORD, a_world
from tests.modules.authoring.board import a_draft, everything, sequences_of

pytestmark = pytest.mark.browser


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def draft():
    return a_draft(days=2)


def opened(visit, world, draft, query=""):
    """Sign in as the trainer and open the board."""
    visit.sign_in(world.trainer.email, PASSWORD)
    visit.go(f"/atelier/revisions/{draft.pk}/{query}")
    return visit.page


def kept(page, version):
    """Wait until the page says that this version is kept."""
    page.locator("[data-state]", has_text=f"version {version}.").wait_for()


def now(sequence):
    return Sequence.objects.get(pk=sequence.pk)


def card(page, sequence):
    return page.locator(f"#carte-{sequence.pk}")


@pytest.mark.long
def test_a_card_is_moved_resized_copied_and_removed_with_the_keys_alone(open_visit, world, draft):
    visit = open_visit()
    page = opened(visit, world, draft)
    first = sequences_of(draft)[0]
    before = everything(draft)
    card(page, first).focus()
    keys = page.keyboard
    for _press in range(3):
        keys.press("ArrowDown")
    kept(page, 2)  # keys in a row are one act
    assert now(first).starts == time(9, 15)
    said = page.locator("[data-announce]")
    said.filter(has_text="9 h 15").wait_for(state="attached")
    assert "Chevauche « Analyse 1 » de 15 min" in said.inner_text().replace("\xa0", " ")
    assert page.evaluate("document.activeElement.id") == f"carte-{first.pk}"
    keys.press("Shift+ArrowUp")
    kept(page, 3)
    assert now(first).minutes == 55
    keys.press("ArrowRight")
    kept(page, 4)
    assert now(first).day.position == 2
    keys.press("d")
    kept(page, 5)
    assert Sequence.objects.filter(title=first.title, day__revision=draft).count() == 2
    card(page, first).focus()
    keys.press("Delete")
    kept(page, 6)
    assert not Sequence.objects.filter(pk=first.pk).exists()
    visit.look()
    for version in range(7, 12):
        keys.press("Control+z")
        kept(page, version)
    assert everything(draft) == before
    keys.press("Control+Shift+Z")
    kept(page, 12)
    assert now(first).starts == time(9, 15)
    visit.look()


def test_a_card_is_dragged_to_another_time_and_day_and_stretched_by_its_edge(
    open_visit, world, draft
):
    visit = open_visit()
    page = opened(visit, world, draft)
    first = sequences_of(draft)[0]
    target = draft.days.get(position=2)
    Sequence.objects.filter(day=target).delete()
    page.reload()
    box = page.locator(f"#seq-{first.pk}").bounding_box()
    there = page.locator(f"#jour-{target.pk}").bounding_box()
    hour = page.locator(f"#seq-{first.pk}").evaluate(
        "card => 12 * parseFloat(getComputedStyle(card.parentElement).gridTemplateRows)"
    )
    mouse = page.mouse
    mouse.move(box["x"] + 60, box["y"] + 40)
    mouse.down()
    mouse.move(box["x"] + 80, box["y"] + 60)
    mouse.move(there["x"] + 60, box["y"] + 40 + hour / 4, steps=4)
    mouse.up()
    kept(page, 2)
    moved = now(first)
    assert (moved.day, moved.starts) == (target, time(9, 15))
    assert "?sequence" not in page.url  # a drag opens nothing

    box = page.locator(f"#seq-{first.pk}").bounding_box()
    mouse.move(box["x"] + 60, box["y"] + box["height"] - 3)
    mouse.down()
    mouse.move(box["x"] + 60, box["y"] + box["height"] - 3 + hour / 2, steps=4)
    mouse.up()
    kept(page, 3)
    assert now(first).minutes == 90
    # Escape lets go: nothing is written.
    mouse.move(box["x"] + 60, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + 60, box["y"] + 20 + hour, steps=4)
    page.keyboard.press("Escape")
    mouse.up()
    assert now(first).starts == time(9, 15)
    draft.refresh_from_db()
    assert draft.version == 3


@pytest.mark.long
def test_the_panel_keeps_its_texts_by_itself_and_says_so(visit, world, draft):
    first = sequences_of(draft)[0]
    page = opened(visit, world, draft)
    card(page, first).click()
    title = page.get_by_label("Titre", exact=True)
    title.wait_for()
    assert page.evaluate("document.activeElement.id") == "panneau"
    visit.look()
    title.fill("Accueil debout")
    page.get_by_label("À quoi ça sert").fill("Poser le cadre")
    kept(page, 2)
    assert "Enregistré à" in page.locator("[data-state]").inner_text()
    assert (now(first).title, now(first).purpose) == ("Accueil debout", "Poser le cadre")
    assert card(page, first).inner_text() == "Accueil debout"

    page.get_by_label("Durée (min)").fill("42")
    page.locator("[data-state]", has_text="Non enregistré").wait_for()
    assert now(first).minutes == 60
    page.get_by_label("Durée (min)").fill("40")
    kept(page, 3)
    assert now(first).minutes == 40
    page.get_by_role("button", name="Plus tard").click()
    kept(page, 4)
    assert now(first).starts == time(9, 5)
    page.get_by_text("Ajouter une activité").click()
    page.get_by_label("Titre de l’activité").fill("Tour de table")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    kept(page, 5)
    assert first.activities.filter(title="Tour de table").exists()
    page.get_by_role("button", name="Monter « Tour de table »").click()
    kept(page, 6)
    assert first.activities.get(title="Tour de table").position == 1
    visit.look()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == f"carte-{first.pk}"


@pytest.mark.long
def test_two_authors_on_one_sequence_see_both_texts_and_lose_none(visit, world, draft):
    colleague = world.administrator
    first = sequences_of(draft)[0]
    page = opened(visit, world, draft, f"?sequence={first.pk}")
    edit_sequence(
        actor=colleague, sequence=first, fields={"title": "Accueil en cercle", "purpose": "Oser"}
    )
    page.get_by_label("Titre", exact=True).fill("Accueil debout")
    panel = page.locator("#panneau[data-conflict]")
    panel.wait_for()
    words = panel.inner_text()
    assert "Accueil en cercle" in words
    assert "Oser" in words
    assert "Ysée Marchand" in words
    assert page.get_by_label("Titre", exact=True).input_value() == "Accueil debout"
    assert now(first).title == "Accueil en cercle"
    visit.look()
    page.get_by_label("À quoi ça sert").fill("Oser, et poser le cadre")
    page.get_by_role("button", name="Garder mon texte").click()
    kept(page, 3)
    assert (now(first).title, now(first).purpose) == ("Accueil debout", "Oser, et poser le cadre")

    edit_sequence(actor=colleague, sequence=now_with_day(first), fields={"title": "En cercle"})
    page.get_by_label("Titre", exact=True).fill("Encore debout")
    panel.wait_for()
    page.get_by_role("link", name="Prendre l’autre").click()
    panel.wait_for(state="detached")
    assert page.get_by_label("Titre", exact=True).input_value() == "En cercle"
    assert now(first).title == "En cercle"


def now_with_day(sequence):
    return Sequence.objects.select_related("day__revision").get(pk=sequence.pk)


@pytest.mark.long
def test_what_a_colleague_does_appears_with_their_name(open_visit, world, draft):
    visit = open_visit()
    page = opened(visit, world, draft)
    second = sequences_of(draft, 2)[0]
    move_sequence(actor=world.administrator, sequence=second, starts=time(9, 20))
    page.get_by_text("Ysée Marchand a déplacé « Immersion 2 »").first.wait_for(timeout=15_000)
    assert page.locator(f"#seq-{second.pk}").get_attribute("data-starts") == "560"
    visit.look()


def test_the_board_is_written_without_a_script(open_visit, world, draft):
    visit = open_visit(java_script=False)
    page = opened(visit, world, draft)
    first = sequences_of(draft)[0]
    visit.follow(first.title)
    page.get_by_label("Titre", exact=True).fill("Accueil")
    visit.press("Plus tard")
    assert (now(first).title, now(first).starts) == ("Accueil", time(9, 5))
    visit.press("Retirer", within=page.locator(".panel-foot"))
    assert "« Accueil » est retirée." in visit.text()
    visit.press("Annuler le dernier geste")
    assert now(first).title == "Accueil"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_320_pixels_the_board_is_a_list_one_reads_and_edits(open_visit, world, draft, scheme):
    visit = open_visit(360, color_scheme=scheme)
    visit.page.set_viewport_size({"width": 320, "height": 640})
    page = opened(visit, world, draft)
    first, second = sequences_of(draft)[:2]
    above, below = (page.locator(f"#seq-{one.pk}").bounding_box() for one in (first, second))
    assert above["y"] + above["height"] <= below["y"]
    assert above["width"] > 250
    card(page, first).click()
    page.get_by_role("button", name="Journée 2", exact=True).click()
    kept(page, 2)
    assert now(first).day.position == 2
    page.get_by_role("button", name="Ajouter une séquence à la journée 1").click()
    kept(page, 3)
    visit.look()


@pytest.mark.long
def test_the_pages_around_the_board_can_be_read_by_all(visit, world, draft):
    opened(visit, world, draft, "apercu/")
    visit.go(f"/atelier/revisions/{draft.pk}/modeles/")
    visit.page.get_by_label("Garder l’emploi du temps").fill("Deux jours")
    visit.press("Garder")
    assert "Deux jours" in visit.text()
    day = draft.days.get(position=1)
    visit.go(f"/atelier/revisions/{draft.pk}/?journee={day.pk}")
    published = draft.copied_from
    visit.go(f"/atelier/revisions/{published.pk}/")
    assert "cette révision ne change plus" in visit.text()
