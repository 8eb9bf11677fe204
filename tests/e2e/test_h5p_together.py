"""Several contents on one page: each in its own frame, at its own height, recording for itself."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from accounts.http import person_of
from config.urls import urlpatterns as site
from learning.enrolment.models import Enrolment
from learning.progress.models import ActivityCompletion, H5PState, Statement
from learning.web.learner.interactive import interactive_of
from modules.programmes.models import Activity
from tests.e2e.h5p_stage import OURS, a_learner, an_activity, imported, signed_in, until

CONTENTS = ("observer-avant-de-proposer", "parcours-au-guichet", "methodes-et-phases")
PAGE = """
{% extends "base.html" %}{% block title %}Trois contenus{% endblock %}
{% block main %}{% for player in players %}
  {% include "modules/player.html" %}
{% endfor %}{% endblock %}
"""


def together(request: HttpRequest) -> HttpResponse:
    """Show all the interactive activities of the person's module on one page."""
    mine = Enrolment.objects.get(person=person_of(request))
    shown = Activity.objects.filter(kind="h5p").order_by("pk")
    players = [
        interactive.player for one in shown if (interactive := interactive_of(request, mine, one))
    ]
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"players": players}, request))


urlpatterns = [*site, path("trois-contenus/", together)]
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]


def frames_of(page: Any) -> list[Any]:
    """Return the frames of the contents, in the order of the page."""
    return [element.content_frame() for element in page.query_selector_all(".h5p-player iframe")]


def fits(page: Any, number: int) -> bool:
    """Return whether a frame is as tall as its content: drawn once it comes into view."""
    frame = page.query_selector_all(".h5p-player iframe")[number]
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    content = frames_of(page)[number].evaluate("document.documentElement.scrollHeight")
    return bool(abs(box["height"] - content) <= 2)


@pytest.mark.long
def test_three_contents_on_one_page_play_and_record_each_for_its_own_activity(
    chromium, live_server, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    enrolment = a_learner()
    activities = [
        an_activity(imported(f"{name}.h5p", (OURS / f"{name}.h5p").read_bytes()), enrolment.cohort)
        for name in CONTENTS
    ]
    page = signed_in(chromium, live_server.url, enrolment.person).new_page()
    page.goto("/trois-contenus/")
    until(lambda: page.locator(".h5p-player[data-ready]").count() == 3, seconds=60)

    frames = frames_of(page)
    assert [frame.evaluate("window.origin") for frame in frames] == ["null"] * 3
    for number in range(3):
        until(lambda number=number: fits(page, number))

    quiz = frames[0]
    quiz.locator("input[value='1']").evaluate("(input) => input.click()")
    quiz.get_by_role("button", name="Vérifier").evaluate("(button) => button.click()")
    until(lambda: Statement.objects.filter(verb="answered").exists())
    assert {one.activity for one in Statement.objects.filter(verb="answered")} == {activities[0]}

    grid = frames[1]
    grid.locator("textarea, input[type=text]").first.fill("Elle attend son tour")
    until(lambda: H5PState.objects.filter(activity=activities[1]).exists(), seconds=20)
    assert "Elle attend son tour" in H5PState.objects.get(activity=activities[1]).data
    assert not ActivityCompletion.objects.exists()
