"""What a page costs beside a bare signed-in Django page, asked in turn of the same server."""

import http.client
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from accounts.users.models import User
from config.demo.accounts import ADMINISTRATOR, AGENT, TRAINER
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from tests.bench.floor import CPU_HEADER
from tests.bench.server import served

WARM_UP = 10
FLOOR = "bare signed-in Django page: 10 queries, 40 rows, 8 KB"
OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request cost, in milliseconds."""

    cpu: float
    wall: float


def measure(name: str, n: int = 60) -> Iterator[dict[str, Any]]:
    """Ask for a page and for the bare one in turn, `n` times; yield a line for CPU, one for wall.

    Values are medians; `spread` holds the quartiles of the ratio between neighbours.
    """
    email, path = _PAGES[name]()
    with served() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session_of(email)}"}
        for _ in range(WARM_UP):
            _ask(connection, path, headers)
            _ask(connection, "/bench/floor/", headers)
        pairs = [
            (_ask(connection, path, headers), _ask(connection, "/bench/floor/", headers))
            for _ in range(n)
        ]
    yield _line(name, "ms CPU", [(mine.cpu, floor.cpu) for mine, floor in pairs])
    yield _line(f"{name}_wall", "ms", [(mine.wall, floor.wall) for mine, floor in pairs])


def _line(name: str, unit: str, pairs: list[tuple[float, float]]) -> dict[str, Any]:
    mine, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    low, _, high = statistics.quantiles([page / bare for page, bare in pairs], n=4)
    return {
        "name": name,
        "value": round(mine, 2),
        "unit": unit,
        "floor": round(floor, 2),
        "floor_name": FLOOR,
        "ratio": round(mine / floor, 3),
        "spread": [round(low, 3), round(high, 3)],
        "n": len(pairs),
    }


def _ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Answer:
    start = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    wall = (time.perf_counter() - start) * 1000
    if response.status != OK:
        message = f"{path} answers {response.status}."
        raise RuntimeError(message)
    return Answer(float(response.headers[CPU_HEADER]), wall)


def _session_of(email: str) -> str:
    person = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _learner_page() -> tuple[str, str]:
    """Return the agent's module, on the day they have a half-day to sign."""
    mine = Enrolment.objects.get(person__email=AGENT, cohort__code="aujourdhui")
    return AGENT, reverse("learner:enrolment", args=[mine.pk])


def _cohort_page() -> tuple[str, str]:
    """Return the group of a cohort of about forty people and six half-days."""
    return TRAINER, reverse("trainer:group", args=[_the_trainers_cohort().code])


def _the_trainers_cohort() -> Cohort:
    return Cohort.objects.get(code="aujourdhui")


def _board_page() -> tuple[str, str]:
    """Return the administrator's board."""
    return ADMINISTRATOR, reverse("steering:board")


_PAGES = {
    "learner_page": _learner_page,
    "cohort_page": _cohort_page,
    "board_page": _board_page,
}
