"""What pages and programs answer about places: offers, approvals, codes, moves by hand."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from learning.enrolment.services import cancel_enrolment
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person
from tests.learning.enrolment.lines import (
    an_agent_of,
    ask,
    open_offer,
    pass_time,
    standing,
    with_approval,
    with_rules,
)
from tests.learning.enrolment.test_reservations import reserve

pytestmark = pytest.mark.django_db


def offered():
    """Return someone who is offered the place that another has left."""
    cohort = with_rules()
    held, waiting = ask(cohort), ask(cohort)
    cancel_enrolment(actor=held.person, enrolment=held)
    return waiting


def signed_in(client, person):
    client.force_login(person)
    return client


def post(client, enrolment, name, **told):
    client.force_login(enrolment.person)
    return client.post(reverse(f"learner:{name}", args=[enrolment.pk]), told)


def words(response):
    return " ".join(response.content.decode().split())


class TestAnswering:
    @pytest.mark.parametrize(("said", "state"), [("oui", "confirmed"), ("non", "cancelled")])
    def test_signed_in_one_button_accepts_and_the_other_leaves_the_place(self, client, said, state):
        enrolment = offered()
        assert post(client, enrolment, "answer", reponse=said).status_code == 302
        assert standing(enrolment)[0] == state

    def test_too_late_the_page_says_so_and_nothing_changes(self, client):
        enrolment = offered()
        pass_time(open_offer(enrolment))
        response = post(client, enrolment, "answer", reponse="oui")
        assert response.status_code == 409
        assert "Cette proposition n’est plus ouverte" in words(response)

    def test_without_an_offer_there_is_nothing_to_answer(self, client):
        placed = ask(with_rules())
        assert post(client, placed, "answer", reponse="oui").status_code == 302

    def test_programs_answer_for_themselves(self, client):
        enrolment = offered()
        api = signed_in(client, enrolment.person)
        shown = api.get(reverse("api:enrolment", args=[enrolment.pk])).json()
        assert (shown["state"], shown["offer_until"] is None) == ("offered", False)
        accept = reverse("api:accept_offer", args=[enrolment.pk])
        assert api.post(accept).json()["state"] == "confirmed"
        assert api.post(accept).json()["code"] == "offer_is_over"

    def test_a_program_leaves_a_place(self, client):
        enrolment = offered()
        api = signed_in(client, enrolment.person)
        answered = api.post(reverse("api:decline_offer", args=[enrolment.pk])).json()
        assert (answered["state"], answered["offer_until"]) == ("cancelled", None)


class TestApproval:
    def test_the_catalogue_s_button_leads_to_the_address_first(self, client):
        cohort, person = with_rules(), an_agent_of(with_approval())
        page = signed_in(client, person).post(reverse("learner:ask"), {"cohorte": cohort.code})
        assert page.status_code == 200
        assert "Courriel de votre responsable" in words(page)
        told = {"cohorte": cohort.code, "responsable": "faux"}
        refused = client.post(reverse("learner:ask"), told)
        assert refused.status_code == 409
        assert 'value="faux"' in refused.content.decode()

    def test_a_program_tells_the_address(self, client):
        cohort, person = with_rules(), an_agent_of(with_approval())
        address = reverse("api:request_place", args=[cohort.code])
        api = signed_in(client, person)
        assert api.post(address).json()["code"] == "approver_needed"
        told = {"approver_email": "cheffe@essai.example"}
        assert api.post(address, told).json()["state"] == "awaiting"

    def test_a_request_taken_back_has_nothing_to_answer(self, client, mailoutbox):
        request = ask(with_rules(), an_agent_of(with_approval()), "cheffe@essai.example")
        do_the_jobs()
        asked = next(mail for mail in mailoutbox if mail.to == ["cheffe@essai.example"])
        link = next(word for word in asked.body.split() if "/accord/" in word)
        cancel_enrolment(actor=request.person, enrolment=request)
        page = client.get("/accord/" + link.split("/accord/")[1])
        assert "n’attend plus de réponse" in words(page)
        assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]


class TestCodes:
    def test_a_code_gives_a_place_and_a_wrong_one_says_what_to_do(self, client):
        kept = reserve(with_rules(), 1)
        person = a_person()
        page = reverse("learner:invitation")
        refused = signed_in(client, person).post(page, {"code": "FAUX"})
        assert (refused.status_code, 'value="FAUX"' in refused.content.decode()) == (409, True)
        assert client.post(page, {"code": kept.code}).status_code == 302
        assert kept.enrolments.get().person == person

    def test_who_has_no_name_gives_it_first_and_comes_back_with_the_code(self, client):
        kept = reserve(with_rules(), 1)
        signed_in(client, a_person(first_name=""))
        sent_to = client.post(reverse("learner:invitation"), {"code": kept.code})["Location"]
        assert "mon-profil" in sent_to
        assert kept.code in sent_to


class TestByHand:
    def test_the_page_moves_someone_with_a_reason_or_says_what_lacks(self, client):
        enrolment = offered()
        boss = signed_in(client, a_person(Role.ADMINISTRATOR))
        address = reverse("steering:by_hand", args=[enrolment.cohort.code, enrolment.pk])
        assert boss.post(address, {"acte": "place", "raison": " "}).status_code == 409
        assert boss.post(address, {"acte": "autre", "raison": "Oui"}).status_code == 404
        assert boss.post(address, {"acte": "place", "raison": "Au téléphone"}).status_code == 302
        assert standing(enrolment)[0] == "confirmed"

    def test_rules_that_make_no_sense_change_nothing(self, client):
        cohort = with_rules(2)
        ask(cohort)
        ask(cohort)
        address = reverse("steering:rules", args=[cohort.code])
        boss = signed_in(client, a_person(Role.ADMINISTRATOR))
        told = {"places_min": "1", "places_max": "1", "offer_hours": "48"}
        assert boss.post(address, told).status_code == 409
        assert boss.post(address, {**told, "offer_hours": "0"}).status_code == 422
        cohort.refresh_from_db()
        assert cohort.places_max == 2
