"""The demo's mailbox: what was sent, as who received it sees it."""

import pytest
from django.core import mail as mails
from django.urls import NoReverseMatch, include, path, reverse

from config.demo.outbox import names
from config.urls import urlpatterns as site
from learning.enrolment.services import request_place
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person

pytestmark = pytest.mark.django_db
urlpatterns = [*site, path("demo/", include("config.demo.urls"))]


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.ROOT_URLCONF = __name__
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "config.demo.outbox.FolderBackend"


def test_it_is_nowhere_but_in_the_demo():
    with pytest.raises(NoReverseMatch):
        reverse("demo:inbox")


@pytest.mark.long
@pytest.mark.usefixtures("folder")
def test_anyone_reads_what_was_sent_follows_its_links_and_takes_its_files(client):
    url = reverse("demo:inbox")
    assert "Aucun courriel" in client.get(url).content.decode()
    person, cohort = a_person(first_name="Zoé"), a_cohort(places=(1, 1))
    request_place(person=person, cohort=cohort)
    do_the_jobs()
    request_place(person=a_person(), cohort=cohort)
    do_the_jobs()

    listed = client.get(url).content.decode()
    assert listed.index("liste d’attente") < listed.index("Convocation"), "The newest comes first."
    assert person.email in listed
    waiting, convocation = names()
    shown = client.get(reverse("demo:mail", args=[convocation])).content.decode()
    assert "Bonjour Zoé," in shown
    assert "&lt;a target=&quot;_top&quot;" in shown
    calendar = client.get(reverse("demo:attachment", args=[convocation, 1]))
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")
    assert "jour-1.ics" in calendar["Content-Disposition"]
    assert client.get(reverse("demo:mail", args=["nothing"])).status_code == 404
    assert client.get(reverse("demo:attachment", args=[waiting, 0])).status_code == 404


@pytest.mark.usefixtures("folder")
def test_a_mail_without_html_is_read_too(client):
    mails.send_mail("Objet", "Voir http://essai.example/ici", None, ["a@essai.example"])
    (name,) = names()
    shown = client.get(reverse("demo:mail", args=[name])).content.decode()
    assert "<iframe" not in shown
    assert 'href="http://essai.example/ici"' in shown
