"""A school goes from its own file to its people's convocations."""

import pytest
from django.core import mail

from accounts.users.models import AgentProfile
from learning.enrolment.models import Enrolment
from learning.rosters.reading import read_table
from tests.e2e.world import PASSWORD, a_world
from tests.learning.builders import a_person
from tests.learning.rosters.files import an_xlsx

pytestmark = pytest.mark.browser

TITLES = ("Patronyme", "Prénom", "Contact", "Poste", "Versant")
ROWS = [
    ["Abadie", "Lou", "lou.abadie@montbrune.example", "Chargée d’accueil", "Territoriale"],
    ["Bellanger", "Sacha", "sacha.bellanger@montbrune", "Juriste", "Territoriale"],
    ["Cassagne", "Maud", "maud.cassagne@montbrune.example", "=1+1", "FPT"],
    ["Delorme", "Ida", "ida.delorme@montbrune.example", "Infirmière", "FPH"],
    ["Étienne", "Max", "max.etienne@montbrune.example", "Jardinier", "FPT"],
]


@pytest.fixture
def world(settings, tmp_path, visit):
    """Return the programme, someone the school employs already, its manager before the cohort."""
    settings.MEDIA_ROOT = tmp_path / "media"
    world = a_world()
    known = a_person(first_name="Ida", last_name="Delorme", email="ida@ancien.example")
    AgentProfile.objects.create(person=known, employer=world.school)
    visit.sign_in(world.manager.email, PASSWORD)
    return world


def test_a_school_goes_from_its_file_to_convocations(world, visit, do_the_jobs, tmp_path):
    visit.go(f"/ecole/cohortes/{world.cohort.code}/")
    visit.follow("Inscrire par fichier")
    # Two titles that nobody could guess: the school says once what they hold.
    send(visit, tmp_path, ROWS)
    choose_columns(visit)

    # The dry run: what is wrong, where, and what to do.
    assert "2 lignes sur 5 sont prêtes" in visit.text()
    assert "Contact : « sacha.bellanger@montbrune » n’est pas une adresse" in visit.text()
    assert "Poste : « =1+1 » est une formule" in visit.text()
    visit.follow("à corriger 2")
    assert "Abadie" not in visit.text().split("Ligne par ligne")[1]
    answer(visit, "Delorme", "C’est la même personne")
    assert "3 lignes sur 5 sont prêtes" in visit.text()
    visit.press("Appliquer les 3 bonnes lignes")
    assert "Inscription en cours" in visit.text()
    do_the_jobs()
    visit.page.reload()
    visit.look()
    assert "3 lignes appliquées" in visit.text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Résultat en CSV").click()
    result = download.value.path().read_text(encoding="utf-8-sig")
    assert "2;Abadie;Lou;lou.abadie@montbrune.example;inscrite;Inscription confirmée" in result
    told = {message.to[0] for message in mail.outbox if message.attachments}
    assert told == {ROWS[0][2], ROWS[4][2], "ida@ancien.example"}


@pytest.mark.long
def test_a_corrected_file_enrols_only_who_is_missing(world, visit, do_the_jobs, tmp_path):
    visit.go(f"/ecole/cohortes/{world.cohort.code}/import/")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Modèle Excel").click()
    assert read_table(download.value.path().read_bytes()).headers[:3] == (
        "Nom", "Prénom", "Courriel",
    )  # fmt: skip
    send(visit, tmp_path, ROWS)
    choose_columns(visit)
    visit.press("Appliquer les 2 bonnes lignes")
    do_the_jobs()
    corrected = [row.copy() for row in ROWS]
    corrected[1][2], corrected[2][3] = "sacha.bellanger@montbrune.example", "Archiviste"
    visit.go(f"/ecole/cohortes/{world.cohort.code}/import/")
    # Its columns are remembered: straight to the dry run.
    send(visit, tmp_path, corrected)
    assert "2 lignes sur 5 sont prêtes" in visit.text()
    answer(visit, "Delorme", "Laisser la ligne de côté")
    visit.press("Appliquer les 2 lignes")
    do_the_jobs()
    assert Enrolment.objects.count() == 4
    send_again_changes_nothing(visit, world, tmp_path, corrected)


def send_again_changes_nothing(visit, world, folder, rows):
    visit.go(f"/ecole/cohortes/{world.cohort.code}/import/")
    send(visit, folder, [row for row in rows if row[0] != "Delorme"])
    assert "Aucune ligne ne changerait quoi que ce soit" in visit.text()


def choose_columns(visit):
    assert "Que contiennent les colonnes ?" in visit.text()
    main = visit.page.get_by_role("main")
    assert main.get_by_label("Prénom").input_value() == "1"
    main.get_by_label("Nom", exact=True).select_option("Patronyme (Abadie)")
    main.get_by_label("Courriel").select_option("Contact (lou.abadie@montbrune.example)")
    main.get_by_label("Fonction (facultatif)").select_option("Poste (Chargée d’accueil)")
    visit.press("Vérifier les lignes")


def answer(visit, name, words):
    group = visit.page.get_by_role("group", name=name)
    group.get_by_label(words).check()
    visit.press("Garder mes réponses")


def send(visit, folder, rows):
    file = folder / "nos agents.xlsx"
    file.write_bytes(an_xlsx(rows, TITLES))
    visit.page.get_by_label("Liste des personnes").set_input_files(file)
    visit.press("Vérifier le fichier")
