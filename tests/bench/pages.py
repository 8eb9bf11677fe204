"""What a page or an act costs beside a bare signed-in page, asked in turn of the same server."""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

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
from tests.modules.authoring.board import a_board, sequences_of

WARM_UP = 10
TOKEN = "measured" * 4
FLOOR = "bare signed-in Django page: 10 queries, 40 rows, 8 KB"
FORM = "application/x-www-form-urlencoded"
OK = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured: who asks for which address, and the n-th form or JSON sent, if one is."""

    email: str
    path: str
    form: Callable[[int], dict[str, object]] | None = None
    json: Callable[[int], str] | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request cost, in milliseconds."""

    cpu: float
    wall: float


def measure(name: str, n: int = 60) -> Iterator[dict[str, Any]]:
    """Ask for a page, or an act, and the bare page in turn, `n` times; yield CPU, then wall.

    Values are medians; `spread` holds the quartiles of the ratio between neighbours.
    """
    asked = _PAGES[name]()
    bare = Asked(asked.email, "/bench/floor/")
    with served() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        cookies = {
            settings.SESSION_COOKIE_NAME: session_of(asked.email),
            settings.CSRF_COOKIE_NAME: TOKEN,
        }
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {"Cookie": cookie, "X-CSRFToken": TOKEN}
        for number in range(WARM_UP):
            ask(connection, asked, headers, number)
            ask(connection, bare, headers, number)
        pairs = [
            (ask(connection, asked, headers, number), ask(connection, bare, headers, number))
            for number in range(WARM_UP, WARM_UP + n)
        ]
    yield line(name, "ms CPU", [(mine.cpu, floor.cpu) for mine, floor in pairs])
    yield line(f"{name}_wall", "ms", [(mine.wall, floor.wall) for mine, floor in pairs])


def line(
    name: str, unit: str, pairs: list[tuple[float, float]], floor_name: str = FLOOR
) -> dict[str, Any]:
    """Return the medians of both sides, and of their ratio the quartiles between neighbours."""
    mine, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    low, _, high = statistics.quantiles([page / bare for page, bare in pairs], n=4)
    return {
        "name": name,
        "value": round(mine, 2),
        "unit": unit,
        "floor": round(floor, 2),
        "floor_name": floor_name,
        "ratio": round(mine / floor, 3),
        "spread": [round(low, 3), round(high, 3)],
        "n": len(pairs),
    }


def ask(
    connection: http.client.HTTPConnection, asked: Asked, headers: dict[str, str], number: int
) -> Answer:
    """Send one request and return what it cost; anything but a 200 stops the measure."""
    kind, body = {}, None
    if asked.form:
        kind, body = {"Content-Type": FORM}, urlencode(asked.form(number))
    elif asked.json:
        kind, body = {"Content-Type": "application/json"}, asked.json(number)
    start = time.perf_counter()
    sent = {**headers, **asked.headers, **kind}
    connection.request("POST" if body else "GET", asked.path, body=body, headers=sent)
    response = connection.getresponse()
    response.read()
    wall = (time.perf_counter() - start) * 1000
    if response.status != OK:
        message = f"{asked.path} answers {response.status}."
        raise RuntimeError(message)
    return Answer(float(response.headers[CPU_HEADER]), wall)


def session_of(email: str) -> str:
    """Return the key of a session of that person, signed in."""
    person = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _learner_page() -> Asked:
    """Return the agent's module, on the day they have a half-day to sign."""
    mine = Enrolment.objects.get(person__email=AGENT, cohort__code="aujourdhui")
    return Asked(AGENT, reverse("learner:enrolment", args=[mine.pk]))


def _cohort_page() -> Asked:
    """Return the group of a cohort of about forty people and six half-days."""
    return Asked(TRAINER, reverse("trainer:group", args=[_the_trainers_cohort().code]))


def _the_trainers_cohort() -> Cohort:
    return Cohort.objects.get(code="aujourdhui")


def _board_page() -> Asked:
    """Return the administrator's board."""
    return Asked(ADMINISTRATOR, reverse("steering:board"))


def _day_board_move() -> Asked:
    """Return the move of a card to and fro, on a board of 3 days × 12 sequences × 5 activities."""
    draft = a_board(3, 12, 5)
    card = sequences_of(draft)[5]

    def form(number: int) -> dict[str, object]:
        return {
            "act": f"place:{card.day_id}:11:{30 if number % 2 else 35}",
            "version": card.version + number, "since": draft.version + number,
            "opens": 540, "closes": 1050,
        }  # fmt: skip

    url = reverse("board:sequence", args=[draft.pk, card.pk])
    return Asked(TRAINER, url, form, headers={"X-Board": "1"})


_PAGES = {
    "learner_page": _learner_page,
    "cohort_page": _cohort_page,
    "board_page": _board_page,
    "day_board_move": _day_board_move,
}
