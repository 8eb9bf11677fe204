"""What was written to a person is also on the site: a bell, a page, read once opened."""

import pytest
from django.urls import reverse

from accounts.notifications.models import Message
from accounts.users.enums import Role
from learning.enrolment.services import cancel_enrolment, request_place
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person

pytestmark = pytest.mark.django_db
ALL = reverse("messages:all")


def page(response) -> str:
    return str(response.content.decode())


@pytest.fixture
def offered(client):
    """Someone who waited, and is offered a place."""
    cohort, person = a_cohort(places=(1, 1)), a_person()
    taken = request_place(person=a_person(), cohort=cohort)
    enrolment = request_place(person=person, cohort=cohort)
    do_the_jobs()
    cancel_enrolment(actor=taken.person, enrolment=taken)
    do_the_jobs()
    client.force_login(person)
    return enrolment


def test_the_bell_counts_what_is_new_and_each_message_leads_to_its_page(client, offered):
    shown = page(client.get(ALL))
    assert 'class="bell-count">2<' in shown
    assert shown.index("Une place pour vous") < shown.index("liste d’attente")
    message = Message.objects.get(person=offered.person, kind="offered")
    opened = client.post(reverse("messages:open", args=[message.pk]))
    assert opened["Location"] == reverse("learner:enrolment", args=[offered.pk])
    assert 'class="bell-count">1<' in page(client.get(reverse("learner:home")))
    client.post(reverse("messages:read"))
    assert "bell-count" not in page(client.get(ALL))


def test_no_secret_link_is_kept_in_what_leads_to_a_page(offered):
    pages = Message.objects.filter(person=offered.person).values_list("page", flat=True)
    assert set(pages) == {reverse("learner:enrolment", args=[offered.pk])}


def test_nobody_opens_the_message_of_another(client, offered):
    message = Message.objects.get(person=offered.person, kind="offered")
    client.force_login(a_person(Role.ADMINISTRATOR))
    assert client.post(reverse("messages:open", args=[message.pk])).status_code == 404
    client.post(reverse("messages:read"))
    message.refresh_from_db()
    assert message.read_at is None


def test_whoever_was_told_nothing_is_told_what_to_do(client):
    client.force_login(a_person())
    assert "Voir le catalogue" in page(client.get(ALL))
