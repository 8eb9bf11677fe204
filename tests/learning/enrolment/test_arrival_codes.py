"""The code one shows on arriving, on paper and on screen, and the badges that carry it."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.users.enums import Role
from learning.enrolment.arrival_codes import CODE_LENGTH, arrival_code, enrolment_of_code
from learning.enrolment.badges import SHEETS, Badge, badge_of, badges
from learning.enrolment.enums import EnrolmentState
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation
from tests.pdf_tools import text_of


def test_a_code_says_which_enrolment_it_is_whatever_its_case():
    enrolment = uuid4()
    code = arrival_code(enrolment)
    assert (len(code), code) == (CODE_LENGTH, arrival_code(enrolment))
    assert enrolment_of_code(code) == enrolment_of_code(code.upper()) == enrolment


def test_a_code_that_we_did_not_make_says_nothing():
    code, other = arrival_code(uuid4()), arrival_code(uuid4())
    forged = other[:26] + code[26:]
    for text in (forged, code[:-1], f"{code}a", "é" * CODE_LENGTH, "1" * CODE_LENGTH, ""):
        assert enrolment_of_code(text) is None


def test_codes_printed_before_the_key_changed_are_still_known(settings):
    enrolment, before = uuid4(), settings.SECRET_KEY
    printed = arrival_code(enrolment)
    settings.SECRET_KEY = "another key, drawn since"
    assert enrolment_of_code(printed) is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert enrolment_of_code(printed) == enrolment
    assert arrival_code(enrolment) != printed


@pytest.mark.django_db
def test_opened_by_its_owner_a_code_leads_to_their_page_and_by_the_team_to_the_desk(client):
    trainer = a_person(Role.TRAINER)
    enrolment = an_enrolment(a_cohort(trainers=[trainer]))
    url = reverse("learner:arrival", args=[arrival_code(enrolment.pk)])
    assert client.get(url)["Location"].startswith(reverse("account_login"))
    client.force_login(enrolment.person)
    assert client.get(url)["Location"] == reverse("learner:enrolment", args=[enrolment.pk])
    client.force_login(trainer)
    desk = client.get(url)["Location"]
    assert desk.startswith(reverse("trainer:desk", args=[enrolment.cohort.code]))
    page = client.get(desk).content.decode()
    assert page.count("data-person=") == 1
    client.force_login(a_person())
    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_only_who_has_a_place_has_a_code_to_show(client):
    enrolment = an_enrolment(a_cohort())
    url = reverse("learner:arrival_code", args=[enrolment.pk])
    client.force_login(enrolment.person)
    assert "<svg" in client.get(url).content.decode()
    enrolment.state, enrolment.queue_number = EnrolmentState.WAITING, 1
    enrolment.save()
    assert client.get(url)["Location"] == reverse("learner:enrolment", args=[enrolment.pk])


@pytest.mark.django_db
def test_badges_say_every_name_in_full_and_begin_at_the_first_label_left():
    cohort = a_cohort()
    town = an_organisation(name="Ville de Montbrune")
    people = [
        badge_of(an_enrolment(cohort, a_person(last_name=f"Corre {n}"), employer=town))
        for n in range(4)
    ]
    long = Badge("Marie-Charlotte-Amandine", "de La Rochefoucauld-Montbel", "Intervenante")
    for labels in SHEETS:
        pdf = badges(cohort, [long, *people], labels=labels, first=labels.count - 1)
        first, second = PdfReader(BytesIO(pdf)).pages
        assert "Corre 0" in first.extract_text()
        assert "Corre 1" not in first.extract_text()
        assert "Corre 3" in second.extract_text()
        # Lines and paragraphs are read without what stands between them.
        text = text_of(pdf).replace(" ", "")
        assert "Marie-Charlotte-AmandinedeLaRochefoucauld-MontbelIntervenante" in text
        assert text.count("VilledeMontbrune") == 4
