"""From a place in a cohort to a checked certificate and a count that moves."""

import re

import pytest
from django.urls import NoReverseMatch, reverse

from certificates.awards.models import Award
from learning.progress.models import ActivityCompletion
from tests.e2e.world import PASSWORD, a_world, hold, move_to
from tests.pdf_tools import text_of

pytestmark = pytest.mark.browser

EMAIL = "maud.cassagne@montbrune.example"
LINK = re.compile(r"http\S+")


def public_count(visit):
    """Read the catalogue's count of trained agents."""
    visit.go("/")
    return int(re.findall(r"(\d+) agents formés sur", visit.text())[0])


def assert_board_counts(page, n: int) -> None:
    """Read the big figure of the administrator's board."""
    figure = page.locator('[data-figure="trained"]').first.inner_text()
    assert int(re.sub(r"\D", "", figure.split("/")[0])) == n


def board_address() -> str | None:
    try:
        return reverse("steering:board")
    except NoReverseMatch:
        return None


def in_mail(message):
    """Return the address a letter gives."""
    return LINK.findall(message.body)[0]


def enrol(school, title):
    """The school finds the cohort and enrols its agent."""
    school.follow(title)
    form = school.page.get_by_role("main")
    form.get_by_label("Nom", exact=True).fill("Cassagne")
    form.get_by_label("Prénom").fill("Maud")
    form.get_by_label("Courriel").fill(EMAIL)
    school.press("Inscrire")
    assert "Maud Cassagne : inscription confirmée" in school.text()


def come_for_the_first_time(agent, mailoutbox):
    """The agent gets the convocation and chooses a password; return the module's address."""
    convocation = mailoutbox[-1]
    assert convocation.to == [EMAIL]
    assert convocation.subject.startswith("Convocation")
    paper, *days = convocation.attachments
    assert paper[0] == "convocation.pdf"
    assert [str(calendar).count("BEGIN:VEVENT") for _name, calendar, _kind in days] == [1, 1, 1]
    module_page, first_visit = LINK.findall(convocation.body)[:2]
    agent.go(first_visit)
    agent.page.get_by_role("main").get_by_label("Courriel").fill(EMAIL)
    agent.press("Recevoir le lien")
    agent.go(in_mail(mailoutbox[-1]))
    agent.page.get_by_label("Mot de passe", exact=False).first.fill(PASSWORD)
    agent.page.get_by_label("confirmation").fill(PASSWORD)
    agent.press("Enregistrer le mot de passe")
    agent.sign_in(EMAIL, PASSWORD)
    agent.follow(re.compile("Ouvrir Réenchantez"))
    assert agent.page.url == module_page
    return module_page


def sign(agent, module_page):
    """The agent signs the half-day under way: one press opens, one press signs."""
    agent.go(module_page)
    agent.follow("Émarger")
    agent.page.get_by_role("button", name="Je signe").click()
    agent.page.get_by_role("heading", name="C’est signé, merci Maud").wait_for()
    agent.look()


def seal(trainer, cohort, *, calls_the_roll):
    """The trainer looks at the room, calls the roll, countersigns."""
    trainer.go(f"/salle/{cohort.code}/")
    row = trainer.page.get_by_role("group", name="Cassagne Maud")
    assert "Signé à" in row.inner_text()
    assert row.get_by_role("radio", name="Présent·e").is_checked()
    if calls_the_roll:
        trainer.press("Enregistrer l’appel")
    trainer.follow("Contresigner")
    trainer.press("Je contresigne")
    assert "La demi-journée est contresignée" in trainer.text()


def download(visit, name):
    """Press a link that gives a file; return what is in it."""
    with visit.page.expect_download() as given:
        visit.page.get_by_role("link", name=name).click()
    return given.value.path().read_bytes()


def test_a_school_enrols_an_agent_whose_certificate_is_checked_and_moves_the_count(
    open_visit, width, do_the_jobs, mailoutbox
):
    world = a_world()
    stranger, school, agent, trainer = (open_visit(width) for _who in range(4))
    before = public_count(stranger)
    school.sign_in(world.manager.email, PASSWORD)
    enrol(school, world.cohort.title)
    do_the_jobs()

    module_page = come_for_the_first_time(agent, mailoutbox)
    assert "il vous reste 4 choses à préparer" in agent.text()
    agent.follow("Commencer")
    agent.press("C’est fait")
    assert "il vous reste 3 choses à préparer" in agent.text()
    assert ActivityCompletion.objects.count() == 1

    hold(world.cohort, world.administrator)
    trainer.sign_in(world.trainer.email, PASSWORD)
    for position in range(6):
        move_to(world.cohort, position)
        sign(agent, module_page)
        seal(trainer, world.cohort, calls_the_roll=position == 0)
    do_the_jobs()
    trainer.follow("Le groupe")
    assert "1 personne sur 1 a tout ce qu’il faut" in trainer.text()

    agent.go(module_page)
    assert "6 demi-journées sur 6 : acquis" in agent.text()
    pdf = download(agent, "Télécharger RAP-")
    assert pdf.startswith(b"%PDF")
    assert "Maud Cassagne" in text_of(pdf)
    agent.go("/mes-titres/")
    school.go("/ecole/certificats/")
    assert "Cassagne Maud" in school.text()

    stranger.go("/verifier/")
    stranger.page.get_by_label("Code de vérification").fill(Award.objects.get().code.lower())
    stranger.press("Vérifier")
    assert "Certificat valide" in stranger.text()
    assert "Maud Cassagne" in stranger.text()
    assert public_count(stranger) == before + 1
    if board := board_address():
        administrator = open_visit(width)
        administrator.sign_in(world.administrator.email, PASSWORD)
        administrator.go(board)
        assert_board_counts(administrator.page, before + 1)
