"""What the scan of an arrival costs beside one bare insert, asked in turn of the same server.

A desk sends together what it scanned within 1.2 s (GATHER_MS of its script): three people, at its
full pace of two a second. What a scan that leaves alone costs is said too.
"""

import http.client
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import User
from config.demo.accounts import TRAINER
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.arrival_codes import arrival_code
from learning.enrolment.models import Enrolment
from tests.bench.pages import TOKEN, Asked, ask, line, session_of
from tests.bench.server import served
from tests.learning.builders import a_person, a_revision, a_running_cohort, an_enrolment

FLOOR = "bare insert: the same session and middleware, one INSERT"
WARM_UP = 10


def measure(n: int = 150) -> Iterator[dict[str, Any]]:
    """Scan people who are new, three together then one; a bare insert in between."""
    pace = 3
    rounds = n + WARM_UP
    cohort, half_day = _a_day(rounds * (pace + 1))
    people = list(Enrolment.objects.filter(cohort=cohort).values_list("pk", flat=True))
    device = str(uuid4())

    def body(first: int, count: int) -> str:
        now = timezone.now().isoformat()
        acts = [
            {
                "nonce": str(uuid4()), "at": now, "half_day": half_day.pk,
                "code": arrival_code(one),
            }
            for one in people[first : first + count]
        ]  # fmt: skip
        return json.dumps({"device": device, "sent_at": now, "acts": acts})

    address = reverse("trainer:desk_scans", args=[cohort.code])
    together = Asked(TRAINER, address, json=lambda number: body(number * pace, pace))
    alone = Asked(TRAINER, address, json=lambda number: body(rounds * pace + number, 1))
    bare = Asked(TRAINER, "/bench/insert/", json=lambda _number: "{}")
    cookies = {
        settings.SESSION_COOKIE_NAME: session_of(TRAINER), settings.CSRF_COOKIE_NAME: TOKEN,
    }  # fmt: skip
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Cookie": cookie, "X-CSRFToken": TOKEN}
    with served() as port:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asked = [
            tuple(ask(link, one, headers, number) for one in (together, bare, alone))
            for number in range(rounds)
        ][WARM_UP:]
    noted = half_day.marks.count()
    if noted != len(people):
        message = f"{noted} arrivals were noted of {len(people)}."
        raise RuntimeError(message)
    pairs = [(two.cpu / pace, floor.cpu) for two, floor, _alone in asked]
    yield line("checkin_scan", "ms CPU", pairs, FLOOR)
    by_one = [(one.cpu, floor.cpu) for _two, floor, one in asked]
    yield line("checkin_scan_alone", "ms CPU", by_one, FLOOR)
    wall = [(two.wall / pace, floor.wall) for two, floor, _alone in asked]
    yield line("checkin_scan_wall", "ms", wall, FLOOR)


def _a_day(size: int) -> tuple[Cohort, HalfDay]:
    """Return a sensitisation day that has just begun, of people nobody has scanned."""
    trainer = User.objects.get(email=TRAINER)
    cohort = a_running_cohort(revision=a_revision(days=1), trainers=[trainer], places=(2, size))
    half_day = cohort.half_days.order_by("starts_at")[0]
    half_day.starts_at = timezone.now() - timedelta(minutes=5)
    half_day.save()
    for _number in range(size):
        an_enrolment(cohort, a_person())
    return cohort, half_day
