"""Papers in a browser: asked for, followed, shared by who holds them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.users.enums import Role
from certificates.awards import tasks
from tests.e2e.world import PASSWORD, someone, who_can_sign_in
from tests.learning.builders import an_organisation, the_provider
from tests.learning.issuing.scenes import a_cohort_that_completed

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def sealed_elsewhere(monkeypatch):
    """Seal in another thread: the browser's driver keeps a loop running in this one."""
    real = tasks.seal

    def seal(*paper, **given):
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(real, *paper, **given).result()

    monkeypatch.setattr(tasks, "seal", seal)


@pytest.mark.usefixtures("sealed_elsewhere")
def test_a_cohort_s_papers_are_issued_and_their_holder_shares_them(
    visit, do_the_jobs, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    school = an_organisation()
    manager = someone(Role.SCHOOL_MANAGER, school, "Lou", "Nouvel")
    trainer = someone(Role.TRAINER, the_provider(), "Maëlle", "Corre")
    administrator = someone(Role.ADMINISTRATOR, the_provider(), "Ysée", "Marchand")
    cohort = a_cohort_that_completed("Arendt", organisation=school, trainers=[trainer])
    holder = who_can_sign_in(cohort.enrolments.get().person)
    main = visit.page.get_by_role("main")

    visit.sign_in(administrator.email, PASSWORD)
    visit.go("/pilotage/certificats/delivrances/")
    visit.follow(cohort.title)
    main.get_by_label("Attestations de fin de formation").check()
    visit.press("Délivrer pour la cohorte")
    assert "2 titres en préparation" in visit.text()
    do_the_jobs()
    visit.go("/pilotage/certificats/delivrances/")
    visit.follow(cohort.title)
    assert "2 titres prêts" in visit.text()
    visit.press_menu("Se déconnecter")

    visit.sign_in(holder.email, PASSWORD)
    visit.go("/mes-titres/")
    assert "2 documents valables à votre nom" in visit.text()
    main.get_by_text("Partager").first.click()
    main.get_by_role("button", name="Copier").first.click()
    visit.page.get_by_text("copiée").or_(visit.page.get_by_text("au clavier")).wait_for()
    visit.press_menu("Se déconnecter")

    visit.sign_in(manager.email, PASSWORD)
    visit.go(f"/ecole/cohortes/{cohort.code}/titres/")
    visit.press("Réunir en un zip")
    do_the_jobs()
    visit.page.reload()
    assert "Télécharger le zip" in visit.text()
    visit.press_menu("Se déconnecter")

    visit.sign_in(trainer.email, PASSWORD)
    visit.go(f"/salle/{cohort.code}/certificats/")
    assert "1 certificat prêt sur 1" in visit.text()
