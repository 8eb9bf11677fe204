"""The desk over HTTP: what its script sends and asks, and what a page without script does."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from learning.attendance.models import AttendanceMark
from learning.cohorts.enums import Period
from learning.enrolment.arrival_codes import arrival_code
from learning.enrolment.models import Enrolment
from tests.learning.builders import a_person, an_enrolment, half_days_of
from tests.learning.scenes import a_room
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db
DEVICE = uuid4()


@pytest.fixture
def room(client):
    room = a_room(days=1)
    client.force_login(room.trainer)
    return room


def send(client, room, acts, *, sent_at=None):
    url = reverse("trainer:desk_scans", args=[room.cohort.code])
    body = {
        "device": str(DEVICE), "sent_at": (sent_at or timezone.now()).isoformat(), "acts": acts,
    }  # fmt: skip
    return client.post(url, json.dumps(body), content_type="application/json")


def an_act(room, **told):
    return {
        "nonce": str(uuid4()), "at": timezone.now().isoformat(), "half_day": room.now.pk, **told,
    }  # fmt: skip


def test_a_device_sends_several_acts_and_each_is_answered(client, room):
    me, other = room.enrolment, an_enrolment(room.cohort)
    acts = [
        an_act(room, code=arrival_code(me.pk).upper()),
        an_act(room, code="pas un code"),
        an_act(room, enrolment=str(other.pk)),
        an_act(room, enrolment=str(me.pk), undo=True),
        an_act(room, enrolment=str(me.pk), undo=True),
    ]
    said = send(client, room, acts).json()["said"]
    assert [one["nonce"] for one in said] == [act["nonce"] for act in acts]
    assert [one["tone"] for one in said] == ["good", "bad", "good", "good", "bad"]
    assert [one["here"] for one in said] == [True, False, True, False, False]
    assert said[0]["name"] == me.person.display_name
    assert said[0]["words"].startswith("Arrivée notée en retard, à")
    assert dict(AttendanceMark.objects.values_list("enrolment", "status")) == {
        me.pk: "absent", other.pk: "late",
    }  # fmt: skip


def test_a_device_whose_clock_is_an_hour_slow_notes_the_true_hour(client, room):
    slow = timezone.now() - timedelta(hours=1)
    act = an_act(room, code=arrival_code(room.enrolment.pk)) | {"at": slow.isoformat()}
    send(client, room, [act], sent_at=slow)
    late = timezone.now() - AttendanceMark.objects.get().arrived_at
    assert late < timedelta(minutes=1)


def test_what_a_device_kept_for_a_half_day_since_removed_is_answered_and_blocks_nothing(
    client, room
):
    lost = an_act(room, code=arrival_code(room.enrolment.pk)) | {"half_day": 0}
    kept = an_act(room, code=arrival_code(room.enrolment.pk))
    said = send(client, room, [lost, kept]).json()["said"]
    assert [one["tone"] for one in said] == ["bad", "good"]
    assert "n’existe plus" in said[0]["words"]
    client.force_login(a_person())
    assert send(client, room, [lost]).status_code == 404


SOON = "2026-03-03T08:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        [], {}, {"device": "x", "sent_at": SOON, "acts": []},
        {"device": str(DEVICE), "sent_at": "hier", "acts": []},
        {"device": str(DEVICE), "sent_at": SOON, "acts": []},
        {"device": str(DEVICE), "sent_at": SOON, "acts": [3]},
        {"device": str(DEVICE), "sent_at": SOON, "acts": [{}]},
        {"device": str(DEVICE), "sent_at": "2026-03-03T08:00:00", "acts": [{}]},
    ],
)  # fmt: skip
def test_what_no_desk_sends_is_refused(client, room, body):
    url = reverse("trainer:desk_scans", args=[room.cohort.code])
    assert client.post(url, body, content_type="application/json").status_code == 400


def test_a_body_larger_than_a_desk_sends_is_not_read(client, room):
    url = reverse("trainer:desk_scans", args=[room.cohort.code])
    assert client.post(url, "x" * 70_000, content_type="application/json").status_code == 413
    assert client.post(url, "{", content_type="application/json").status_code == 400


def test_other_desks_are_told_who_has_come_since(client, room):
    url = reverse("trainer:desk_state", args=[room.cohort.code, room.now.pk])
    an_enrolment(room.cohort)
    before = client.get(url, {"depuis": timezone.now().isoformat()}).json()
    assert (before["expected"], before["arrived"], before["changes"]) == (2, 0, [])
    send(client, room, [an_act(room, code=arrival_code(room.enrolment.pk))])
    after = client.get(url, {"depuis": before["now"]}).json()
    assert (after["arrived"], after["late"]) == (1, 1)
    (change,) = after["changes"]
    assert (change["enrolment"], change["here"]) == (str(room.enrolment.pk), True)
    later = timezone.now() + timedelta(minutes=1)
    assert client.get(url, {"depuis": later.isoformat()}).json()["changes"] == []


def test_without_script_one_finds_receives_and_takes_back(client, room):
    url = reverse("trainer:desk", args=[room.cohort.code])
    person = a_person(first_name="Zoé", last_name="Hervé")
    zoe = an_enrolment(room.cohort, person)
    page = client.get(url, {"q": "hervé zoé"}).content.decode()
    assert page.count("data-person=") == 2
    assert page.count("            hidden\n") == 1
    page = client.post(url, {"personne": str(zoe.pk)}, follow=True).content.decode()
    assert "Zoé Hervé : Arrivée notée en retard" in page
    page = client.post(url, {"reprendre": str(zoe.pk)}, follow=True).content.decode()
    assert "Arrivée reprise : Zoé Hervé" in page
    refused = client.post(url, {"reprendre": str(zoe.pk)})
    assert refused.status_code == 409
    assert "corrigez-la depuis l’appel" in refused.content.decode()


def test_who_comes_without_an_enrolment_is_received_at_once(client, room):
    url = reverse("trainer:desk", args=[room.cohort.code])
    told = {"first_name": "Lou", "last_name": "", "employer": "", "email": ""}
    assert client.post(url, told).status_code == 422
    page = client.post(url, told | {"last_name": "Garance"}, follow=True).content.decode()
    assert "Lou Garance : Arrivée notée" in page
    came = Enrolment.objects.get(person__last_name="Garance")
    assert f"?personne={came.pk}" in page


def test_the_morning_is_carried_over_from_the_afternoon_s_desk(client, room):
    send(client, room, [an_act(room, code=arrival_code(room.enrolment.pk))])
    afternoon = half_days_of(room.cohort)[1]
    assert afternoon.period == Period.AFTERNOON
    url = f"{reverse('trainer:desk', args=[room.cohort.code])}?demi={afternoon.pk}"
    assert "1 présence reportée" in client.post(url, {"matin": "1"}, follow=True).content.decode()
    assert afternoon.marks.get().status == "present"


def test_badges_are_those_of_everyone_of_who_is_awaited_of_one_or_of_words(client, room):
    url = reverse("trainer:badges", args=[room.cohort.code])
    other = an_enrolment(room.cohort, a_person(last_name="Attendu"))
    send(client, room, [an_act(room, code=arrival_code(room.enrolment.pk))])
    mine = room.person.last_name

    def words(**asked):
        return text_of(client.get(url, asked).content)

    everyone = words()
    assert mine in everyone
    assert "Attendu" in everyone
    awaited = words(qui="attendus", planche="3x8")
    assert "Attendu" in awaited
    assert mine not in awaited
    one = words(personne=str(room.enrolment.pk), premiere="5")
    assert mine in one
    assert "Attendu" not in one
    told = text_of(client.post(url, {"prenom": "Lou", "nom": "Garance"}).content)
    assert told.split() == ["LouGarance"]
    Enrolment.objects.filter(pk=other.pk).delete()
    assert client.get(url, {"qui": "attendus"})["Location"].endswith("/accueil/")
