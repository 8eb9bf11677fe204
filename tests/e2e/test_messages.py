"""An administrator words the offer; the next one to leave says it, as the demo's mailbox shows."""

import re

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from learning.enrolment.services import cancel_enrolment, request_place
from tests.e2e.world import PASSWORD, someone
from tests.learning.builders import a_cohort, a_person, the_provider

pytestmark = pytest.mark.browser


@pytest.fixture
def mailbox(settings, tmp_path):
    """The demo's mailbox, on the tests' site."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.config.test_mailbox"
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "config.demo.outbox.FolderBackend"


@pytest.mark.long
@pytest.mark.usefixtures("mailbox")
def test_an_administrator_words_the_offer_and_it_leaves_so(visit, do_the_jobs):
    cohort, next_one = a_cohort(places=(1, 1)), a_person(first_name="Zoé")
    taken = request_place(person=a_person(), cohort=cohort)
    request_place(person=next_one, cohort=cohort)
    steering = someone(Role.ADMINISTRATOR, the_provider(), "Ysée", "Marchand")
    visit.sign_in(steering.email, PASSWORD)
    visit.go(reverse("steering:messages"))
    visit.follow(re.compile("Texte par défaut : Place proposée, Français"))

    body = visit.page.get_by_label("Texte", exact=True)
    body.fill("Chère {{ prenom }},\n\n[Je réponds]({{ repons }})")
    preview = visit.page.locator("#apercu")
    preview.get_by_text("Ce message ne connaît pas {{ repons }}").wait_for()
    body.fill("Chère {{ prenom }}, c’est votre tour.\n\n[Je réponds]({{ reponse }})")
    preview.get_by_text("Chère Camille, c’est votre tour.").first.wait_for()
    visit.look()
    visit.press("Enregistrer ce texte")
    assert "Texte modifié" in visit.text()

    cancel_enrolment(actor=taken.person, enrolment=taken)
    do_the_jobs()
    visit.go(reverse("demo:inbox"))
    visit.follow("Une place pour vous")
    mail = visit.page.frame_locator("iframe.mail-frame")
    mail.get_by_text("Chère Zoé, c’est votre tour.").wait_for()
    with visit.page.expect_navigation():
        mail.get_by_role("link", name="Je réponds").click()
    visit.look()
    assert "Une place pour vous" in visit.text()
