"""Four desks scan at once: everyone is noted once, and every desk counts the same people."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.attendance import welcome
from learning.attendance.models import AttendanceMark
from learning.attendance.verification import verify
from learning.enrolment.arrival_codes import arrival_code
from learning.evidence.models import EvidenceChain
from tests.learning.builders import an_enrolment
from tests.learning.scenes import a_room

DESKS = 4
# Each device reads two people a second.
BETWEEN_SCANS = timedelta(seconds=0.5)
TWO_MINUTES = timedelta(minutes=2)

pytestmark = pytest.mark.django_db(transaction=True)


class Doors:
    """A day, its people, and the desks at its doors; each person is scanned at two of them."""

    def __init__(self, people: int) -> None:
        self.room = a_room(days=1)
        enrolments = [an_enrolment(self.room.cohort) for _number in range(people - 1)]
        self.people = [self.room.enrolment, *enrolments]
        self.opens = self.room.now.starts_at - timedelta(minutes=5)
        random = Random(people)
        self.queues = [
            [one for n, one in enumerate(self.people) if desk in {n % DESKS, (n + 1) % DESKS}]
            for desk in range(DESKS)
        ]
        for queue in self.queues:
            random.shuffle(queue)

    def all_scan_at_once(self) -> list[list[tuple[int, str, bool]]]:
        """Return, per desk, the status of each answer, whom it was about, and whether they came."""
        start = Barrier(DESKS)

        def scan(queue):
            browser = Client(raise_request_exception=False)
            browser.force_login(self.room.trainer)
            start.wait(timeout=60)
            try:
                device = str(uuid4())
                return [self.one(browser, device, n, who) for n, who in enumerate(queue)]
            finally:
                connection.close()

        with ThreadPoolExecutor(DESKS) as desks:
            return list(desks.map(scan, self.queues, timeout=300))

    def one(self, browser, device, number, enrolment):
        act = {
            "nonce": str(uuid4()), "at": (self.opens + number * BETWEEN_SCANS).isoformat(),
            "half_day": self.room.now.pk, "code": arrival_code(enrolment.pk),
        }  # fmt: skip
        body = {"device": device, "sent_at": timezone.now().isoformat(), "acts": [act]}
        url = reverse("trainer:desk_scans", args=[self.room.cohort.code])
        answer = browser.post(url, json.dumps(body), content_type="application/json")
        said = answer.json()["said"][0] if answer.status_code == 200 else {}
        return answer.status_code, said.get("enrolment"), said.get("undo", False)

    def counters(self) -> set[int]:
        """Return how many have come, as each desk is told."""
        url = reverse("trainer:desk_state", args=[self.room.cohort.code, self.room.now.pk])
        told = set()
        for _desk in range(DESKS):
            browser = Client()
            browser.force_login(self.room.trainer)
            told.add(browser.get(url).json()["arrived"])
        return told


def arrivals_at_four_desks(count: int, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "anchors": a_folder(tmp_path)}
    doors = Doors(count)
    answers = [answer for desk in doors.all_scan_at_once() for answer in desk]

    assert max(map(len, doors.queues)) * BETWEEN_SCANS < TWO_MINUTES
    assert {status for status, _who, _came in answers} == {200}
    came = Counter(who for _status, who, is_new in answers if is_new)
    assert came == {str(one.pk): 1 for one in doors.people}, "Two desks never both receive one."
    assert len(answers) == 2 * count
    assert AttendanceMark.objects.count() == count
    assert doors.counters() == {count}
    verified = verify(doors.room.cohort)
    assert (verified.is_whole, verified.reading.length) == (True, count)


def test_twenty_people_scanned_twice_at_four_desks_come_once(settings, tmp_path):
    arrivals_at_four_desks(20, settings, tmp_path)


@pytest.mark.long
def test_two_hundred_people_scanned_twice_at_four_desks_come_once(settings, tmp_path):
    arrivals_at_four_desks(200, settings, tmp_path)


def test_without_their_lock_the_same_desks_break(monkeypatch):
    """The negative control: what the tests above would see if nothing held the half-day."""
    doors = Doors(20)
    EvidenceChain.objects.create(cohort=doors.room.cohort, head="0" * 64)
    monkeypatch.setattr(
        welcome, "locked_chain", lambda cohort_id: EvidenceChain.objects.get(pk=cohort_id)
    )
    statuses = Counter(status for desk in doors.all_scan_at_once() for status, *_rest in desk)
    assert statuses[500] > 0


def a_folder(path):
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": path},
    }  # fmt: skip
