"""Packages imported as the product does, put in a cohort, and played in its pages."""

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import File
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from modules.contents.importing import process_upload
from modules.contents.models import ContentVersion
from modules.contents.services import receive_package
from modules.programmes.enums import ActivityKind, DoneWhen, Moment
from modules.programmes.models import Activity, Sequence
from tests.learning.builders import a_cohort, a_person, an_enrolment

ROOT = Path(__file__).parents[2]
OURS = ROOT / "frontend" / "static" / "build" / "h5p"
CORPUS = next(
    (
        folder
        for parent in ROOT.parents
        if (folder := parent / "shared" / "h5p-corpus" / "valid").is_dir()
    ),
    None,
)
needs_corpus = pytest.mark.skipif(CORPUS is None, reason="../shared/h5p-corpus is not here")


def imported(name: str, data: bytes) -> ContentVersion:
    """Import a package as an administrator who trusts its libraries would."""
    actor = a_person(Role.ADMINISTRATOR)
    upload = receive_package(actor=actor, file=File(io.BytesIO(data), name=name), filename=name)
    upload = process_upload(upload=upload, trusting=True)
    assert upload.content is not None, (name, upload.state, upload.report)
    return upload.content.versions.get(state="current")


def an_activity(version: ContentVersion, cohort: Cohort, **fields: object) -> Activity:
    """Add to the cohort's revision an activity that plays this version."""
    sequence = Sequence.objects.filter(day__revision=cohort.revision_id).order_by("pk").first()
    assert sequence is not None
    return Activity.objects.create(
        sequence=sequence,
        position=sequence.activities.count() + 1,
        kind=ActivityKind.H5P,
        moment=Moment.BEFORE,
        title=version.title[:200],
        minutes=10,
        content_version=version,
        **{"done_when": DoneWhen.ANSWERED, **fields},
    )


def a_learner(cohort: Cohort | None = None) -> Enrolment:
    """Return a participant with a place in a cohort."""
    return an_enrolment(cohort or a_cohort())


def signed_in(chromium: Browser, origin: str, person: User, **options: Any) -> BrowserContext:
    """Return a browser window where the person is signed in."""
    client = Client()
    client.force_login(person)
    context = chromium.new_context(
        base_url=origin, viewport={"width": 1100, "height": 900}, locale="fr-FR", **options
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": origin}])
    context.set_default_timeout(15_000)
    return context


def activity_path(enrolment: Enrolment, activity: Activity) -> str:
    """Return the address of a participant's page."""
    return reverse("learner:activity", args=[enrolment.pk, activity.pk])


def played(page: Page) -> Frame:
    """Wait until the page's content plays; return its frame."""
    page.wait_for_selector(".h5p-player[data-ready]")
    return frame_of(page)


def frame_of(page: Page) -> Frame:
    """Return the opaque frame of the page."""
    return next(frame for frame in page.frames if "/h5p/cadre/" in frame.url)


def until(is_true: Callable[[], object], seconds: float = 8) -> None:
    """Wait for what happens in the server."""
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, f"waited for {seconds} seconds"
        time.sleep(0.05)
