"""Two devices of a room send at the same instant: each with its negative control, the lock out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from learning.attendance import devices, services
from learning.attendance.devices import SentMark, Upload, receive_mark
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.evidence.models import EvidenceChain, EvidenceEntry
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER_S = 0.5


@pytest.fixture
def room():
    return a_room(days=1)


@pytest.fixture
def _both_have_read(monkeypatch):
    """Have each wait, once it has read what it will compare, until the other has read it too."""
    meeting = Barrier(2)

    def wait(_mark):
        try:
            meeting.wait(TOGETHER_S)
        except BrokenBarrierError:
            return ""  # the other is held at the lock: what the lock is for
        return ""

    monkeypatch.setattr(devices, "_doubt_about", wait)


@pytest.fixture
def _no_lock(monkeypatch):
    def unlocked(cohort_id):
        return EvidenceChain.objects.get(pk=cohort_id)

    for module in (devices, services):
        monkeypatch.setattr(module, "locked_chain", unlocked)


def send_at_once(room, *nonces_and_presences):
    """Receive two marks at once from two devices; return each one's state, or its failure."""
    EvidenceChain.objects.create(cohort=room.cohort, head="0" * 64)

    def send(nonce, presence):
        sent = SentMark(
            nonce=nonce, enrolment_id=room.enrolment.pk, half_day_id=room.now.pk,
            presence=presence, made_at=timezone.now(), marked_by_id=room.trainer.pk,
        )  # fmt: skip
        try:
            return receive_mark(
                sender=room.trainer, cohort=room.cohort, upload=Upload(device=uuid4()), sent=sent
            ).state
        except IntegrityError as failure:
            return type(failure).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(send, *zip(*nonces_and_presences, strict=True), timeout=30))


@pytest.mark.usefixtures("_both_have_read")
class TestTheSameMarkTwice:
    def test_is_written_once_and_answered_twice(self, room):
        nonce = uuid4()
        assert send_at_once(room, (nonce, PRESENT), (nonce, PRESENT)) == ["applied"] * 2
        assert DeviceMark.objects.count() == EvidenceEntry.objects.count() == 1

    @pytest.mark.usefixtures("_no_lock")
    def test_without_the_lock_breaks_on_the_database_s_last_rule(self, room):
        nonce = uuid4()
        outcomes = send_at_once(room, (nonce, PRESENT), (nonce, PRESENT))
        assert outcomes == ["IntegrityError", "applied"]


@pytest.mark.usefixtures("_both_have_read")
class TestTwoDevicesThatDisagree:
    def test_one_is_written_and_the_other_waits_for_a_person(self, room):
        outcomes = send_at_once(room, (uuid4(), PRESENT), (uuid4(), ABSENT))
        assert outcomes == ["applied", "conflict"]
        assert AttendanceMark.objects.count() == 1

    @pytest.mark.usefixtures("_no_lock")
    def test_without_the_lock_one_of_them_is_lost(self, room):
        outcomes = send_at_once(room, (uuid4(), PRESENT), (uuid4(), ABSENT))
        assert outcomes == ["IntegrityError", "applied"]
