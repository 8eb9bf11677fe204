"""Reads of one instant, on the real database and outside a test's transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
from django.db import InternalError, connection
from django.utils import timezone

from common.jobs.models import WorkerHeartbeat
from common.snapshots import one_instant

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection]:
    """Another connection to the tests' database; what it writes is taken back."""
    given = connection.get_connection_params()
    known = {key: given[key] for key in ("dbname", "host", "user", "port") if key in given}
    with psycopg.connect(**known, autocommit=True) as other:
        yield other
        other.execute("DELETE FROM common_workerheartbeat WHERE name LIKE 'snapshot-%'")


def outside(act: Callable[[], object]) -> object:
    """Do something in a thread: its connection is in no test's transaction."""

    def closing() -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(closing).result()


def test_what_is_written_meanwhile_is_not_seen_until_the_block_ends(elsewhere):
    name = f"snapshot-{uuid4()}"
    mine = WorkerHeartbeat.objects.filter(name=name)

    def seen_inside_and_after() -> tuple[bool, bool]:
        with one_instant():
            mine.exists()
            elsewhere.execute(
                "INSERT INTO common_workerheartbeat (name, seen_at) VALUES (%s, %s)",
                (name, timezone.now()),
            )
            inside = mine.all().exists()
        return inside, mine.all().exists()

    assert outside(seen_inside_and_after) == (False, True)


def test_nothing_is_written_in_it():
    def write() -> None:
        with one_instant():
            WorkerHeartbeat.objects.create(name="snapshot-no", seen_at=timezone.now())

    with pytest.raises(InternalError, match="read-only"):
        outside(write)
