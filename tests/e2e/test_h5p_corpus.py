"""Real packages, made by others: drawn in the opaque frame, answered, and heard."""

import io
import time
from dataclasses import dataclass

import pytest
from PIL import Image
from playwright.sync_api import Error, Frame, Page

from learning.progress.models import Statement
from modules.h5p.xapi import ENDS
from tests.e2e.h5p_stage import (
    CORPUS,
    a_learner,
    activity_path,
    an_activity,
    frame_of,
    imported,
    needs_corpus,
    signed_in,
)

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

AT_ONCE = 6
PATIENCE_S = 12
DRAWN = 35
ANSWERED = 10
# What each says when it cannot play. The last one asks h5p.org for a film.
COMPLAINTS = ("Video format not supported", "Unable to", "error occurred")
ANSWERABLE = (
    "ExampleContent", "H5P.Blanks-1.14", "H5P.Crossword-0.5", "H5P.ImageHotspotQuestion",
    "H5P.ImageMultipleHotspotQuestion", "H5P.ImageSequencing", "H5P.MultiChoice-1.16",
    "H5P.TrueFalse-1.8", "basic_essay", "drag", "find-the-words", "h5p-test", "sample-blanks-1.6",
)  # fmt: skip
CHOICES = (
    ".h5p-alternative-container", ".h5p-true-false-answer", ".h5p-sc-alternative",
    ".summary-claim-unclicked", ".h5p-image-hotspot-question .image-wrapper",
    ".h5p-multi-media-choice-option",
)  # fmt: skip
CHECK = ".h5p-question-check-answer, .h5p-joubelui-button, .h5p-image-sequencing-check"


@dataclass
class Shown:
    name: str
    activity_id: int
    page: Page


def is_drawn(shown: Shown) -> str:
    """Return why it is not drawn; "" when it is. Looks at the picture, not at what it claims."""
    end = time.monotonic() + PATIENCE_S
    why = "nothing was said"
    while time.monotonic() < end:
        root = shown.page.locator(".h5p-player")
        if shown.page.locator("[data-failed]:not([hidden])").count():
            return "the page says that it failed"
        if root.get_attribute("data-ready"):
            words = frame_of(shown.page).locator("body").inner_text()
            if any(complaint in words for complaint in COMPLAINTS):
                return words[:80]
            if inked(shown.page):
                return ""
            why = "an empty picture"
        shown.page.wait_for_timeout(100)
    return why


def inked(page: Page) -> bool:
    """Return whether the frame's picture has more than a flat colour and two traits."""
    picture = Image.open(io.BytesIO(page.locator("iframe").screenshot())).convert("L")
    histogram = picture.resize((200, 200)).histogram()
    return sum(histogram) - max(histogram) > 200


def answer(page: Page, frame: Frame) -> None:
    """Do what a person in a hurry would: fill the blanks, pick the first answer, check."""
    for blank in frame.locator("input[type=text]:visible, textarea:visible").all()[:12]:
        blank.fill("a")
        blank.press("Tab")
    for _ in range(3):
        for selector in CHOICES:
            first = frame.locator(f"{selector}:visible").first
            if first.count():
                first.click(timeout=4000, force=True)
                break
        for button in frame.locator(CHECK).all():
            if button.is_visible() and not button.is_disabled():
                button.click(timeout=4000)
                return
        page.wait_for_timeout(300)


def results_of(activity_ids: list[int]) -> set[int]:
    """Return the activities of which a scored answer was recorded."""
    scored = Statement.objects.filter(verb__in=ENDS, raw_score__isnull=False)
    return set(scored.filter(activity__in=activity_ids).values_list("activity", flat=True))


@needs_corpus
def test_real_packages_are_drawn_in_the_opaque_frame_and_their_answers_recorded(
    chromium, live_server, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    started = time.monotonic()
    enrolment = a_learner()
    packages = sorted(CORPUS.glob("*.h5p"))
    activities = {
        path.stem: an_activity(imported(path.name, path.read_bytes()), enrolment.cohort)
        for path in packages
    }
    context = signed_in(chromium, live_server.url, enrolment.person)
    waiting = list(activities.items())
    print(f"imported in {time.monotonic() - started:.0f} s")
    refused: dict[str, str] = {}
    open_pages: list[Shown] = []
    while waiting:
        for name, activity in waiting[:AT_ONCE]:
            page = context.new_page()
            page.goto(activity_path(enrolment, activity), wait_until="commit")
            open_pages.append(Shown(name, activity.pk, page))
        del waiting[:AT_ONCE]
        for shown in open_pages:
            if why := is_drawn(shown):
                refused[shown.name] = why
                continue
            assert frame_of(shown.page).evaluate("window.origin") == "null"
            if shown.name in ANSWERABLE:
                try:
                    answer(shown.page, frame_of(shown.page))
                except Error as error:
                    print(f"{shown.name}: not answered: {str(error)[:120]}")
        for shown in open_pages:
            shown.page.close()
        open_pages.clear()
    answered = results_of([activity.pk for activity in activities.values()])
    context.close()
    print(f"played in {time.monotonic() - started:.0f} s")
    names = {activity.pk: name for name, activity in activities.items()}
    print(f"drawn {len(activities) - len(refused)}/{len(activities)}; not drawn: {refused}")
    print(f"answered {len(answered)}: {sorted(names[pk] for pk in answered)}")
    assert len(activities) - len(refused) >= DRAWN, refused
    assert len(answered) >= ANSWERED, sorted(names[pk] for pk in answered)
