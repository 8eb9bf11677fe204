"""Trainers note who is there, countersign, and correct with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature, DeviceMark
from learning.attendance.refusals import (
    HalfDayHasNotBegun,
    HalfDayIsNotSealed,
    HalfDayIsSealed,
    NotYourCohort,
    NotYourPlace,
    PresenceRequired,
    ReasonRequired,
    TimeRequired,
)
from learning.attendance.services import (
    Presence,
    correct_mark,
    countersign_half_day,
    record_mark,
    record_roll_call,
    sign_half_day,
)
from learning.cohorts.enums import CohortState
from tests.learning.builders import a_person, an_enrolment
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
TIMED = [AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY]


@pytest.fixture
def room():
    return a_room()


def note(room, presence, actor=None, **changes):
    given = {"enrolment": room.enrolment, "half_day": room.now, **changes}
    return record_mark(actor=actor or room.trainer, presence=presence, **given)


class TestMinutes:
    def attended(self, room, status, minutes):
        at = room.now.starts_at + timedelta(minutes=minutes)
        return note(room, Presence(status=status, at=at)).minutes_attended(room.now)

    def test_a_late_arrival_counts_from_the_arrival(self, room):
        assert self.attended(room, AttendanceStatus.LATE, 40) == 170

    def test_an_early_departure_counts_until_the_departure(self, room):
        assert self.attended(room, AttendanceStatus.LEFT_EARLY, 40) == 40

    def test_being_there_counts_the_whole_half_day_and_being_away_nothing(self, room):
        assert note(room, PRESENT).minutes_attended(room.now) == 210
        assert note(room, ABSENT).minutes_attended(room.now) == 0
        excused = Presence(status=AttendanceStatus.EXCUSED, note=" Train annulé ")
        assert note(room, excused).minutes_attended(room.now) == 0
        assert AttendanceMark.objects.get().note == "Train annulé"

    @pytest.mark.parametrize("status", TIMED)
    @pytest.mark.parametrize("minutes", [None, -1, 211])
    def test_a_time_is_required_and_within_the_half_day(self, room, status, minutes):
        at = None if minutes is None else room.now.starts_at + timedelta(minutes=minutes)
        with pytest.raises(TimeRequired) as refused:
            note(room, Presence(status=status, at=at))
        assert room.person.display_name in str(refused.value)
        assert not AttendanceMark.objects.exists()

    def test_a_late_arrival_who_turns_out_present_has_no_arrival_any_more(self, room):
        at = room.now.starts_at + timedelta(minutes=40)
        note(room, Presence(status=AttendanceStatus.LATE, at=at))
        assert note(room, PRESENT).arrived_at is None


class TestNoting:
    def test_a_trainer_or_an_administrator_notes_and_it_is_audited(self, room):
        administrator = a_person(Role.ADMINISTRATOR)
        for actor, presence in ((room.trainer, PRESENT), (administrator, ABSENT)):
            mark = note(room, presence, actor=actor)
            assert (mark.recorded_by, mark.method) == (actor, "trainer_recorded")
            assert AuditEntry.objects.about(room.now).first().actor == actor

    def test_nobody_else_notes(self, room):
        for actor in (a_person(Role.TRAINER), room.person, a_person(Role.SCHOOL_MANAGER)):
            with pytest.raises(NotYourCohort):
                note(room, PRESENT, actor=actor)
            with pytest.raises(NotYourCohort):
                record_roll_call(actor=actor, half_day=room.now, presences={})

    def test_someone_of_another_cohort_is_not_noted_here(self, room):
        with pytest.raises(NotYourPlace):
            note(room, PRESENT, enrolment=a_room().enrolment)

    def test_a_note_keeps_the_person_s_own_signature(self, room):
        signed = sign_half_day(person=room.person, enrolment=room.enrolment, half_day=room.now)
        mark = note(room, ABSENT)
        assert (mark.signed_at, mark.method) == (signed.signed_at, MarkMethod.SELF_SIGNED)

    def test_a_roll_call_is_written_whole_or_not_at_all(self, room):
        other = an_enrolment(room.cohort)
        wrong = {room.enrolment: PRESENT, other: Presence(status=AttendanceStatus.LATE)}
        with pytest.raises(TimeRequired), transaction.atomic():
            record_roll_call(actor=room.trainer, half_day=room.now, presences=wrong)
        assert not AttendanceMark.objects.exists()
        right = {room.enrolment: PRESENT, other: ABSENT}
        written = record_roll_call(actor=room.trainer, half_day=room.now, presences=right)
        assert (written, AttendanceMark.objects.count()) == (2, 2)
        assert AuditEntry.objects.filter(action="roll_call_recorded").count() == 1

    def test_the_database_refuses_a_lateness_without_its_time(self, room):
        mark = note(room, PRESENT)
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendanceMark.objects.filter(pk=mark.pk).update(status=AttendanceStatus.LATE)


class TestCountersigning:
    def test_it_strikes_the_blanks_and_counts(self, room):
        silent = an_enrolment(room.cohort)
        waiting = an_enrolment(room.cohort, state="waiting", queue_number=1, confirmed_at=None)
        sign_half_day(person=room.person, enrolment=room.enrolment, half_day=room.now)
        seal = countersign_half_day(trainer=room.trainer, half_day=room.now)
        assert (seal.present_count, seal.absent_count) == (1, 1)
        assert silent.marks.get().status == AttendanceStatus.ABSENT
        assert not waiting.marks.exists()
        assert Job.objects.get(kind="half_day_sealed").key == str(room.now.pk)

    def test_sealing_again_is_harmless(self, room):
        first = countersign_half_day(trainer=room.trainer, half_day=room.now)
        assert countersign_half_day(trainer=room.trainer, half_day=room.now) == first
        assert Countersignature.objects.count() == 1
        assert sorted(Job.objects.values_list("kind", flat=True)) == [
            "anchor_evidence", "half_day_sealed",
        ]  # fmt: skip

    def test_only_the_trainers_of_the_cohort_seal(self, room):
        for actor in (a_person(Role.TRAINER), a_person(Role.ADMINISTRATOR), room.person):
            with pytest.raises(NotYourCohort):
                countersign_half_day(trainer=actor, half_day=room.now)

    def test_a_half_day_is_not_sealed_before_it_begins(self, room):
        with pytest.raises(HalfDayHasNotBegun):
            countersign_half_day(trainer=room.trainer, half_day=room.half_days[1])

    def test_a_postponed_cohort_is_not_sealed(self, room):
        room.cohort.state = CohortState.POSTPONED
        room.cohort.save()
        with pytest.raises(HalfDayHasNotBegun):
            countersign_half_day(trainer=room.trainer, half_day=room.now)

    def test_a_sealed_half_day_is_noted_no_more(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        with pytest.raises(HalfDayIsSealed):
            note(room, PRESENT)
        with pytest.raises(HalfDayIsSealed):
            record_roll_call(
                actor=room.trainer, half_day=room.now, presences={room.enrolment: PRESENT}
            )


def _again(half_day):
    return type(half_day).objects.get(pk=half_day.pk)


class TestCorrecting:
    def correct(self, room, presence=PRESENT, **changes):
        given = {
            "actor": room.trainer, "enrolment": room.enrolment, "half_day": room.now,
            "presence": presence, "reason": " Signature oubliée ", **changes,
        }  # fmt: skip
        return correct_mark(**given)

    def test_a_sealed_mark_changes_with_its_reason_and_what_it_was(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        assert self.correct(room).status == AttendanceStatus.PRESENT
        entry = AuditEntry.objects.filter(action="mark_corrected").get()
        assert entry.reason == "Signature oubliée"
        assert (entry.details["before"], entry.details["after"]) == ("absent", "present")
        assert Job.objects.get(kind="mark_corrected").payload["reason"] == "Signature oubliée"

    def test_the_trainer_s_seal_stays_as_it_was_signed(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        self.correct(room)
        assert Countersignature.objects.get().absent_count == 1

    def test_an_open_half_day_is_noted_and_not_corrected(self, room):
        with pytest.raises(HalfDayIsNotSealed):
            self.correct(room)

    def test_a_correction_without_a_reason_is_refused(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        with pytest.raises(ReasonRequired):
            self.correct(room, reason="   ")

    def test_the_page_asks_for_what_was_not_chosen(self, room, client):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        client.force_login(room.trainer)
        url = reverse("trainer:correct", args=[room.cohort.code, room.now.pk, room.enrolment.pk])
        response = client.post(url, {"raison": "Signature oubliée"})
        assert response.status_code == 409
        assert escape(str(PresenceRequired())) in response.content.decode()

    def test_a_correction_that_says_no_presence_is_refused(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        with pytest.raises(PresenceRequired):
            self.correct(room, presence=None)

    def test_only_those_who_run_the_cohort_correct(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        with pytest.raises(NotYourCohort):
            self.correct(room, actor=room.person)

    def test_two_corrections_are_two_facts(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        self.correct(room)
        self.correct(room, presence=ABSENT)
        assert Job.objects.filter(kind="mark_corrected").count() == 2


def test_half_days_are_in_order_in_the_database(room):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(room.now).objects.filter(pk=room.now.pk).update(
            starts_at=timezone.now(), ends_at=timezone.now() - timedelta(hours=1)
        )


def test_before_sealing_the_page_names_the_blanks_and_counts_what_is_disputed(client, room):
    other = an_enrolment(room.cohort)
    note(room, PRESENT)
    DeviceMark.objects.create(
        nonce=uuid4(), device="tablette", cohort=room.cohort, half_day=room.now,
        enrolment=room.enrolment, status="absent", method="trainer_recorded",
        made_at=timezone.now(), marked_by=room.trainer, sent_by=room.trainer, state="conflict",
    )  # fmt: skip
    client.force_login(room.trainer)
    page = client.get(reverse("trainer:countersign", args=[room.cohort.code, room.now.pk]))
    text = page.content.decode()
    assert page.context["blanks"] == [other.person.display_name]
    assert escape(other.person.display_name) in text
    assert "1 présence dit deux choses" in text
