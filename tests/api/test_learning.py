"""The API does what the services do: happy paths, refusals in JSON, sign-in by default."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.attendance.models import AttendanceMark, Countersignature
from learning.cohorts.enums import CohortState
from learning.enrolment.models import Enrolment
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, a_revision, an_enrolment, an_organisation
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db
NOWHERE = "00000000-0000-0000-0000-000000000000"


def url(name, *args):
    return reverse(f"api:{name}", args=args)


def as_(client, person):
    client.force_login(person)
    return client


def results(response):
    assert response.status_code == 200, response.content
    return response.json()["results"]


def refusal(response):
    """Return the code of a refusal; its detail is a sentence for people."""
    assert response.status_code == 409, response.content
    body = response.json()
    assert set(body) == {"code", "detail"}
    assert len(body["detail"]) > 20
    return body["code"]


def test_a_visitor_is_refused_in_json(client):
    response = client.get(url("enrolments"))
    assert (response.status_code, response["Content-Type"]) == (403, "application/json")


class TestReading:
    def test_modules_tell_what_their_public_page_tells(self, client):
        module = a_revision().edition.module
        (shown,) = results(as_(client, a_person()).get(url("modules")))
        assert (shown["slug"], shown["objectives"]) == (module.slug, module.objectives)

    def test_cohorts_are_those_one_may_see_with_their_places_and_half_days(self, client):
        cohort = a_cohort(places=(1, 1))
        a_cohort(state=CohortState.DRAFT)
        an_enrolment(cohort)
        (shown,) = results(as_(client, a_person()).get(url("cohorts")))
        assert (shown["code"], shown["confirmed_count"], shown["waiting_count"]) == (
            cohort.code, 1, 0,
        )  # fmt: skip
        assert len(shown["half_days"]) == 6
        assert client.get(url("cohort", cohort.code)).json() == shown

    def test_enrolments_are_those_one_may_see_with_their_rank(self, client):
        waiting = an_enrolment(a_cohort(), state="waiting", queue_number=4, confirmed_at=None)
        an_enrolment(a_cohort())
        (shown,) = results(as_(client, waiting.person).get(url("enrolments")))
        assert (shown["id"], shown["state"], shown["rank"]) == (str(waiting.pk), "waiting", 1)
        detail = client.get(url("enrolment", waiting.pk)).json()
        assert detail == {**shown, "wait_reason": "turn"}

    def test_completions_are_the_verdicts_that_hold(self, client):
        room = a_room(is_over=True)
        room.seal(there=range(1, 7))
        do_the_jobs("half_day_sealed")
        (shown,) = results(as_(client, room.person).get(url("completions")))
        assert (shown["verdict"], shown["minutes_attended"]) == ("acquired", 1260)
        (award,) = results(client.get(reverse("awards_api:awards")))
        assert award["facts"]["serial"] == award["serial"]
        assert award["verify_url"].endswith(f"/verifier/{award['code']}")
        assert client.get(reverse("awards_api:award", args=[award["id"]])).json() == award

    def test_the_score_is_that_of_the_catalogue_and_404_without_a_target(self, client):
        as_(client, a_person())
        assert client.get(url("score")).status_code == 404
        today = timezone.localdate()
        Target.objects.create(
            name="2 000", count=2000, counts_as=CountsAs.TRAINED, starts_on=today,
            ends_on=today + timedelta(days=9), counted_at=timezone.now(),
        )  # fmt: skip
        told = client.get(url("score")).json()
        assert (told["count"], told["target"]) == (0, 2000)


class TestAskingAndCancelling:
    def test_a_person_asks_for_a_place_and_gives_it_up(self, client):
        cohort, person = a_cohort(), a_person()
        as_(client, person)
        made = client.post(url("request_place", cohort.code))
        assert (made.status_code, made.json()["state"]) == (201, "confirmed")
        given_up = client.post(url("cancel", made.json()["id"]), {"reason": "Empêchement"})
        assert given_up.json()["state"] == "cancelled"
        assert Enrolment.objects.get().cancellation_reason == "Empêchement"

    def test_refusals_are_409_with_their_code(self, client):
        cohort, person = a_cohort(), a_person()
        as_(client, person)
        client.post(url("request_place", cohort.code))
        assert refusal(client.post(url("request_place", cohort.code))) == "already_enrolled"
        running = a_cohort(state=CohortState.RUNNING)
        assert refusal(client.post(url("request_place", running.code))) == "not_taking_requests"
        nameless = as_(client, a_person(first_name=""))
        assert refusal(nameless.post(url("request_place", cohort.code))) == "name_required"

    def test_a_school_enrols_an_agent(self, client):
        school, cohort = an_organisation(), a_cohort()
        as_(client, a_person(Role.SCHOOL_MANAGER, school))
        agent = {"organisation": str(school.pk), "first_name": "Lou", "last_name": "Nouvel",
                 "email": "LOU@montbrune.example", "employer": str(school.pk)}  # fmt: skip
        made = client.post(url("enrol_agent", cohort.code), agent)
        assert (made.status_code, made.json()["person"]) == (201, "Lou Nouvel")
        enrolment = Enrolment.objects.get()
        assert (enrolment.person.email, enrolment.employer) == ("lou@montbrune.example", school)

    def test_what_is_missing_is_400_and_what_is_not_one_s_own_409(self, client):
        school, cohort = an_organisation(), a_cohort()
        as_(client, a_person(Role.SCHOOL_MANAGER))
        nameless = client.post(url("enrol_agent", cohort.code), {"organisation": str(school.pk)})
        assert (nameless.status_code, set(nameless.json())) == (400, {"first_name", "last_name"})
        agent = {"organisation": str(school.pk), "first_name": "Lou", "last_name": "Nouvel"}
        refused = client.post(url("enrol_agent", cohort.code), agent)
        assert refusal(refused) == "cannot_enrol_for_organisation"

    def test_a_trainer_sees_an_enrolment_and_may_not_cancel_it(self, client):
        room = a_room()
        response = as_(client, room.trainer).post(url("cancel", room.enrolment.pk))
        assert refusal(response) == "cannot_cancel"


class TestAttendance:
    def test_a_person_signs_and_the_trainer_countersigns(self, client):
        room = a_room()
        signed = as_(client, room.person).post(url("sign", room.enrolment.pk, room.now.pk))
        assert (signed.status_code, signed.json()["method"]) == (200, "self_signed")
        sealed = as_(client, room.trainer).post(url("countersign", room.now.pk))
        assert (sealed.json()["present_count"], sealed.json()["absent_count"]) == (1, 0)
        assert Countersignature.objects.get().trainer == room.trainer

    def test_a_trainer_notes_a_late_arrival_at_its_instant(self, client):
        room = a_room()
        at = room.now.starts_at + timedelta(minutes=30)
        noted = as_(client, room.trainer).put(
            url("mark", room.enrolment.pk, room.now.pk),
            {"status": "late", "at": at.isoformat(), "note": "Train"},
            content_type="application/json",
        )
        assert (noted.status_code, noted.json()["status"]) == (200, "late")
        assert AttendanceMark.objects.get().arrived_at == at

    def test_refusals_are_409_with_their_code(self, client):
        room = a_room()
        address = url("mark", room.enrolment.pk, room.now.pk)
        as_(client, room.trainer)
        late = client.put(address, {"status": "late"}, content_type="application/json")
        assert refusal(late) == "time_required"
        coming = room.half_days[-1].pk
        assert refusal(client.post(url("countersign", coming))) == "half_day_has_not_begun"
        as_(client, room.person)
        mine = client.put(address, {"status": "present"}, content_type="application/json")
        assert refusal(mine) == "not_your_cohort"
        assert refusal(client.post(url("sign", room.enrolment.pk, coming))) == "signing_is_closed"

    def test_a_status_that_does_not_exist_is_400(self, client):
        room = a_room()
        wrong = as_(client, room.trainer).put(
            url("mark", room.enrolment.pk, room.now.pk), {"status": "perhaps"},
            content_type="application/json",
        )  # fmt: skip
        assert (wrong.status_code, set(wrong.json())) == (400, {"status"})


def test_what_one_may_not_see_does_not_exist(client):
    room, hidden = a_room(), a_cohort(state=CohortState.DRAFT)
    as_(client, a_person())
    half_day = hidden.half_days.first().pk
    for answer in (
        client.get(url("cohort", hidden.code)),
        client.post(url("request_place", hidden.code)),
        client.get(url("enrolment", room.enrolment.pk)),
        client.post(url("cancel", NOWHERE)),
        client.post(url("countersign", half_day)),
    ):
        assert answer.status_code == 404
