"""Many people asking for a place at the same instant, over HTTP."""

import http.client
import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from threading import Barrier
from typing import Any

from tests.processes import BIN, free_port, running, wait_until

PEOPLE = 400
PLACES = 40
# Eight requests at once. Few processes: each takes seconds to start and to answer first.
SERVER_PROCESSES = 2
THREADS = 4
ANSWER_SECONDS = 150


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person was answered."""

    status: int
    body: dict[str, Any]


@contextmanager
def server(
    *,
    env: dict[str, str],
    log: Path,
    processes: int = SERVER_PROCESSES,
    threads: int = THREADS,
    target: str = "config.wsgi:application",
) -> Iterator[int]:
    """Serve the product for the block, as in production, once all its processes are up.

    Gives the port. No process may take more than its share of the crowd: they all work at once.
    """
    port = free_port()
    started_before = _started(log)
    command = [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(threads), "--backlog", "2048",
        "--backpressure", str(PEOPLE // processes), "--log-level", "info", target,
    ]  # fmt: skip
    with running(command, env=env, log=log):
        wait_until(
            lambda: _started(log) - started_before == processes, seconds=120, what="the server"
        )
        yield port


def _started(log: Path) -> int:
    """Return how many server processes have said that they are ready."""
    return log.read_text(encoding="utf-8").count("Started worker-") if log.exists() else 0


def _get(port: int, path: str) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response


def csrf_token(port: int) -> str:
    """Return the token that the sign-in page gives to a browser."""
    cookies = SimpleCookie(_get(port, "/compte/login/").getheader("Set-Cookie", ""))
    return cookies["csrftoken"].value


def ask(port: int, code: str, session: str, token: str = "") -> Answer:
    """Ask for a place as the person of that session."""
    return post(port, f"/api/v1/cohorts/{code}/request/", session, token)


def post(port: int, path: str, session: str, token: str) -> Answer:
    """Send nothing but the wish, as the person of that session."""
    headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    with closing(link):
        link.request("POST", path, headers=headers)
        response = link.getresponse()
        text = response.read()
    is_json = "json" in (response.getheader("Content-Type") or "")
    return Answer(response.status, json.loads(text) if is_json else {})


def everybody_asks(port: int, code: str, sessions: list[str]) -> list[Answer]:
    """Have everybody ask at the same instant; return what each was answered."""
    return everybody_acts(
        port, [(f"/api/v1/cohorts/{code}/request/", session) for session in sessions]
    )


def everybody_acts(port: int, acts: list[tuple[str, str]]) -> list[Answer]:
    """Have all these (path, session) posted at the same instant; return what each was answered."""
    token = csrf_token(port)
    start = Barrier(len(acts))

    def one(act: tuple[str, str]) -> Answer:
        start.wait(timeout=60)
        return post(port, *act, token)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts, timeout=ANSWER_SECONDS + 60))


def base_env(database: str, data: Path) -> dict[str, str]:
    """Return the environment of a server and its seed, away from the tests' own database."""
    return {
        "DATABASE_URL": database,
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
