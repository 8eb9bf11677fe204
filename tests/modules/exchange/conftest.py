import pytest
from django.db import transaction
from django.test import override_settings

from common.jobs import services as jobs


@pytest.fixture(autouse=True)
def _own_media(tmp_path):
    """Give each test a storage of its own: what is left behind is seen."""
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    """Jobs are done by hand (`worked`): nobody waits for a broker that is away."""
    monkeypatch.setattr(jobs, "send", lambda _job_id: None)


@pytest.fixture(autouse=True)
def _commits(request, monkeypatch):
    """Do at once what waits for a commit, where a test's transaction never commits."""
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and not marker.kwargs.get("transaction"):
        monkeypatch.setattr(transaction, "on_commit", lambda act, **_: act())
