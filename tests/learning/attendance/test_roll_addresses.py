"""What the roll-call's page asks and sends, and what a person settles."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import User
from accounts.users.services import AgentDetails
from common.audit.models import AuditEntry
from learning.attendance.devices import Upload
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.attendance.services import countersign_half_day, sign_half_day
from learning.cohorts.enums import CohortState
from learning.enrolment.at_the_door import (
    CannotReceiveHere,
    NamesNeeded,
    receive_at_the_door,
)
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from tests.learning.attendance.test_devices import PHONE, a_sent, receive
from tests.learning.builders import a_person, a_running_cohort, an_enrolment, an_organisation
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
INK = "M 10 10 L 20 40 L 60 80 L 90 30 L 120 90"


@pytest.fixture
def room():
    return a_room()


@pytest.fixture
def browser(room, client):
    client.force_login(room.trainer)
    return client


def address(room, name):
    return reverse(f"trainer:{name}", args=[room.cohort.code])


def a_mark(room, **changes):
    given = {
        "nonce": str(uuid4()), "enrolment": str(room.enrolment.pk), "half_day": room.now.pk,
        "status": "present", "at": None, "note": "", "strokes": "", "typed": "", "seen": 0,
        "made_at": timezone.now().isoformat(), "made_by": str(room.trainer.pk),
    }  # fmt: skip
    return {**given, **changes}


def a_walk_in(room, **changes):
    given = {
        "enrolment": str(uuid4()), "last_name": "Mahé", "first_name": "Violette", "email": "",
        "employer": "", "made_at": timezone.now().isoformat(), "made_by": str(room.trainer.pk),
    }  # fmt: skip
    return {**given, **changes}


def send(browser, room, *marks, walk_ins=(), **changes):
    body = {
        "device": str(uuid4()), "device_name": "Tablette", "sent_at": timezone.now().isoformat(),
        "marks": list(marks), "walk_ins": list(walk_ins), **changes,
    }  # fmt: skip
    return browser.post(address(room, "roll_upload"), json.dumps(body), "application/json")


class TestTheDay:
    def test_it_holds_the_day_s_group_and_nothing_else(self, browser, room):
        an_enrolment(room.cohort, state=EnrolmentState.WAITING, queue_number=1)
        an_enrolment(a_running_cohort(trainers=[room.trainer]))
        sign_half_day(person=room.person, enrolment=room.enrolment, half_day=room.now)
        told = browser.get(address(room, "roll_data")).json()
        assert [one["enrolment"] for one in told["people"]] == [str(room.enrolment.pk)]
        assert set(told["people"][0]) == {"enrolment", "last_name", "first_name", "employer"}
        assert [half["id"] for half in told["halves"]] == [one.pk for one in room.half_days[:2]]
        mark = AttendanceMark.objects.get()
        assert told["marks"][0]["entry"] == mark.entry > 0
        assert told["marks"][0]["signed_at"] == mark.signed_at.isoformat()

    def test_it_is_sent_again_only_when_it_changed(self, browser, room):
        url = address(room, "roll_data")
        tag = browser.get(url)["ETag"]
        again = browser.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["X-CSRFToken"]
        send(browser, room, a_mark(room))
        assert browser.get(url, headers={"If-None-Match": tag}).status_code == 200

    def test_a_cohort_without_a_day_has_an_empty_list(self, browser, room):
        room.cohort.half_days.all().delete()
        assert browser.get(address(room, "roll_data")).json()["halves"] == []

    def test_between_two_days_it_is_the_next_one(self, browser, room):
        for half in room.half_days:
            half.starts_at += timedelta(days=3)
            half.ends_at += timedelta(days=3)
            half.save()
        told = browser.get(address(room, "roll_data")).json()
        assert [half["id"] for half in told["halves"]] == [one.pk for one in room.half_days[:2]]


class TestSending:
    def test_a_bad_mark_says_why_and_stops_none_of_the_others(self, browser, room):
        bad = [
            a_mark(room, status="perhaps"), a_mark(room, made_at="hier"), a_mark(room, seen=-1),
            a_mark(room, half_day="1"), a_mark(room, strokes="M 1 1 L x"), "nothing",
            a_mark(room, note="\x00"), a_mark(room, status="late", at=None),
        ]  # fmt: skip
        answers = send(browser, room, *bad, a_mark(room)).json()["marks"]
        assert [one["state"] for one in answers] == ["invalid"] * len(bad) + ["applied"]
        assert all(one["sentence"].endswith(".") for one in answers[:-1])
        assert "Cette signature ne se lit pas" in answers[4]["sentence"]

    def test_three_times_the_same_sending_adds_nothing(self, browser, room):
        mark, walk_in = a_mark(room, strokes=INK), a_walk_in(room)
        answers = [send(browser, room, mark, walk_ins=[walk_in]).json() for _ in range(3)]
        assert answers[0] == answers[1] == answers[2]
        assert DeviceMark.objects.count() == AttendanceMark.objects.count() == 1
        assert Enrolment.objects.filter(cohort=room.cohort).count() == 2

    @pytest.mark.parametrize(
        "wrong", [{"marks": None}, {"device": "x"}, {"sent_at": "0001-01-01T00:00:00Z"}]
    )
    def test_what_is_no_sending_is_refused_whole(self, browser, room, wrong):
        assert send(browser, room, a_mark(room), **wrong).status_code == 400
        assert not DeviceMark.objects.exists()

    def test_too_many_marks_at_once_are_refused(self, browser, room):
        assert send(browser, room, *[{}] * 201).status_code == 400

    def test_the_site_s_token_is_asked_for(self, room):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(room.trainer)
        assert send(browser, room, a_mark(room)).status_code == 403


class TestWalkIns:
    def test_they_are_enrolled_and_their_marks_with_them_whatever_the_maximum(self, browser, room):
        room.cohort.places_max = 2
        room.cohort.save()
        an_enrolment(room.cohort)
        employer = an_organisation(name="Mairie de Vaucelin")
        person = a_walk_in(room, employer="mairie de vaucelin")
        told = send(browser, room, walk_ins=[person]).json()["walk_ins"]
        assert told == [
            {"enrolment": person["enrolment"], "state": "enrolled", "sentence": "",
             "kept": person["enrolment"]}
        ]  # fmt: skip
        send(browser, room, a_mark(room, enrolment=person["enrolment"]))
        mark = AttendanceMark.objects.select_related("enrolment").get()
        assert str(mark.enrolment_id) == person["enrolment"]
        assert mark.enrolment.employer == employer
        assert AuditEntry.objects.filter(action="received_at_the_door").exists()

    def test_an_employer_nobody_knows_is_kept_as_it_was_told(self, browser, room):
        send(browser, room, walk_ins=[a_walk_in(room, employer="Syndicat des eaux")])
        person = User.objects.get(last_name="Mahé")
        assert person.agent_profile.service == "Syndicat des eaux"

    def test_someone_who_was_on_the_list_keeps_their_enrolment(self, browser, room):
        person = a_walk_in(room, email=room.person.email)
        told = send(browser, room, walk_ins=[person]).json()["walk_ins"][0]
        assert (told["state"], told["kept"]) == ("known", str(room.enrolment.pk))
        assert "avait déjà une inscription" in told["sentence"]

    def test_someone_who_waited_gets_a_place(self, browser, room):
        waiting = an_enrolment(room.cohort, state=EnrolmentState.WAITING, queue_number=1)
        send(browser, room, walk_ins=[a_walk_in(room, email=waiting.person.email)])
        waiting.refresh_from_db()
        assert waiting.is_confirmed

    @pytest.mark.parametrize(
        ("wrong", "state"), [({"email": "sans arobase"}, "invalid"), ({"last_name": ""}, "refused")]
    )
    def test_who_cannot_be_read_or_named_stays_on_the_device(self, browser, room, wrong, state):
        told = send(browser, room, walk_ins=[a_walk_in(room, **wrong)]).json()["walk_ins"][0]
        assert told["state"] == state
        assert told["sentence"]

    def test_an_id_is_one_cohort_s_only(self, room):
        other = a_running_cohort(trainers=[room.trainer])
        names = AgentDetails(first_name="Violette", last_name="Mahé")
        with pytest.raises(CannotReceiveHere):
            receive_at_the_door(
                actor=room.trainer, cohort=other, details=names, enrolment_id=room.enrolment.pk
            )

    def test_names_are_needed_and_a_cohort_that_is_held(self, room):
        names = AgentDetails(first_name="Violette", last_name="Mahé")
        with pytest.raises(NamesNeeded):
            receive_at_the_door(
                actor=room.trainer, cohort=room.cohort,
                details=AgentDetails(first_name=" ", last_name="Mahé"),
            )  # fmt: skip
        room.cohort.state = CohortState.CANCELLED
        room.cohort.save()
        with pytest.raises(CannotReceiveHere):
            receive_at_the_door(actor=room.trainer, cohort=room.cohort, details=names)


class TestThePages:
    def test_the_roll_call_and_the_room_lead_to_each_other(self, browser, room):
        assert address(room, "room") in browser.get(address(room, "roll")).text
        assert address(room, "roll") in browser.get(address(room, "room")).text

    def test_the_page_holds_no_one_s_name_but_the_trainer_s(self, browser, room):
        page = browser.get(address(room, "roll")).text
        assert room.person.last_name not in page
        assert str(room.trainer.pk) in page

    def test_the_installed_page_opens_the_cohort_under_way(self, browser, room):
        assert browser.get(reverse("trainer:roll_start")).url == address(room, "roll")
        room.cohort.state = CohortState.CLOSED
        room.cohort.save()
        assert browser.get(reverse("trainer:roll_start")).url == reverse("trainer:home")

    def test_the_service_worker_knows_the_files_of_the_page(self, client):
        script = client.get(reverse("trainer:worker"))
        assert script["Content-Type"] == "text/javascript"
        shell = json.loads(script.text.split("\n")[0].removeprefix("const SHELL = ").rstrip(";"))
        assert any(name.endswith(".js") for name in shell["files"])
        assert any(name.endswith(".woff2") for name in shell["files"])
        assert all(name.startswith(shell["statics"]) for name in shell["files"])

    def test_the_manifest_opens_where_the_service_worker_rules(self, client):
        told = client.get(reverse("trainer:manifest")).json()
        assert told["start_url"].startswith(told["scope"])
        assert {icon["sizes"] for icon in told["icons"]} >= {"192x192", "512x512"}


class TestSettlingPage:
    def test_it_shows_both_sides_and_takes_one(self, browser, room):
        receive(room)
        upload = Upload(
            device=PHONE.device, device_name="Téléphone", clock_offset=timedelta(minutes=7)
        )
        made_at = timezone.now() - timedelta(minutes=8)
        mark = receive(room, a_sent(room, ABSENT, made_at=made_at), upload)
        page = browser.get(address(room, "conflicts")).text
        words = " ".join(page.split())
        for said in ("1 contradiction à régler", "Téléphone", "Garder « Présent·e »",
                     "Prendre « Absent·e »", "retardait de 7 min"):  # fmt: skip
            assert said in words
        url = reverse("trainer:settle", args=[room.cohort.code, mark.pk])
        browser.post(url, {"choix": "appareil"})
        assert AttendanceMark.objects.get().status == "absent"
        assert "Rien à régler" in browser.get(address(room, "conflicts")).text

    def test_a_late_mark_is_refused_without_a_reason_and_nothing_typed_is_lost(self, browser, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        mark = receive(room, a_sent(room, PRESENT))
        url = reverse("trainer:settle", args=[room.cohort.code, mark.pk])
        refused = browser.post(url, {"choix": "appareil", "raison": " "})
        assert refused.status_code == 409
        assert "une correction garde sa raison" in refused.text
        browser.post(url, {"choix": "enregistre", "raison": "Partie à 9 h"})
        assert "Partie à 9 h" in browser.get(address(room, "conflicts")).text
        assert AttendanceMark.objects.get().status == "absent"

    def test_what_could_not_be_taken_stays_written(self, browser, room):
        receive(room, a_sent(room, enrolment_id=a_person().pk))
        assert "Personne inconnue" in browser.get(address(room, "conflicts")).text
