"""The pages around one's calendar: the address to subscribe to, the convocation to take."""

import re

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation

pytestmark = pytest.mark.django_db
MINE = reverse("agenda:mine")


def page(response) -> str:
    return str(response.content.decode())


def test_an_address_is_shown_once_and_read_by_whoever_holds_it_until_it_is_cut(client):
    person = a_person()
    an_enrolment(a_cohort(), person)
    client.force_login(person)
    assert "Créer l’adresse" in page(client.get(MINE))
    made = page(client.post(MINE, {"acte": "creer"}))
    path = re.search(r'value="https?://[^/]+(/agenda/[^"]+\.ics)"', made)[1]
    assert 'href="webcal://' in made
    assert path not in page(client.get(MINE))
    client.logout()
    read = client.get(path)
    assert read.headers["Content-Type"].startswith("text/calendar")
    assert "private" in read.headers["Cache-Control"]
    assert b"BEGIN:VEVENT" in read.content
    again = client.get(path, headers={"If-None-Match": read.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.force_login(person)
    client.post(MINE, {"acte": "couper"})
    assert client.get(path).status_code == 404


def test_a_trainer_has_an_address_for_a_cohort_and_a_stranger_none(client):
    trainer = a_person(Role.TRAINER)
    cohort = a_cohort(trainers=[trainer])
    client.force_login(trainer)
    made = page(client.post(MINE, {"acte": "creer", "cohorte": cohort.code}))
    assert cohort.title in made
    assert cohort.title in page(client.get(MINE)), "It stays in the list of what was made."
    client.force_login(a_person(Role.TRAINER))
    assert client.post(MINE, {"acte": "creer", "cohorte": cohort.code}).status_code == 404


def test_the_convocation_is_taken_by_its_person_and_by_their_school(client):
    school = an_organisation()
    enrolment = an_enrolment(a_cohort(), enrolling_organisation=school)
    client.force_login(enrolment.person)
    mine = client.get(reverse("learner:convocation", args=[enrolment.pk]))
    assert mine.content.startswith(b"%PDF-")
    client.force_login(a_person(Role.SCHOOL_MANAGER, school))
    url = reverse("school:convocation", args=[enrolment.pk])
    assert client.get(url).content.startswith(b"%PDF-")
    client.force_login(a_person(Role.SCHOOL_MANAGER))
    assert client.get(url).status_code == 404


def test_whoever_has_no_place_yet_has_no_convocation(client):
    waiting = an_enrolment(a_cohort(), state="waiting", confirmed_at=None, queue_number=1)
    client.force_login(waiting.person)
    answer = client.get(reverse("learner:convocation", args=[waiting.pk]))
    assert answer.url == reverse("learner:enrolment", args=[waiting.pk])
