"""The board over a million attendance rows, beside a bare page and beside ten thousand rows."""

import http.client
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from config.demo.accounts import ADMINISTRATOR
from tests import postgres
from tests.bench.pages import FLOOR, WARM_UP, Answer, Asked, ask, line
from tests.bench.server import ROOT, served

# Cohorts of 42 people and six half-days: 10,080 marks, then 1,008,000.
SMALL, LARGE = (40, 1_500), (4_000, 150_000)


@dataclass(frozen=True, slots=True)
class Site:
    """A server of its own, on a database of its own, and who is signed in."""

    url: str
    connection: http.client.HTTPConnection
    headers: dict[str, str]

    def ask(self, path: str) -> Answer:
        """Ask for a page."""
        return ask(self.connection, Asked(ADMINISTRATOR, path), self.headers, 0)


def measure(n: int = 60) -> Iterator[dict[str, Any]]:
    """Yield the page beside the bare one, beside the small board; then SQL, then writing a day.

    The bare page is that of the small database: it counts whole tables, which grow.
    """
    board, bare = reverse("steering:board"), "/bench/floor/"
    with _site("board_10k", *SMALL) as small, _site("board_1m", *LARGE) as large:
        for _turn in range(WARM_UP):
            for site, path in ((small, board), (small, bare), (large, board)):
                site.ask(path)
        turns = [(large.ask(board), small.ask(bare), small.ask(board)) for _turn in range(n)]
        yield line("board_1m", "ms CPU", [(page.cpu, floor.cpu) for page, floor, _ in turns], FLOOR)
        yield line("board_1m_wall", "ms", [(page.wall, floor.wall) for page, floor, _ in turns])
        against = "the same page over 10,000 attendance rows"
        yield line("board_1m_growth", "ms", [(page.wall, s.wall) for page, _, s in turns], against)
        yield from _in_process("board_sql", large.url)
        yield from _in_process("day_200", large.url)


@contextmanager
def _site(name: str, cohorts: int, people: int) -> Iterator[Site]:
    with postgres.fresh_database(name) as url:
        fill = [sys.executable, "-m", "tests.bench.crowd", str(cohorts), str(people)]
        filled = subprocess.run(fill, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        cookie = f"{settings.SESSION_COOKIE_NAME}={filled.stdout.split()[-1]}"
        with served() as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            yield Site(url, connection, {"Cookie": cookie})


def _in_process(what: str, url: str) -> Iterator[dict[str, Any]]:
    """Measure in a process that knows this database only."""
    command = [sys.executable, "-m", "tests.run", f"tests.bench.{what}"]
    env = {**os.environ, "DATABASE_URL": url}
    told = subprocess.run(
        command, cwd=ROOT, check=True, env=env, stdout=subprocess.PIPE, text=True
    ).stdout
    for row in json.loads(told):
        low, _, high = statistics.quantiles(row.pop("ratios"), n=4)
        yield {**row, "spread": [round(low, 4), round(high, 4)]}
