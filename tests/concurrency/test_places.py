"""Four hundred people ask for forty places at once, through the real server.

Each promise comes with its negative control: the same rush, the same server, what the promise
rests on taken out. A test that could not see the failure would prove nothing.
"""

import json
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.concurrency.rush import (
    PEOPLE,
    PLACES,
    Answer,
    ask,
    base_env,
    everybody_acts,
    everybody_asks,
    server,
)
from tests.postgres import migrated
from tests.processes import run_main

KEPT, CONTROL = "places-gardees", "temoin"
RACED, RACED_CONTROL = "places-disputees", "temoin-dispute"
COUNT = """
    SELECT e.state, count(*) FROM learning_enrolment e
    JOIN learning_cohort c ON c.id = e.cohort_id WHERE c.code = '{code}' GROUP BY e.state
"""


LINE = """
    SELECT e.state, e.queue_number, count(o.id) FROM learning_enrolment e
    JOIN learning_cohort c ON c.id = e.cohort_id
    LEFT JOIN learning_offer o ON o.enrolment_id = e.id
    WHERE c.code = '{code}' GROUP BY e.id, e.state, e.queue_number ORDER BY e.queue_number
"""


@dataclass(frozen=True, slots=True)
class Ground:
    """A database of its own, with a crowd signed in and two empty cohorts."""

    env: dict[str, str]
    sessions: list[str]
    log: Path

    def in_database(self, code: str) -> dict[str, int]:
        """Return how many enrolments the cohort has in each state, read in the database."""
        return dict(self.read(COUNT.format(code=code)))

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        url = self.env["DATABASE_URL"]
        is_file = url.startswith("sqlite")
        link = sqlite3.connect(url.removeprefix("sqlite:///")) if is_file else psycopg.connect(url)
        try:
            return link.execute(query).fetchall()
        finally:
            link.close()


def seeded(env: dict[str, str], folder: Path) -> Ground:
    arguments = [str(PEOPLE), str(PLACES), KEPT, CONTROL, RACED, RACED_CONTROL]
    told = json.loads(run_main("tests.concurrency.seed", *arguments, env=env))
    return Ground(env, told["sessions"], folder / "server.log")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rush-postgres")
    admin, name = os.environ["DATABASE_URL"], f"rush_{os.getpid()}"
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name} TEMPLATE {migrated()}")
    yield seeded(base_env(urlsplit(admin)._replace(path=f"/{name}").geturl(), folder), folder)
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def served(postgres):
    """The product as it is, served for the tests that share it: the port it answers at."""
    with server(env=postgres.env, log=postgres.log) as port:
        yield port


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rush-sqlite")
    return seeded(base_env(f"sqlite:///{folder / 'db.sqlite3'}", folder), folder)


def states(answers: list[Answer]) -> list[str]:
    return [answer.body.get("state", "") for answer in answers]


def assert_forty_have_a_place_and_the_others_a_rank(ground: Ground, answers: list[Answer]):
    assert {answer.status for answer in answers} == {201}
    assert states(answers).count("confirmed") == PLACES
    ranks = sorted(answer.body["rank"] for answer in answers if answer.body["rank"])
    assert ranks == list(range(1, PEOPLE - PLACES + 1))
    assert ground.in_database(KEPT) == {"confirmed": PLACES, "waiting": PEOPLE - PLACES}


def test_four_hundred_people_get_forty_places_and_their_ranks_on_postgresql(postgres, served):
    answers = everybody_asks(served, KEPT, postgres.sessions)
    assert_forty_have_a_place_and_the_others_a_rank(postgres, answers)


