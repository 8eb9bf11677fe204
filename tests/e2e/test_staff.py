"""The room by keyboard, a school's lists, and the pages of what goes wrong."""

from datetime import timedelta

import pytest

from learning.attendance.models import AttendanceMark
from learning.enrolment.models import Enrolment
from tests.e2e.world import PASSWORD, a_world, hold, move_to
from tests.learning.builders import a_person, an_enrolment

pytestmark = pytest.mark.browser


def test_the_roll_is_called_with_the_keyboard_alone(open_visit):
    world = a_world()
    for last_name in ("Abadie", "Bellanger"):
        an_enrolment(world.cohort, a_person(first_name="Camille", last_name=last_name))
    hold(world.cohort, world.administrator)
    move_to(world.cohort, 0)
    visit = open_visit()
    visit.sign_in(world.trainer.email, PASSWORD)
    visit.go(f"/salle/{world.cohort.code}/")
    keys = visit.page.keyboard
    visit.page.get_by_label("Chercher une personne").focus()
    keys.type("abadie")
    keys.press("Enter")
    assert visit.page.get_by_role("group", name="Bellanger").is_hidden()
    keys.press("Tab")  # the filters
    keys.press("Tab")  # the first row: nothing is chosen yet
    keys.press("Space")
    visit.page.get_by_label("Chercher une personne").fill("")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("ArrowRight")
    keys.press("Tab")  # the hour of arrival
    keys.press("Control+A")
    keys.type("25 h 99")
    keys.press("Tab")
    with visit.page.expect_navigation():
        keys.press("Enter")
    visit.look()

    # An impossible hour: nothing is written, everything chosen is kept.
    assert "donnez l’heure d’arrivée" in visit.text()
    assert not AttendanceMark.objects.exists()
    abadie = visit.page.get_by_role("group", name="Abadie")
    bellanger = visit.page.get_by_role("group", name="Bellanger")
    assert abadie.get_by_role("radio", name="Présent·e").is_checked()
    assert bellanger.get_by_role("radio", name="En retard").is_checked()
    half_day = world.cohort.half_days.order_by("starts_at")[0]
    late = half_day.starts_at + timedelta(minutes=10)
    local = late.astimezone(world.cohort.venue.zone)
    bellanger.get_by_label("Arrivée à").fill(f"{local:%H} h {local:%M}")
    visit.press("Enregistrer l’appel")
    assert "2 présences notées" in visit.text()
    assert set(AttendanceMark.objects.values_list("status", flat=True)) == {"present", "late"}


def test_a_school_keeps_what_it_typed_finds_its_people_and_cancels_once_asked(visit, do_the_jobs):
    world = a_world()
    visit.sign_in(world.manager.email, PASSWORD)
    assert "Une cohorte a encore des places" in visit.text().replace("1 cohorte", "Une cohorte")
    visit.go("/ecole/?q=nulle-part")
    assert "Aucune cohorte ne répond" in visit.text()
    visit.go(f"/ecole/cohortes/{world.cohort.code}/")
    main = visit.page.get_by_role("main")
    main.get_by_label("Nom", exact=True).fill("Cassagne")
    main.get_by_label("Prénom").fill("Maud")
    main.get_by_label("Courriel").fill("maud@montbrune")
    main.locator("form").last.evaluate("form => form.noValidate = true")
    visit.press("Inscrire")
    assert "Personne n’est encore inscrit" in visit.text()
    assert main.get_by_label("Nom", exact=True).input_value() == "Cassagne"
    main.get_by_label("Courriel").fill("maud@montbrune.example")
    visit.press("Inscrire")
    assert "Cassagne Maud" in visit.text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="CSV").click()
    assert "Cassagne;Maud" in download.value.path().read_text(encoding="utf-8-sig")

    visit.follow("Cassagne Maud")
    visit.page.get_by_text("Annuler", exact=True).click()
    visit.press("Annuler l’inscription de Maud Cassagne")
    assert Enrolment.objects.get().state == "cancelled"
    assert "L’inscription de Maud Cassagne est annulée" in visit.text()
    do_the_jobs()


def test_pages_of_what_goes_wrong_say_what_to_do(visit, monkeypatch):
    world = a_world()
    visit.go("/nulle-part/", status=404)
    assert "Il n’y a rien à cette adresse" in visit.text()
    visit.sign_in(world.trainer.email, PASSWORD)
    visit.go("/ecole/", status=403)
    assert "Cette page n’est pas pour ce compte" in visit.text()
    visit.go(f"/salle/{world.cohort.code}/groupe/")
    visit.go("/salle/autre/", status=404)

    def break_down(*_args, **_kwargs):
        raise RuntimeError("invented for this test")

    monkeypatch.setattr("learning.web.catalogue.views.coming_cohorts", break_down)
    visit.go("/", status=500)
    assert "Une panne de notre côté" in visit.text()
