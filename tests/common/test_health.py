"""Whether the process is up, and whether it can serve."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from common.health import WORKER_SILENCE
from common.jobs.models import WorkerHeartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def _worker():
    WorkerHeartbeat.objects.create(name="worker", seen_at=timezone.now())


def ready(client):
    response = client.get(reverse("readyz"))
    return response.status_code, response.json()


def test_a_process_that_answers_is_up(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("healthz"))
    assert response.json() == {"status": "up"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("_worker")
def test_when_all_parts_answer_it_is_ready(client):
    assert ready(client) == (200, {"database": True, "storage": True, "worker": True})


def test_without_a_worker_it_is_not_ready(client):
    assert ready(client) == (503, {"database": True, "storage": True, "worker": False})


def test_a_worker_silent_for_too_long_is_gone(client):
    seen = timezone.now() - WORKER_SILENCE - timedelta(seconds=1)
    WorkerHeartbeat.objects.create(name="worker", seen_at=seen)
    assert ready(client)[0] == 503


@pytest.mark.usefixtures("_worker")
def test_without_its_storage_it_is_not_ready(client, monkeypatch):
    def refuse(_name):
        raise OSError

    monkeypatch.setattr(default_storage, "exists", refuse)
    assert ready(client) == (503, {"database": True, "storage": False, "worker": True})


def test_without_its_database_it_is_not_ready_and_says_so(client, monkeypatch):
    def refuse():
        raise DatabaseError

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert ready(client) == (503, {"database": False, "storage": True, "worker": False})