def test_without_its_lock_the_same_rush_breaks_on_postgresql(postgres):
    target = "tests.concurrency.unlocked:application"
    with server(env=postgres.env, log=postgres.log, target=target) as port:
        # A quarter of the crowd is enough for the failure to show.
        answers = everybody_asks(port, CONTROL, postgres.sessions[: PEOPLE // 4])
    # Two people are given one turn: the database's last rule refuses one of them.
    assert any(answer.status == 500 for answer in answers)


@pytest.mark.long
def test_four_hundred_people_get_forty_places_and_their_ranks_on_sqlite(sqlite):
    with server(env=sqlite.env, log=sqlite.log, processes=4, threads=1) as port:
        answers = everybody_asks(port, KEPT, sqlite.sessions)
        forged = ask(port, CONTROL, sqlite.sessions[0])
    assert_forty_have_a_place_and_the_others_a_rank(sqlite, answers)
    assert forged.status == 403, "A request without the site's token must be refused."


@pytest.mark.long
def test_without_immediate_transactions_the_same_rush_meets_locks_on_sqlite(sqlite):
    settings = {"DJANGO_SETTINGS_MODULE": "tests.concurrency.deferred_settings"}
    log = sqlite.log.with_name("deferred.log")
    with server(env=sqlite.env | settings, log=log, processes=4, threads=1) as port:
        answers = everybody_asks(port, CONTROL, sqlite.sessions)
    assert any(answer.status == 500 for answer in answers)
    assert "database is locked" in log.read_text(encoding="utf-8")


Acts = list[tuple[str, str]]


def fifty_will_leave_and_fifty_ask(ground: Ground, port: int, code: str) -> Acts:
    """Fill the cohort and its line; return who then leaves, and who asks: (path, session)."""
    before, newcomers = ground.sessions[: PLACES + 50], ground.sessions[PLACES + 50 : PLACES + 100]
    asked = list(zip(everybody_asks(port, code, before), before, strict=True))
    # All who have a place leave, and the first ten of those who wait: a place may pass twice.
    leaving = [
        (f"/api/v1/enrolments/{answer.body['id']}/cancel/", session)
        for answer, session in asked
        if (answer.body["rank"] or 0) <= 10
    ]
    return leaving + [(f"/api/v1/cohorts/{code}/request/", session) for session in newcomers]


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


def assert_places_went_down_the_line_once_each(ground: Ground):
    line = ground.read(LINE.format(code=RACED))
    active = [(state, offers) for state, _number, offers in line if state != "cancelled"]
    assert len(active) == PLACES + 50
    assert [state for state, _offers in active] == ["offered"] * PLACES + ["waiting"] * 50
    assert [offers for _state, offers in active] == [1] * PLACES + [0] * 50
    assert all(offers <= 1 for _state, _number, offers in line), "Nobody is offered two places."


def test_fifty_people_leave_while_fifty_ask_and_places_go_down_the_line_on_postgresql(
    postgres, served
):
    acts = fifty_will_leave_and_fifty_ask(postgres, served, RACED)
    answers = everybody_acts(served, acts)
    assert statuses(answers) == [200] * 50 + [201] * 50
    assert_places_went_down_the_line_once_each(postgres)


@pytest.mark.long
def test_without_its_lock_the_same_race_breaks_on_postgresql(postgres, served):
    acts = fifty_will_leave_and_fifty_ask(postgres, served, RACED_CONTROL)
    target = "tests.concurrency.unlocked:application"
    with server(env=postgres.env, log=postgres.log, target=target) as port:
        answers = everybody_acts(port, acts)
    # Two people are given one turn, or one person two offers: the database's last rule refuses.
    assert 500 in statuses(answers)


@pytest.mark.long
def test_fifty_people_leave_while_fifty_ask_and_places_go_down_the_line_on_sqlite(sqlite):
    with server(env=sqlite.env, log=sqlite.log, processes=4, threads=1) as port:
        acts = fifty_will_leave_and_fifty_ask(sqlite, port, RACED)
        answers = everybody_acts(port, acts)
    assert statuses(answers) == [200] * 50 + [201] * 50
    assert_places_went_down_the_line_once_each(sqlite)
