"""What the room's devices send is received once, late or not, and over nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from learning.attendance.devices import SentMark, Upload, receive_mark
from learning.attendance.enums import AttendanceStatus, DeviceMarkState, MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.attendance.refusals import NotYourCohort, ReasonRequired
from learning.attendance.services import (
    Presence,
    countersign_half_day,
    record_mark,
    sign_half_day,
)
from learning.attendance.settling import AlreadySettled, leave_device_mark, take_device_mark
from learning.attendance.signatures import DrawnSignature
from learning.attendance.verification import verify
from learning.enrolment.enums import EnrolmentState
from learning.evidence.digests import instant
from learning.evidence.models import EvidenceEntry
from tests.learning.builders import a_person, a_running_cohort
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
DRAWN = DrawnSignature(strokes="M 10 10 L 20 40 L 60 80 L 90 30 L 120 90")
TABLET, PHONE = Upload(device=uuid4(), device_name="Tablette"), Upload(device=uuid4())


@pytest.fixture
def room():
    return a_room()


def a_sent(room, presence=PRESENT, **changes):
    given = {
        "nonce": uuid4(), "enrolment_id": room.enrolment.pk, "half_day_id": room.now.pk,
        "presence": presence, "made_at": timezone.now(), "marked_by_id": room.trainer.pk,
    }  # fmt: skip
    return SentMark(**{**given, **changes})


def receive(room, sent=None, upload=TABLET, sender=None, cohort=None):
    return receive_mark(
        sender=sender or room.trainer, cohort=cohort or room.cohort, upload=upload,
        sent=sent or a_sent(room),
    )  # fmt: skip


def the_mark(room):
    return AttendanceMark.objects.get(enrolment=room.enrolment, half_day=room.now)


class TestReceiving:
    def test_a_mark_is_written_at_the_instant_it_was_made_by_the_platform_s_clock(self, room):
        made_at = timezone.now() - timedelta(minutes=50)
        late_clock = Upload(device=TABLET.device, clock_offset=timedelta(minutes=20))
        told = receive(room, a_sent(room, made_at=made_at), late_clock)
        assert (told.state, told.refusal) == (DeviceMarkState.APPLIED, "")
        assert told.true_at == made_at + timedelta(minutes=20)
        entry = EvidenceEntry.objects.get()
        assert (entry.at, entry.device) == (told.true_at, str(TABLET.device))
        assert the_mark(room).method == MarkMethod.TRAINER_RECORDED

    def test_the_same_nonce_again_is_answered_the_same_and_adds_nothing(self, room):
        sent = a_sent(room)
        first = receive(room, sent)
        for upload in (TABLET, PHONE):
            assert receive(room, sent, upload).received_at == first.received_at
        assert EvidenceEntry.objects.count() == DeviceMark.objects.count() == 1

    def test_a_nonce_opens_nothing_in_another_cohort(self, room):
        sent = a_sent(room)
        receive(room, sent)
        other = a_running_cohort(trainers=[room.trainer])
        with pytest.raises(NotYourCohort):
            receive(room, sent, cohort=other)

    def test_who_does_not_run_the_cohort_sends_nothing(self, room):
        with pytest.raises(NotYourCohort):
            receive(room, sender=a_person(Role.TRAINER))
        assert not DeviceMark.objects.exists()

    def test_who_sends_for_a_colleague_is_kept_beside_them(self, room):
        colleague = a_person(Role.TRAINER)
        room.cohort.trainers.add(colleague)
        told = receive(room, sender=colleague)
        assert (told.marked_by, told.sent_by) == (room.trainer, colleague)
        assert the_mark(room).recorded_by == colleague

    def test_who_is_not_of_the_team_has_marked_nothing(self, room):
        told = receive(room, a_sent(room, marked_by_id=a_person().pk))
        assert told.marked_by == room.trainer

    def test_a_drawn_signature_is_the_device_s_never_the_person_s_own_act(self, room):
        told = receive(room, a_sent(room, signature=DRAWN))
        mark = the_mark(room)
        assert mark.method == MarkMethod.DEVICE_SIGNED
        assert mark.signature == told.signature
        assert mark.signature.strokes == DRAWN.strokes


class TestComparing:
    def test_a_device_changes_what_it_had_seen(self, room):
        seen = record_mark(
            actor=room.trainer, enrolment=room.enrolment, half_day=room.now, presence=ABSENT
        )
        assert receive(room, a_sent(room, seen=seen.entry)).state == DeviceMarkState.APPLIED

    def test_a_device_changes_what_it_wrote_itself(self, room):
        receive(room, a_sent(room, ABSENT))
        assert receive(room).state == DeviceMarkState.APPLIED
        assert the_mark(room).status == AttendanceStatus.PRESENT

    def test_two_devices_that_say_the_same_agree(self, room):
        receive(room)
        assert receive(room, upload=PHONE).state == DeviceMarkState.SAME
        assert EvidenceEntry.objects.count() == 1

    def test_two_devices_that_disagree_wait_for_a_person_and_nothing_changes(self, room):
        receive(room)
        told = receive(room, a_sent(room, ABSENT), PHONE)
        assert told.state == DeviceMarkState.CONFLICT
        assert told.refusal == "Noté autrement entre-temps : rien n’est changé."
        assert the_mark(room).status == AttendanceStatus.PRESENT

    def test_two_hours_of_arrival_disagree(self, room):
        hours = [room.now.starts_at + timedelta(minutes=m) for m in (5, 10)]
        late = [Presence(status=AttendanceStatus.LATE, at=at) for at in hours]
        receive(room, a_sent(room, late[0]))
        assert receive(room, a_sent(room, late[1]), PHONE).state == DeviceMarkState.CONFLICT

    def test_a_person_s_own_signature_is_not_overwritten_unseen(self, room):
        sign_half_day(person=room.person, enrolment=room.enrolment, half_day=room.now)
        assert receive(room, a_sent(room, ABSENT)).state == DeviceMarkState.CONFLICT
        assert receive(room).state == DeviceMarkState.SAME
        assert the_mark(room).method == MarkMethod.SELF_SIGNED

    def test_a_signature_joins_a_presence_noted_elsewhere(self, room):
        receive(room)
        told = receive(room, a_sent(room, signature=DRAWN), PHONE)
        assert told.state == DeviceMarkState.APPLIED
        assert the_mark(room).method == MarkMethod.DEVICE_SIGNED

    def test_the_last_word_of_a_device_is_the_one_to_settle(self, room):
        receive(room)
        first = receive(room, a_sent(room, ABSENT), PHONE)
        receive(room, a_sent(room, Presence(status=AttendanceStatus.EXCUSED)), PHONE)
        first.refresh_from_db()
        assert first.state == DeviceMarkState.SETTLED
        assert DeviceMark.objects.to_settle().get().status == AttendanceStatus.EXCUSED

    @pytest.mark.parametrize("away", [timedelta(minutes=6), -timedelta(days=8)])
    def test_an_unlikely_date_waits_for_a_person(self, room, away):
        told = receive(room, a_sent(room, made_at=timezone.now() + away))
        assert told.state == DeviceMarkState.CONFLICT
        assert "La date donnée par l’appareil" in told.refusal
        assert not AttendanceMark.objects.exists()


class TestRefusing:
    """What can no longer be written is kept all the same, and says why."""

    def refusal(self, room, **changes):
        told = receive(room, a_sent(room, **changes))
        assert told.state == DeviceMarkState.REFUSED
        assert not AttendanceMark.objects.exists()
        return told.refusal

    def test_someone_who_gave_their_place_up(self, room):
        room.enrolment.state = EnrolmentState.CANCELLED
        room.enrolment.save()
        assert "n’a plus de place" in self.refusal(room)

    def test_someone_of_another_cohort(self, room):
        assert "pas dans cette cohorte" in self.refusal(room, enrolment_id=a_room().enrolment.pk)

    def test_a_half_day_that_is_gone(self, room):
        assert "n’existe plus" in self.refusal(room, half_day_id=a_room().now.pk)

    def test_an_hour_outside_the_half_day(self, room):
        early = room.now.starts_at - timedelta(hours=1)
        late = Presence(status=AttendanceStatus.LATE, at=early)
        assert "pendant la demi-journée" in self.refusal(room, presence=late)


class TestSettling:
    def contradiction(self, room, **changes):
        receive(room)
        return receive(room, a_sent(room, ABSENT, **changes), PHONE)

    def test_a_person_takes_the_device_s_side(self, room):
        mark = self.contradiction(room)
        take_device_mark(actor=room.trainer, mark=mark)
        mark.refresh_from_db()
        assert the_mark(room).status == AttendanceStatus.ABSENT
        assert (mark.state, mark.settled_by) == (DeviceMarkState.SETTLED, room.trainer)

    def test_the_signature_that_came_with_it_is_the_mark_s_then(self, room):
        receive(room, a_sent(room, ABSENT))
        mark = receive(room, a_sent(room, signature=DRAWN), PHONE)
        take_device_mark(actor=room.trainer, mark=mark)
        assert the_mark(room).signature.strokes == DRAWN.strokes
        mark.refresh_from_db()
        assert mark.signature.strokes == DRAWN.strokes
        assert verify(room.cohort).is_whole

    def test_a_person_keeps_what_is_recorded(self, room):
        mark = self.contradiction(room)
        leave_device_mark(actor=room.trainer, mark=mark, reason="Vue en salle")
        mark.refresh_from_db()
        assert the_mark(room).status == AttendanceStatus.PRESENT
        assert (mark.state, mark.settled_reason) == (DeviceMarkState.SETTLED, "Vue en salle")

    @pytest.mark.parametrize("act", [take_device_mark, leave_device_mark])
    def test_only_once_and_only_by_the_team(self, room, act):
        mark = self.contradiction(room)
        with pytest.raises(NotYourCohort):
            act(actor=a_person(), mark=mark)
        leave_device_mark(actor=room.trainer, mark=mark)
        with pytest.raises(AlreadySettled):
            act(actor=room.trainer, mark=mark)


class TestAfterTheSeal:
    @pytest.fixture
    def late(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        return receive(room, a_sent(room, made_at=timezone.now() - timedelta(minutes=30)))

    def test_a_late_mark_waits_as_evidence_and_changes_nothing(self, room, late):
        assert late.state == DeviceMarkState.PENDING
        assert the_mark(room).status == AttendanceStatus.ABSENT

    def test_its_evidence_tells_both_clocks_and_whoever_changes_it(self, room, late):
        entry = EvidenceEntry.objects.get(kind="received_late")
        assert entry.at == late.true_at
        assert entry.detail["made_at"] == instant(late.made_at)
        assert entry.detail["clock_offset_ms"] == late.clock_offset_ms
        assert verify(room.cohort).is_whole
        DeviceMark.objects.update(status="absent")
        (found,) = verify(room.cohort).reading.findings
        assert found.position == entry.position

    def test_it_enters_by_a_correction_with_its_reason(self, room, late):
        with pytest.raises(ReasonRequired):
            take_device_mark(actor=room.trainer, mark=late)
        take_device_mark(actor=room.trainer, mark=late, reason="Tablette sans réseau")
        assert the_mark(room).status == AttendanceStatus.PRESENT
        entry = EvidenceEntry.objects.order_by("position").last()
        assert (entry.kind, entry.author_id) == ("corrected", room.trainer.pk)
        assert verify(room.cohort).is_whole

    def test_it_is_left_out_with_a_reason(self, room, late):
        with pytest.raises(ReasonRequired):
            leave_device_mark(actor=room.trainer, mark=late)
        leave_device_mark(actor=room.trainer, mark=late, reason="Partie à 9 h")
        assert the_mark(room).status == AttendanceStatus.ABSENT
        late.refresh_from_db()
        assert late.settled_reason == "Partie à 9 h"
