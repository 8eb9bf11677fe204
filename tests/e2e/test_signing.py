"""Signing in the room: its screen without network, a drawing on a phone that loses it too."""

import pytest
from django.utils import timezone

from learning.attendance.codes import secret_of, short_code_at, step_at
from learning.attendance.models import AttendanceMark
from learning.attendance.services import sign_half_day
from learning.attendance.signatures import DrawnSignature
from tests.e2e.world import PASSWORD, a_world, hold, move_to, who_can_sign_in
from tests.learning.builders import a_person, an_enrolment

pytestmark = pytest.mark.browser
# Two strokes, as parts of the box: where each begins.
STROKES = ((0.1, 0.7), (0.4, 0.6))


@pytest.fixture
def world():
    world = a_world(places=(1, 5))
    programme = world.cohort.revision.edition.module.format
    type(programme).objects.update(signature="drawn", asks_room_code=True)
    return world


@pytest.fixture
def agents(world):
    return [
        an_enrolment(world.cohort, who_can_sign_in(a_person(first_name=name))).person
        for name in ("Maud", "Nora")
    ]


@pytest.fixture
def half_day(world):
    hold(world.cohort, world.administrator)
    return move_to(world.cohort, 0)


def code_of(half_day):
    """Return the code that the screen shows now."""
    return short_code_at(secret_of(half_day), step_at(timezone.now()))


def draw(page):
    pad = page.locator("svg[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    for x, y in STROKES:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.mouse.down()
        for step in range(1, 5):
            page.mouse.move(
                box["x"] + (x + step / 10) * box["width"],
                box["y"] + (y - step % 2 / 4) * box["height"],
            )
        page.mouse.up()


def test_the_room_s_screen_goes_on_without_network(world, agents, half_day, open_visit):
    screen = open_visit(1280)
    page = screen.page
    screen.sign_in(world.trainer.email, PASSWORD)
    page.clock.install()
    screen.go(f"/salle/{world.cohort.code}/{half_day.pk}/")
    with page.expect_response("**/ecran/codes/"):
        screen.follow("Afficher le code")
    assert "0 sur 2 ont émargé" in screen.text()
    drawn, short = page.locator("[data-qr] path"), page.locator("[data-short]")
    page.clock.run_for(1_000)
    before = (drawn.get_attribute("d"), short.inner_text())
    page.context.set_offline(True)
    page.clock.run_for(70_000)
    page.get_by_text("Hors connexion : le code reste valable.").wait_for()
    assert drawn.get_attribute("d") != before[0]
    assert short.inner_text() != before[1]
    screen.look()

    sign_half_day(
        person=agents[0], enrolment=agents[0].enrolments.get(), half_day=half_day,
        signature=DrawnSignature(typed="Maud"), room_code_seen=True,
    )  # fmt: skip
    page.context.set_offline(False)
    page.clock.run_for(6_000)
    page.locator("[data-signed]", has_text="1").wait_for()
    page.locator("[data-offline]").wait_for(state="hidden")


@pytest.mark.long
def test_a_phone_keeps_the_drawing_when_the_network_goes(agents, half_day, open_visit):
    phone = open_visit(360)
    page = phone.page
    phone.sign_in(agents[0].email, PASSWORD)
    phone.follow("Émarger avec un code")
    page.get_by_label("Code de la salle").fill(code_of(half_day).lower())
    phone.press("Ouvrir la feuille")
    draw(page)
    held = page.locator("[data-strokes]")
    assert held.input_value().count("M") == len(STROKES)
    page.get_by_role("button", name="Annuler le trait").focus()
    page.keyboard.press("Enter")
    assert held.input_value().count("M") == 1
    page.context.set_offline(True)
    page.get_by_role("button", name="Je signe").click()
    page.get_by_text("Pas de réseau : rien n’est parti.").wait_for()
    phone.look()
    assert held.input_value().count("M") == 1, "What was drawn stays."
    assert all(said.startswith("htmx:") for said in phone.complaints), phone.complaints
    phone.complaints.clear()
    page.context.set_offline(False)
    page.get_by_role("button", name="Je signe").click()
    page.get_by_role("heading", name="C’est signé, merci Maud").wait_for()
    phone.look()
    assert page.evaluate("document.activeElement.localName") == "h1", "It is read out."
    assert AttendanceMark.objects.get().signature.strokes.count("M") == 1


@pytest.mark.long
def test_the_keyboard_alone_signs_by_a_name(agents, half_day, open_visit):
    phone = open_visit(360)
    page = phone.page
    phone.sign_in(agents[1].email, PASSWORD)
    phone.go("/emarger/")
    page.get_by_label("Code de la salle").focus()
    page.keyboard.type(code_of(half_day))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("Je ne peux pas dessiner").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Nora Cassagne")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="C’est signé, merci Nora").wait_for()
    assert AttendanceMark.objects.get().signature.typed == "Nora Cassagne"
