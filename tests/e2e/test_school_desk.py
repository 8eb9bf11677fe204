"""A school keeps places, names people by pasting them, and has a colleague come instead."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from learning.enrolment.models import Enrolment
from tests.e2e.world import PASSWORD, a_world

pytestmark = pytest.mark.browser


def test_a_school_keeps_places_names_them_by_paste_and_replaces_someone(
    visit, do_the_jobs, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    world = a_world(places=(1, 4))
    visit.sign_in(world.manager.email, PASSWORD)
    assert "Rien ne vous attend aujourd’hui" in visit.text()
    visit.follow(world.cohort.title)
    main = visit.page.get_by_role("main")

    main.get_by_text("Garder des places", exact=True).click()
    main.get_by_label("Places à garder").fill("3")
    last = timezone.localdate() + timedelta(days=4)
    main.get_by_label("Noms donnés au plus tard le").fill(str(last))
    visit.press("Garder ces places")
    assert "0 place nommée sur 3" in visit.text()
    visit.go("/ecole/")
    assert "3 places gardées sans nom" in visit.text()

    visit.follow("Donner les noms")
    visit.follow("Coller une liste")
    pasted = "Maud Cassagne <maud@montbrune.example>; Juriste\nLou Abadie <lou@montbrune>\n"
    main.get_by_label("Une personne par ligne").fill(pasted)
    visit.press("Vérifier la liste")
    assert "1 ligne sur 2 est prête" in visit.text()
    visit.follow("Corriger la liste")
    main.get_by_label("Une personne par ligne").fill(
        pasted.replace("montbrune>", "montbrune.example>")
    )
    visit.press("Vérifier la liste")
    visit.press("Appliquer les 2 lignes")
    do_the_jobs()
    visit.page.reload()
    assert "2 lignes appliquées" in visit.text()

    visit.go(f"/ecole/cohortes/{world.cohort.code}/")
    assert "2 places nommées sur 3" in visit.text()
    replace_abadie(visit)
    mail.outbox.clear()
    do_the_jobs()
    assert {message.to[0] for message in mail.outbox} == {
        "lou@montbrune.example", "ida@montbrune.example",
    }  # fmt: skip
    assert Enrolment.objects.confirmed().filter(reservation__isnull=False).count() == 2


def replace_abadie(visit):
    main = visit.page.get_by_role("main")
    visit.follow("Abadie Lou")
    main.get_by_text("Un·e collègue vient à sa place").click()
    form = main.locator("form[action$='/remplacer/']")
    form.get_by_label("Nom", exact=True).fill("Delorme")
    form.get_by_label("Prénom").fill("Ida")
    form.get_by_label("Courriel").fill("ida@montbrune.example")
    form.get_by_label("Raison").fill("Congé maternité")
    visit.press("Remplacer")
    assert "Ida Delorme vient à la place de Lou Abadie" in visit.text()
    assert "Congé maternité" in visit.text()
