"""The endpoints that the page of an interactive activity speaks to."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.users.enums import Role
from learning.progress.models import H5PState, Statement
from modules.programmes.models import Activity
from tests.learning.builders import a_cohort, a_content_version, a_person, an_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return an_enrolment(a_cohort())


@pytest.fixture
def activity(enrolment):
    found = Activity.objects.filter(sequence__day__revision=enrolment.cohort.revision).first()
    found.kind, found.content_version = "h5p", a_content_version()
    found.save()
    return found


@pytest.fixture
def mine(enrolment):
    browser = Client()
    browser.force_login(enrolment.person)
    return browser


def address(route, enrolment, activity):
    return reverse(f"api:{route}", args=[enrolment.pk, activity.pk])


def statement(**changes):
    return {
        "id": str(uuid4()),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "x"},
        **changes,
    }


def post(browser, url, body):
    return browser.post(url, json.dumps(body), content_type="application/json")


def test_a_statement_is_created_once(mine, enrolment, activity):
    url, told = address("statements", enrolment, activity), statement()
    for _ in range(2):
        answer = post(mine, url, told)
        assert (answer.status_code, answer.json()) == (201, {"id": told["id"]})
    assert Statement.objects.count() == 1


def test_what_does_not_hold_says_why(mine, enrolment, activity):
    answer = post(mine, address("statements", enrolment, activity), statement(id="1"))
    assert answer.status_code == 400
    assert answer.json()["code"] == "id"
    listed = post(mine, address("statements", enrolment, activity), [statement()])
    assert listed.status_code == 400


def test_too_many_statements_are_answered_429(mine, enrolment, activity, monkeypatch):
    monkeypatch.setattr("learning.progress.services.MOST_STATEMENTS_A_MINUTE", 1)
    url = address("statements", enrolment, activity)
    assert post(mine, url, statement()).status_code == 201
    assert post(mine, url, statement()).status_code == 429


def test_a_state_is_kept_read_and_forgotten(mine, enrolment, activity):
    url = address("state", enrolment, activity)
    assert mine.get(url).json() == {"data": ""}
    saved = mine.put(url, json.dumps({"data": '{"0":1}'}), content_type="application/json")
    assert saved.status_code == 204
    assert mine.get(url).json() == {"data": '{"0":1}'}
    assert mine.delete(url).status_code == 204
    assert not H5PState.objects.exists()


def test_neither_trainers_nor_administrators_speak_for_a_participant(enrolment, activity):
    trainer = a_person(Role.TRAINER)
    enrolment.cohort.trainers.add(trainer)
    for person in (trainer, a_person(Role.ADMINISTRATOR), a_person()):
        browser = Client()
        browser.force_login(person)
        for route in ("statements", "state"):
            url = address(route, enrolment, activity)
            assert post(browser, url, statement()).status_code in {404, 405}
        assert browser.get(address("state", enrolment, activity)).status_code == 404


def test_a_page_of_another_site_cannot_record(enrolment, activity):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(enrolment.person)
    answer = post(browser, address("statements", enrolment, activity), statement())
    assert answer.status_code == 403
    assert not Statement.objects.exists()
