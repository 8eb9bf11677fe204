"""What the scan of one arrival costs beside one bare insert, asked in turn of the same server."""

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
    """Scan `n` people one by one, each new, a bare insert after each; yield CPU, then wall."""
    cohort, half_day = _a_day(n + WARM_UP)
    people = list(Enrolment.objects.filter(cohort=cohort).values_list("pk", flat=True))
    device = str(uuid4())

    def body(number: int) -> str:
        now = timezone.now().isoformat()
        act = {
            "nonce": str(uuid4()), "at": now, "half_day": half_day.pk,
            "code": arrival_code(people[number]),
        }  # fmt: skip
        return json.dumps({"device": device, "sent_at": now, "acts": [act]})

    scan = Asked(TRAINER, reverse("trainer:desk_scans", args=[cohort.code]), json=body)
    bare = Asked(TRAINER, "/bench/insert/", json=lambda _number: "{}")
    cookies = {
        settings.SESSION_COOKIE_NAME: session_of(TRAINER), settings.CSRF_COOKIE_NAME: TOKEN,
    }  # fmt: skip
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Cookie": cookie, "X-CSRFToken": TOKEN}
    with served() as port:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        pairs = [
            (ask(link, scan, headers, number), ask(link, bare, headers, number))
            for number in range(n + WARM_UP)
        ][WARM_UP:]
    noted = half_day.marks.count()
    if noted != n + WARM_UP:
        message = f"{noted} arrivals were noted of {n + WARM_UP}."
        raise RuntimeError(message)
    yield line("checkin_scan", "ms CPU", [(mine.cpu, floor.cpu) for mine, floor in pairs], FLOOR)
    wall = [(mine.wall, floor.wall) for mine, floor in pairs]
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
