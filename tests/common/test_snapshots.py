"""Reads of one instant, on the real database and outside a test's transaction."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import InternalError, connection
from django.utils import timezone

from common.jobs.models import WorkerHeartbeat
from common.snapshots import one_instant


@pytest.fixture
def elsewhere(request, django_db_blocker) -> Iterator[psycopg.Connection]:
    """Another connection to the tests' database; what it writes is taken back."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        settings = connection.get_connection_params()
        known = {
            key: settings[key] for key in ("dbname", "host", "user", "port") if key in settings
        }
        with psycopg.connect(**known, autocommit=True) as other:
            yield other
            other.execute("DELETE FROM common_workerheartbeat WHERE name LIKE 'snapshot-%'")
        connection.close()


def write(other: psycopg.Connection) -> str:
    name = f"snapshot-{uuid4()}"
    other.execute(
        "INSERT INTO common_workerheartbeat (name, seen_at) VALUES (%s, %s)",
        (name, timezone.now()),
    )
    return name


def test_what_is_written_meanwhile_is_not_seen_until_the_block_ends(elsewhere):
    with one_instant():
        WorkerHeartbeat.objects.count()
        name = write(elsewhere)
        assert not WorkerHeartbeat.objects.filter(name=name).exists()
    assert WorkerHeartbeat.objects.filter(name=name).exists()


@pytest.mark.usefixtures("elsewhere")
def test_nothing_is_written_in_it():
    with pytest.raises(InternalError, match="read-only"), one_instant():
        WorkerHeartbeat.objects.create(name="snapshot-no", seen_at=timezone.now())
