"""An absence is made up for: asked by the agent, accepted by the trainer; a correction foretold."""

import pytest

from accounts.users.enums import Role
from learning.completion.models import Completion
from tests.e2e.world import PASSWORD, someone, who_can_sign_in
from tests.learning.builders import the_provider
from tests.learning.makeups.scenes import a_missed_half_day

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_an_absence_is_made_up_for_and_a_correction_says_what_follows(
    visit, do_the_jobs, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    scene = a_missed_half_day()
    room = scene.room
    who_can_sign_in(room.person)
    who_can_sign_in(room.trainer)
    do_the_jobs()
    main = visit.page.get_by_role("main")

    visit.sign_in(room.person.email, PASSWORD)
    visit.go(f"/mes-formations/{room.enrolment.pk}/")
    assert "2 demi-journées manquées" in visit.text()
    visit.follow("La rattraper", within=main.get_by_role("listitem").filter(has_text="matin").last)
    visit.press("Demander cette date")
    assert "Votre demande attend la réponse de l’équipe" in visit.text()
    visit.go("/mes-formations/presences/")
    assert "4 demi-journées sur 6" in visit.text()
    visit.press_menu("Se déconnecter")

    visit.sign_in(room.trainer.email, PASSWORD)
    visit.go(f"/salle/{room.cohort.code}/absences/")
    visit.press("Accepter")
    assert "Rattrapage prévu" in visit.text()
    visit.go(f"/salle/{room.cohort.code}/anomalies/")
    visit.go(f"/salle/{room.cohort.code}/{room.half_days[4].pk}/corriger/{room.enrolment.pk}/")
    main.get_by_label("Présent·e").check()
    main.get_by_label("Raison de la correction").fill("Feuille mal lue")
    visit.press("Voir ce qui s’ensuit")
    assert "Cette correction donne l’achèvement" in visit.text()
    visit.press("Écrire la correction")
    do_the_jobs()
    assert Completion.objects.current().get().verdict == "acquired"
    visit.press_menu("Se déconnecter")

    visit.sign_in(someone(Role.ADMINISTRATOR, the_provider(), "Ysée", "Marchand").email, PASSWORD)
    visit.go("/pilotage/formats/")
    visit.follow(room.cohort.revision.edition.module.format.name)
    main.get_by_label("Toutes les activités obligatoires doivent être faites").check()
    visit.press("Fixer la règle")
    assert "toutes les activités obligatoires faites" in visit.text()
    visit.go("/pilotage/anomalies/")
