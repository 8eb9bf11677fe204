"""What a sheet shows that somebody should look at: each in a sentence, none where all is well."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.attendance.enums import AttendanceStatus, DeviceMarkState, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature, DeviceMark
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.queries import holiday_on
from learning.reports.anomalies import anomalies_of
from learning.reports.anomaly_facts import facts_of
from learning.reports.enums import WHAT_TO_DO, AnomalyKind
from tests.learning.builders import a_person, a_running_cohort, a_venue, an_enrolment
from tests.learning.scenes import PRESENT, a_room

pytestmark = pytest.mark.django_db


def found(room, kind=None, at=None):
    facts = facts_of(HalfDay.objects.filter(pk=room.now.pk))
    every = anomalies_of(facts, at or timezone.now())
    return [one for one in every if kind in {None, one.kind}]


def signed(room, count, at, *, apart=timedelta(0)):
    """Have so many people signed, each so long after the other."""
    made = [an_enrolment(room.cohort) for _n in range(count)]
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=one, half_day=room.now, status=AttendanceStatus.PRESENT,
            method=MarkMethod.SELF_SIGNED, recorded_by=one.person, signed_at=at + n * apart,
        )
        for n, one in enumerate(made)
    )  # fmt: skip
    return made


def sent(room, enrolment, **fields):
    """Have a device of the team send that this person signed on it."""
    given = {
        "nonce": uuid4(), "device": "tablette-a", "device_name": "Tablette A",
        "cohort": room.cohort, "half_day": room.now, "enrolment": enrolment,
        "status": AttendanceStatus.PRESENT, "method": MarkMethod.DEVICE_SIGNED,
        "made_at": timezone.now(), "marked_by": room.trainer, "sent_by": room.trainer,
        "state": DeviceMarkState.SAME, **fields,
    }  # fmt: skip
    return DeviceMark.objects.create(**given)


def test_a_sheet_where_all_is_well_shows_nothing():
    room = a_room()
    signed(room, 6, room.now.starts_at, apart=timedelta(minutes=1))
    assert found(room) == []


def test_every_kind_says_what_to_do():
    assert set(WHAT_TO_DO) == set(AnomalyKind)


class TestSignatures:
    def test_who_signed_on_their_phone_and_on_a_device_is_named(self):
        room = a_room()
        one, other = signed(room, 2, room.now.starts_at)
        sent(room, one)
        (anomaly,) = found(room, AnomalyKind.SIGNED_TWICE)
        assert anomaly.sentence == "1 personne a signé deux fois, de deux endroits"
        assert one.person.last_name in anomaly.rows[0]
        assert other.person.last_name not in anomaly.rows[0]

    def test_two_devices_are_two_places_and_one_sending_again_is_not(self):
        room = a_room()
        sent(room, room.enrolment)
        sent(room, room.enrolment)
        AttendanceMark.objects.create(
            enrolment=room.enrolment, half_day=room.now, status=AttendanceStatus.PRESENT,
            method=MarkMethod.DEVICE_SIGNED, device="tablette-a", recorded_by=room.trainer,
        )  # fmt: skip
        assert found(room, AnomalyKind.SIGNED_TWICE) == []
        sent(room, room.enrolment, device="tablette-b")
        assert "2 appareils" in found(room, AnomalyKind.SIGNED_TWICE)[0].rows[0]

    @pytest.mark.parametrize(
        ("together", "apart", "is_odd"), [(5, 1, True), (4, 0, False), (5, 2, False)]
    )
    def test_five_and_four_in_five_in_one_minute_are_odd(self, together, apart, is_odd):
        room = a_room()
        minute = room.now.starts_at.replace(second=0, microsecond=0)
        signed(room, together, minute, apart=timedelta(seconds=9))
        signed(room, apart, minute + timedelta(minutes=3), apart=timedelta(minutes=2))
        assert bool(found(room, AnomalyKind.SAME_MINUTE)) is is_odd

    def test_a_clock_that_is_off_by_more_than_five_minutes(self):
        room = a_room()
        sent(room, room.enrolment, clock_offset_ms=4 * 60_000)
        assert found(room, AnomalyKind.CLOCK) == []
        sent(room, room.enrolment, clock_offset_ms=-7 * 60_000)
        (anomaly,) = found(room, AnomalyKind.CLOCK)
        assert anomaly.rows == ("« Tablette A » : 7 min d’avance",)


class TestPlaces:
    def test_who_is_present_in_two_cohorts_at_once(self):
        room = a_room()
        elsewhere = a_running_cohort()
        for cohort in (room.cohort, elsewhere):
            enrolment = cohort.enrolments.filter(person=room.person).first() or an_enrolment(
                cohort, room.person
            )
            AttendanceMark.objects.create(
                enrolment=enrolment, half_day=cohort.half_days.order_by("starts_at")[0],
                status=PRESENT.status, method=MarkMethod.TRAINER_RECORDED,
                recorded_by=room.trainer,
            )  # fmt: skip
        (anomaly,) = found(room, AnomalyKind.TWO_ROOMS)
        assert elsewhere.title in anomaly.rows[0]

    def test_a_trainer_expected_elsewhere_at_the_same_time(self):
        room = a_room()
        other = a_running_cohort(trainers=[room.trainer])
        (anomaly,) = found(room, AnomalyKind.TRAINER_TWICE)
        assert anomaly.rows == (f"{room.trainer.display_name} : {other.title}",)
        Cohort.objects.filter(pk=other.pk).update(state="cancelled")
        assert found(room, AnomalyKind.TRAINER_TWICE) == []

    def test_more_people_than_the_room_holds(self):
        room = a_room()
        signed(room, 3, room.now.starts_at, apart=timedelta(minutes=1))
        assert found(room, AnomalyKind.ABOVE_ROOM) == []
        room.cohort.venue.capacity = 2
        room.cohort.venue.save()
        assert "3 personnes présentes" in found(room, AnomalyKind.ABOVE_ROOM)[0].sentence

    def test_a_public_holiday_where_it_takes_place(self):
        room = a_room()
        labour_day = datetime(2026, 5, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
        HalfDay.objects.filter(pk=room.now.pk).update(
            starts_at=labour_day, ends_at=labour_day + timedelta(hours=3)
        )
        assert "Fête du Travail" in found(room, AnomalyKind.HOLIDAY)[0].sentence
        strasbourg = a_venue(postal_code="67000")
        assert holiday_on(strasbourg, labour_day.date().replace(month=12, day=26))
        assert not holiday_on(a_venue(), labour_day.date().replace(month=12, day=26))


class TestSeals:
    def test_a_half_day_left_open_once_it_is_over(self):
        room = a_room()
        assert found(room, AnomalyKind.UNSEALED, at=room.now.ends_at) == []
        later = room.now.ends_at + timedelta(days=2)
        (anomaly,) = found(room, AnomalyKind.UNSEALED, at=later)
        assert anomaly.sentence == "Finie depuis 2 jours, pas contresignée"

    @pytest.mark.parametrize(("hours", "is_late"), [(47, False), (49, True)])
    def test_a_seal_two_days_after_is_late(self, hours, is_late):
        room = a_room()
        Countersignature.objects.create(
            half_day=room.now, trainer=room.trainer, present_count=0, absent_count=0,
            signed_at=room.now.ends_at + timedelta(hours=hours),
        )  # fmt: skip
        assert bool(found(room, AnomalyKind.SEALED_LATE)) is is_late


def test_the_pages_say_them_to_the_cohorts_team_and_to_the_administration(client):
    room = a_room(is_over=True)
    client.force_login(room.trainer)
    page = client.get(reverse("trainer:anomalies", args=[room.cohort.code])).content.decode()
    assert "6 anomalies à regarder" in page
    assert "pas contresignée" in page
    client.force_login(a_person(Role.ADMINISTRATOR))
    every = reverse("steering:anomalies")
    assert room.cohort.title in client.get(every).content.decode()
    assert b"6 anomalies" in client.get(every + "?q=ailleurs").content
    file = client.get(every + "?format=csv&voir=unsealed").content.decode()
    assert file.count("\n") == 7
