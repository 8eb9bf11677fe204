"""Absences are seen the same half-day, told once, courteously, and kept to whom they concern."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.attendance.enums import AttendanceStatus
from learning.attendance.missing import absent_today
from learning.attendance.services import Presence, countersign_half_day, record_roll_call
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_enrolment, an_organisation
from tests.learning.makeups.scenes import a_missed_half_day
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
FACTS = ("half_day_sealed", "tell_absent")
EXCUSED = Presence(status=AttendanceStatus.EXCUSED, note="Convoquée au tribunal")


def everyone():
    return Enrolment.objects.all()


class TestOnScreen:
    def test_who_has_not_signed_is_seen_half_an_hour_after_the_start(self):
        room = a_room()  # under way for forty minutes
        now = timezone.now()
        assert [one.enrolment for one in absent_today(everyone(), now)] == [room.enrolment]
        assert absent_today(everyone(), now - timedelta(minutes=15)) == []

    def test_who_is_there_or_excused_is_not(self):
        room = a_room()
        other = an_enrolment(room.cohort)
        record_roll_call(
            actor=room.trainer, half_day=room.now,
            presences={room.enrolment: PRESENT, other: EXCUSED},
        )  # fmt: skip
        assert absent_today(everyone(), timezone.now()) == []

    def test_a_school_sees_its_own_people_without_the_reason_the_trainer_sees_all(self, client):
        school = an_organisation()
        room = a_room()
        theirs = an_enrolment(
            room.cohort, a_person(last_name="Delorme"), enrolling_organisation=school
        )
        record_roll_call(actor=room.trainer, half_day=room.now, presences={theirs: EXCUSED})
        client.force_login(a_person(Role.SCHOOL_MANAGER, school))
        page = client.get(reverse("school:absences")).content.decode()
        assert "Delorme" in page
        assert room.person.last_name not in page
        assert "tribunal" not in page
        assert b"tribunal" not in client.get(reverse("school:absences") + "?format=csv").content
        client.force_login(room.trainer)
        page = client.get(reverse("trainer:absences", args=[room.cohort.code])).content.decode()
        assert "tribunal" in page
        assert room.person.last_name in page

    def test_the_schools_desk_says_how_many_are_missing_today(self, client):
        school = an_organisation()
        room = a_room()
        Enrolment.objects.update(enrolling_organisation=school)
        client.force_login(a_person(Role.SCHOOL_MANAGER, school))
        page = client.get(reverse("school:home")).content.decode()
        assert "personne absente aujourd’hui" in page
        assert room.cohort.title in page


class TestWritingToThem:
    def seal(self, room, presence, halves=(1,)):
        from_zero = [room.half_days[number - 1] for number in halves]
        for half in from_zero:
            record_roll_call(
                actor=room.trainer, half_day=half, presences={room.enrolment: presence}
            )
        for half in from_zero:
            countersign_half_day(trainer=room.trainer, half_day=half)
        do_the_jobs(*FACTS)
        return [one.subject for one in mail.outbox if "manqué" in one.subject]

    def test_an_absence_is_told_once_sealed_with_where_to_make_up(self):
        room = a_room(is_over=True)
        assert len(self.seal(room, ABSENT)) == 1
        told = next(one for one in mail.outbox if "manqué" in one.subject)
        assert told.to == [room.person.email]
        url = reverse("learner:make_up", args=[room.enrolment.pk, room.now.pk])
        assert url in told.body

    def test_two_half_days_of_one_day_are_told_once(self):
        room = a_room(is_over=True)
        morning, afternoon = room.half_days[:2]
        afternoon.starts_at = morning.ends_at + timedelta(minutes=1)
        afternoon.ends_at = morning.ends_at + timedelta(minutes=2)
        afternoon.save(update_fields=["starts_at", "ends_at"])
        assert len(self.seal(room, ABSENT, halves=(1, 2))) == 1

    def test_who_is_excused_is_not_written_to(self):
        assert self.seal(a_room(is_over=True), EXCUSED) == []


class TestMakingUpOnThePages:
    def test_the_agent_asks_the_trainer_accepts_the_agent_reads_it(self, client):
        scene = a_missed_half_day()
        room = scene.room
        url = reverse("learner:make_up", args=[room.enrolment.pk, scene.half_day.pk])
        client.force_login(room.person)
        assert scene.host.title in client.get(url).content.decode()
        asked = {
            "acte": "ouvrir", "inscription": str(room.enrolment.pk),
            "manquee": str(scene.half_day.pk), "date": str(scene.date.pk),
        }  # fmt: skip
        client.post(url, asked)
        assert client.post(url, asked).status_code == 409
        client.force_login(room.trainer)
        desk = reverse("trainer:absences", args=[room.cohort.code])
        assert "1 rattrapage demandé" in client.get(desk).content.decode()
        make_up = MakeUp.objects.get()
        client.post(desk, {"acte": "accepter", "rattrapage": str(make_up.pk)})
        client.force_login(room.person)
        assert "Vous êtes attendu·e pour rattraper" in client.get(url).content.decode()
        module = client.get(reverse("learner:enrolment", args=[room.enrolment.pk]))
        assert "Rattrapage prévu" in module.content.decode()

    def test_a_stranger_changes_nothing(self, client):
        scene = a_missed_half_day()
        make_up = scene.accepted()
        client.force_login(a_person(Role.TRAINER))
        desk = reverse("trainer:absences", args=[scene.room.cohort.code])
        act = {"acte": "annuler", "rattrapage": str(make_up.pk)}
        assert client.post(desk, act).status_code == 404
        make_up.refresh_from_db()
        assert make_up.is_accepted
