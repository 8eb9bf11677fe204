"""A room signs at the same instant: the evidence of a cohort still has one end."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from learning.attendance import services
from learning.attendance.models import AttendanceMark
from learning.attendance.verification import verify
from learning.evidence.models import EvidenceChain
from tests.learning.builders import an_enrolment
from tests.learning.scenes import a_room

PEOPLE = 12

pytestmark = pytest.mark.django_db(transaction=True)


def all_sign_at_once(room, enrolments):
    """Have everyone sign; return how many could not."""
    start = Barrier(len(enrolments))

    def sign(enrolment):
        try:
            with transaction.atomic():
                # Each has its connection and its transaction before anyone signs.
                connection.ensure_connection()
                start.wait(timeout=30)
                services.sign_half_day(
                    person=enrolment.person, enrolment=enrolment, half_day=room.now
                )
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(enrolments)) as room_full:
        return list(room_full.map(sign, enrolments, timeout=60)).count(False)


def test_a_room_that_signs_at_once_leaves_one_chain(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "anchors": a_folder(tmp_path)}
    room = a_room()
    enrolments = [an_enrolment(room.cohort) for _number in range(PEOPLE)]
    assert all_sign_at_once(room, enrolments) == 0
    assert AttendanceMark.objects.count() == PEOPLE
    verified = verify(room.cohort)
    assert (verified.is_whole, verified.reading.length) == (True, PEOPLE)


def test_without_its_lock_the_same_room_breaks(monkeypatch):
    room = a_room()
    enrolments = [an_enrolment(room.cohort) for _number in range(PEOPLE)]
    all_sign_at_once(room, enrolments[:1])
    monkeypatch.setattr(
        services, "locked_chain", lambda cohort_id: EvidenceChain.objects.get(pk=cohort_id)
    )
    assert all_sign_at_once(room, enrolments[1:]) > 0


def a_folder(path):
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": path},
    }  # fmt: skip
