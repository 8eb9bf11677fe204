"""A real browser, before a real server, on a real PostgreSQL.

Background work is done by `do_the_jobs`, in this process and in the order of a worker, so that a
test knows when it is over.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from common.jobs import runner
from common.jobs.models import Job
from tests.browser import find_chromium
from tests.e2e.looking import Visit

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
]  # fmt: skip
SIZES = {1280: 800, 360: 740}
PATIENCE_MS = 10_000
# What a closed window has sent reaches the server within this time.
LAST_REQUESTS_S = 0.1
SERVER_PATIENCE_S = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the wide window for `make thorough` where a test looks at the narrow one too."""
    names = {item.nodeid for item in items}
    for item in items:
        if item.nodeid.replace("[1280]", "[360]") in names - {item.nodeid}:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; without one they are skipped, or fail in continuous checks."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI=true and no Chromium: browser tests must run here.")
        pytest.skip("No Chromium was found, and none could be installed: see docs/setup.md.")
    # From here on a loop runs in this thread, the browser driver's: Django would take every test
    # that follows for asynchronous code, and refuse it the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Answering:
    """How many requests the server is answering."""

    def __init__(self) -> None:
        self._number = 0
        self._changed = threading.Condition()

    def began(self, **_: object) -> None:
        with self._changed:
            self._number += 1

    def ended(self, **_: object) -> None:
        with self._changed:
            self._number -= 1
            self._changed.notify_all()

    def is_over(self, seconds: float) -> bool:
        """Wait until none is being answered."""
        with self._changed:
            return self._changed.wait_for(lambda: self._number <= 0, seconds)


@pytest.fixture(autouse=True)
def _close_the_windows(request) -> Iterator[None]:
    """Close what a test leaves open, while its server and its database are there to answer.

    A page that closes may still send what it holds (an H5P content its state): emptying the
    database under that request would lock one against the other, and the next test would begin
    with what this one left.
    """
    for lasting in ("transactional_db", "live_server"):
        request.getfixturevalue(lasting)
    answering = Answering()
    request_started.connect(answering.began)
    request_finished.connect(answering.ended)
    yield
    if "chromium" in request.fixturenames:
        for window in request.getfixturevalue("chromium").contexts:
            window.close()
    time.sleep(LAST_REQUESTS_S)
    over = answering.is_over(SERVER_PATIENCE_S)
    request_started.disconnect(answering.began)
    request_finished.disconnect(answering.ended)
    assert over, "The server was still answering when the test ended."


@pytest.fixture(autouse=True)
def _site(live_server, settings, monkeypatch) -> None:
    """Serve the site at the address its mails give; jobs wait for `do_the_jobs`."""
    monkeypatch.setattr("common.jobs.tasks.run_job.delay", lambda _job_id: None)
    settings.PUBLIC_BASE_URL = live_server.url
    cache.clear()


@pytest.fixture
def do_the_jobs() -> Callable[[], None]:
    """Do what waits, and what that sets off, as workers would."""

    def work() -> None:
        while due := Job.objects.claimable(timezone.now()).order_by("created_at").first():
            runner.run(due.pk)
        assert not Job.objects.filter(error__gt="").exists(), Job.objects.values("kind", "error")

    return work


@pytest.fixture
def open_visit(chromium, live_server) -> Iterator[Callable[..., Visit]]:
    """Open a visitor's own browser window: `open_visit(360)`, `open_visit(java_script=False)`."""
    opened = []

    def open_one(width: int = 1280, *, java_script: bool = True, **options: Any) -> Visit:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": SIZES[width]},
            java_script_enabled=java_script,
            locale="fr-FR",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(context.new_page(), has_scripts=java_script)
        opened.append((context, visit))
        return visit

    yield open_one
    for context, visit in opened:
        context.close()
        assert visit.complaints == []


@pytest.fixture(params=SIZES)
def width(request):
    """An office screen, then a phone."""
    return request.param


@pytest.fixture
def visit(open_visit, width):
    """One visitor, at both sizes."""
    return open_visit(width)


@pytest.fixture
def page(visit):
    """That visitor's page."""
    return visit.page
