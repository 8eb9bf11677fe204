"""The welcome desk in a browser: a hand scanner, a name, a cut network, two devices."""

import pytest
from django.utils import timezone

from learning.attendance.models import AttendanceMark
from learning.enrolment.arrival_codes import arrival_address
from tests.e2e.world import PASSWORD, a_world, hold, move_to
from tests.learning.builders import a_person, an_enrolment

pytestmark = pytest.mark.browser

# The names of keys on a US keyboard, as typed by a French one.
ON_AZERTY = str.maketrans("aqzwm/:.234567", "qawz,!M:é\"'(-è")


def test_two_desks_receive_people_by_code_and_by_name_even_without_network(open_visit):
    world = a_world()
    people = [
        an_enrolment(world.cohort, a_person(first_name="Lou", last_name=name))
        for name in ("Abadie", "Bellanger", "Cassagne")
    ]
    hold(world.cohort, world.administrator)
    half_day = move_to(world.cohort, 0)
    desks = [open_visit(1280), open_visit(360)]
    for desk in desks:
        desk.sign_in(world.trainer.email, PASSWORD)
        desk.go(f"/salle/{world.cohort.code}/accueil/")
    first, second = (desk.page for desk in desks)

    # A scanner set to another keyboard, typing where nothing has the focus.
    first.keyboard.type(arrival_address(people[0].pk).translate(ON_AZERTY))
    first.keyboard.press("Enter")
    first.get_by_text("Arrivée notée").wait_for()
    assert first.locator("[data-answer-name]").inner_text() == "Lou Abadie"

    # The other desk hears of it by itself; then goes on without network.
    second.locator("[data-arrived]").filter(has_text="1").first.wait_for(state="attached")
    second.get_by_label("Code scanné, nom ou structure").fill("bellan")
    assert second.get_by_role("button", name="Lou Cassagne est là").is_hidden()
    second.context.set_offline(True)
    second.keyboard.press("Enter")
    second.locator(".desk-kept").get_by_text("1 arrivée en attente d’envoi").wait_for()
    desks[1].look()
    assert AttendanceMark.objects.count() == 1
    second.context.set_offline(False)
    first.locator("[data-arrived]").filter(has_text="2").first.wait_for(state="attached")
    assert second.locator(".desk-kept").is_hidden()

    # Who is there already is said to be, on the other device; who was noted by mistake is not.
    second.get_by_label("Code scanné, nom ou structure").fill(arrival_address(people[0].pk))
    second.get_by_text("noté·e sur un autre appareil").wait_for()
    first.get_by_role("button", name="Lou Cassagne est là").click()
    first.get_by_role("button", name="Reprendre").click()
    first.get_by_text("la personne n’est plus notée ici").wait_for()
    desks[0].look()
    told = AttendanceMark.objects.filter(half_day=half_day).order_by("entry")
    assert [mark.was_there for mark in told] == [True, True, False]
    assert all(mark.recorded_at <= timezone.now() for mark in told)
