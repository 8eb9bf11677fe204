"""Administrators read, try and change what the platform writes to people."""

import pytest
from django.urls import reverse

from accounts.notifications.models import Message, MessageTemplate
from accounts.users.enums import Role
from learning.enrolment.services import request_place
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person

pytestmark = pytest.mark.django_db
OFFER = reverse("steering:message", args=["confirmed", "fr"])
WRITTEN = {"subject": "C’est oui, {{ prenom }}", "body": "Venez le {{ date }}.\n\nÀ bientôt."}


@pytest.fixture
def steering(client):
    client.force_login(a_person(Role.ADMINISTRATOR, first_name="Ysée", last_name="Marchand"))
    return client


def page(response) -> str:
    return str(response.content.decode())


def test_the_list_tells_whose_text_each_message_says(steering):
    url = reverse("steering:messages")
    assert "Texte modifié" not in page(steering.get(url))
    steering.post(OFFER, WRITTEN)
    told = page(steering.get(url))
    assert told.count("Texte modifié") == 1
    assert "Ysée Marchand" in told


def test_a_text_is_shown_on_an_invented_person_before_it_is_kept(steering):
    shown = page(steering.post(OFFER, {**WRITTEN, "acte": "apercu"}))
    assert "C’est oui, Camille" in shown
    assert "16\u00a0mars 2027" in shown
    assert not MessageTemplate.objects.exists()
    fragment = steering.post(OFFER, {**WRITTEN, "acte": "apercu"}, headers={"HX-Request": "true"})
    assert "C’est oui, Camille" in page(fragment)
    assert "<html" not in page(fragment)


def test_links_of_the_preview_lead_nowhere(steering):
    shown = page(steering.get(OFFER))
    preview = shown[shown.index('id="apercu"') : shown.index('id="trail"')]
    assert "Choisir mon mot de passe" in preview
    assert "href" not in preview


@pytest.mark.parametrize(
    ("body", "said"), [("Bonjour {{ nom }}", "{{ premiere_visite }}"), ("", "Écrivez un objet")]
)
def test_a_text_that_cannot_be_filled_is_refused_with_its_words_kept(steering, body, said):
    response = steering.post(OFFER, {"subject": "Objet à moi", "body": body})
    assert response.status_code == 409
    assert said in page(response)
    assert "Objet à moi" in page(response)
    fragment = steering.post(
        OFFER, {"subject": "Objet", "body": body, "acte": "apercu"}, headers={"HX-Request": "true"}
    )
    assert fragment.status_code == 200
    assert said in page(fragment)
    assert not MessageTemplate.objects.exists()


def test_what_is_kept_leaves_and_its_history_outlives_a_reset(steering, mailoutbox):
    steering.post(OFFER, WRITTEN)
    request_place(person=a_person(first_name="Lou"), cohort=a_cohort())
    do_the_jobs()
    assert mailoutbox[0].subject == "C’est oui, Lou"
    steering.post(OFFER, {"acte": "retablir"})
    shown = page(steering.get(OFFER))
    assert "Texte par défaut" in shown
    assert "texte de message changé" in shown
    assert "texte de message rétabli" in shown
    request_place(person=a_person(), cohort=a_cohort())
    do_the_jobs()
    assert mailoutbox[1].subject.startswith("Convocation")


@pytest.mark.parametrize("address", [("nothing", "fr"), ("confirmed", "de")])
def test_there_is_no_other_message_and_no_other_language(steering, address):
    assert steering.get(reverse("steering:message", args=address)).status_code == 404


def test_the_page_of_a_person_tells_what_became_of_their_messages(steering):
    person = a_person()
    request_place(person=person, cohort=a_cohort())
    url = reverse("steering:person", args=[person.pk])
    assert "Aucun message ne lui a été envoyé" in page(steering.get(url))
    do_the_jobs()
    told = page(steering.get(url))
    assert "Convocation : Réenchantez" in told
    assert "Place confirmée (convocation)" in told
    assert "Envoyé" in told
    Message.objects.update(state="failed", error="550 No such user")
    assert "550 No such user" in page(steering.get(url))


def test_a_person_says_which_language_they_are_written_to_in(client, mailoutbox):
    person = a_person()
    client.force_login(person)
    client.post(
        reverse("profile:edit"),
        {
            "first_name": "Lou", "last_name": "Nouvel", "language": "en", "versant": "fpt",
            "category": "a", "employment_status": "tenured",
        },
    )  # fmt: skip
    person.refresh_from_db()
    request_place(person=person, cohort=a_cohort())
    do_the_jobs()
    assert mailoutbox[0].subject.startswith("Your place is confirmed")
    assert "9:00" in mailoutbox[0].body
