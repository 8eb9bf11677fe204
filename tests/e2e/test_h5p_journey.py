"""One of our contents, from the first answer to what the trainer reads."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from learning.progress.models import ActivityCompletion, H5PState, Statement
from tests.e2e.h5p_stage import (
    OURS,
    a_learner,
    activity_path,
    an_activity,
    imported,
    played,
    signed_in,
    until,
)
from tests.learning.builders import a_cohort, a_person

pytestmark = pytest.mark.browser
QUIZ = "observer-avant-de-proposer"
RIGHT = [(1,), (0, 1, 3), (1,), (2,), (0, 1, 2), (1,), (0,)]


def press(button) -> None:
    """Press a button wherever the growing frame has moved it."""
    button.evaluate("(button) => button.click()")


def answer(frame, positions) -> None:
    """Pick answers and check them; the frame may grow meanwhile, so that nothing is aimed at."""
    for position in positions:
        frame.locator(f"input[value='{position}']").evaluate("(input) => input.click()")
    press(frame.get_by_role("button", name="Vérifier"))
    frame.locator("input:disabled").first.wait_for(state="attached")


def test_an_agent_answers_leaves_comes_back_and_the_trainer_reads_the_result(
    chromium, live_server, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    trainer = a_person(Role.TRAINER)
    enrolment = a_learner(a_cohort(trainers=[trainer]))
    version = imported(f"{QUIZ}.h5p", (OURS / f"{QUIZ}.h5p").read_bytes())
    activity = an_activity(version, enrolment.cohort)
    agents = signed_in(chromium, live_server.url, enrolment.person)

    page = agents.new_page()
    page.goto(activity_path(enrolment, activity))
    frame = played(page)
    answer(frame, (0,))  # a wrong one
    press(frame.locator(".rez-btn-primary"))
    frame.locator(".rez-position", has_text="Question 2 sur 7").wait_for()
    until(lambda: Statement.objects.filter(verb="answered").exists())
    page.goto(reverse("learner:home"))  # what was not saved yet leaves with the page
    until(H5PState.objects.exists)
    assert not ActivityCompletion.objects.exists()

    page.goto(activity_path(enrolment, activity))
    frame = played(page)
    assert "Question 2 sur 7" in frame.locator(".rez-position").inner_text()
    for number, positions in enumerate(RIGHT[1:], start=2):
        frame.locator(".rez-position", has_text=f"Question {number} sur 7").wait_for()
        answer(frame, positions)
        press(frame.locator(".rez-btn-primary"))
    until(lambda: ActivityCompletion.objects.filter(activity=activity).exists())
    page.reload()
    assert page.get_by_text("Fait", exact=True).is_visible()
    answers = page.locator("section", has_text="Vos dernières réponses").last
    assert answers.get_by_text("À revoir.").count() == 1
    agents.close()

    trainers = signed_in(chromium, live_server.url, trainer)
    desk = trainers.new_page()
    desk.goto(reverse("trainer:results", args=[enrolment.cohort.code]))
    desk.get_by_role("link", name=activity.title).click()
    desk.wait_for_url("**/resultats/*/")
    first = desk.locator("li.card").first
    assert "1 personne a répondu. 0 juste, 1 à revoir." in " ".join(first.inner_text().split())
    assert enrolment.person.last_name not in desk.get_by_role("main").inner_text()
    trainers.close()


def test_starting_again_forgets_the_state_and_keeps_the_answers(
    chromium, live_server, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    enrolment = a_learner()
    version = imported(f"{QUIZ}.h5p", (OURS / f"{QUIZ}.h5p").read_bytes())
    activity = an_activity(version, enrolment.cohort)
    agents = signed_in(chromium, live_server.url, enrolment.person)
    page = agents.new_page()
    page.goto(activity_path(enrolment, activity))
    answer(played(page), (1,))
    until(H5PState.objects.exists)
    page.reload()
    played(page)
    page.get_by_role("button", name="Recommencer du début").click()
    frame = played(page)
    assert "Question 1 sur 7" in frame.locator(".rez-position").inner_text()
    assert frame.locator("input:checked").count() == 0
    assert Statement.objects.filter(verb="answered").count() == 1
    agents.close()
