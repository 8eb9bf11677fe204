"""What interactive activities say: kept once, from the person's own browser, and its effects."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import pytest
from django.utils import timezone

from common.jobs import runner
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.registry import RunningJob
from learning.enrolment.enums import EnrolmentState
from learning.progress.models import ActivityCompletion, H5PState, Statement
from learning.progress.queries import (
    answers_of,
    object_id_of,
    pseudonym_of,
    results_of,
    saved_state,
)
from learning.progress.services import (
    DoneByDoing,
    NotInteractive,
    NotYourActivity,
    StatementTaken,
    StateTooLarge,
    TooManyStatements,
    UnreadableState,
    record_statement,
    reset_state,
    save_state,
    set_activity_done,
)
from learning.progress.tasks import StoreRefuses, forward_statement
from modules.h5p.xapi import read_statement
from modules.programmes.enums import ActivityKind, DoneWhen
from modules.programmes.models import Activity
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_content_version, a_person, an_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return an_enrolment(a_cohort())


@pytest.fixture
def activity(enrolment):
    found = Activity.objects.filter(sequence__day__revision=enrolment.cohort.revision).first()
    found.kind, found.content_version = ActivityKind.H5P, a_content_version()
    found.save()
    return found


def told(activity, verb="answered", part="", raw=1, **more):
    object_id = object_id_of(activity) + (f"?subContentId={part}" if part else "")
    return read_statement(
        {
            "id": str(uuid4()),
            "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
            "object": {"id": object_id, "definition": {"name": {"fr": f"Question {part}"}}},
            "result": {"score": {"raw": raw, "max": 2}, "response": "a"},
            **more,
        },
        now=timezone.now(),
    )


def record(enrolment, activity, statement, **changes):
    given = {"person": enrolment.person, "enrolment": enrolment, "activity": activity, **changes}
    return record_statement(**given, told=statement)


def is_done(activity) -> bool:
    return ActivityCompletion.objects.filter(activity=activity).exists()


def with_rule(activity, rule, min_score=None):
    activity.done_when, activity.min_score = rule, min_score
    activity.save()
    return activity


def test_the_same_statement_sent_twice_is_kept_once(enrolment, activity):
    statement = told(activity)
    assert record(enrolment, activity, statement) == record(enrolment, activity, statement)
    [kept] = Statement.objects.all()
    assert kept.content_version == activity.content_version
    assert kept.body["actor"]["account"]["name"] == pseudonym_of(enrolment.pk)


def test_nobody_takes_the_identifier_of_another_ones_statement(enrolment, activity):
    statement = told(activity)
    record(enrolment, activity, statement)
    other = an_enrolment(enrolment.cohort)
    with pytest.raises(StatementTaken):
        record(other, activity, statement)


def test_nobody_answers_for_another(enrolment, activity):
    with pytest.raises(NotYourActivity):
        record(enrolment, activity, told(activity), person=a_person())


@pytest.mark.parametrize("state", [EnrolmentState.CANCELLED, EnrolmentState.WAITING])
def test_who_has_no_place_records_nothing(enrolment, activity, state):
    enrolment.state, enrolment.queue_number = state, 9
    enrolment.save()
    with pytest.raises(NotYourActivity):
        record(enrolment, activity, told(activity))
    with pytest.raises(NotYourActivity):
        save_state(person=enrolment.person, enrolment=enrolment, activity=activity, data="{}")


def test_an_activity_of_another_module_records_nothing(activity):
    elsewhere = an_enrolment(a_cohort())
    with pytest.raises(NotYourActivity):
        record(elsewhere, activity, told(activity))


def test_a_page_to_read_records_nothing(enrolment):
    page = Activity.objects.filter(
        sequence__day__revision=enrolment.cohort.revision, kind="page"
    ).first()
    with pytest.raises(NotInteractive):
        record(enrolment, page, told(page))


def test_a_content_that_talks_without_end_is_told_to_wait(enrolment, activity, monkeypatch):
    monkeypatch.setattr("learning.progress.services.MOST_STATEMENTS_A_MINUTE", 3)
    for _ in range(3):
        record(enrolment, activity, told(activity))
    with pytest.raises(TooManyStatements):
        record(enrolment, activity, told(activity))
    Statement.objects.update(stored_at=timezone.now() - timedelta(minutes=2))
    record(enrolment, activity, told(activity))


def test_opening_is_enough_where_the_rule_says_so(enrolment, activity):
    with_rule(activity, DoneWhen.OPENED)
    record(enrolment, activity, told(activity, "initialized"))
    assert is_done(activity)


def test_one_question_is_not_all_of_them(enrolment, activity):
    record(enrolment, activity, told(activity, "initialized"))
    record(enrolment, activity, told(activity, part="q1"))
    assert not is_done(activity)
    record(enrolment, activity, told(activity, "completed"))
    assert is_done(activity)


def test_a_score_below_the_one_asked_for_is_not_enough(enrolment, activity):
    with_rule(activity, DoneWhen.SCORED, 80)
    record(enrolment, activity, told(activity, "completed", raw=1))
    assert not is_done(activity)
    record(enrolment, activity, told(activity, "completed", raw=2))
    assert is_done(activity)


def test_an_interactive_activity_is_not_ticked_by_hand(enrolment, activity):
    with pytest.raises(DoneByDoing):
        set_activity_done(
            person=enrolment.person, enrolment=enrolment, activity=activity, is_done=True
        )


def test_a_state_is_saved_over_the_one_before_and_forgotten_on_demand(enrolment, activity):
    mine = {"person": enrolment.person, "enrolment": enrolment, "activity": activity}
    assert saved_state(enrolment, activity) == ""
    save_state(**mine, data='{"0": 1}')
    save_state(**mine, data='{"0": 2}')
    assert saved_state(enrolment, activity) == '{"0": 2}'
    record(enrolment, activity, told(activity))
    reset_state(**mine)
    assert not H5PState.objects.exists()
    assert Statement.objects.count() == 1


@pytest.mark.parametrize("data", ["0", "{", "[" * 200_000])
def test_a_state_that_is_no_object_is_not_kept(enrolment, activity, data):
    with pytest.raises(UnreadableState):
        save_state(person=enrolment.person, enrolment=enrolment, activity=activity, data=data)


def test_a_state_too_large_is_not_kept(enrolment, activity):
    data = json.dumps({"x": "é" * 131_073}, ensure_ascii=False)
    with pytest.raises(StateTooLarge):
        save_state(person=enrolment.person, enrolment=enrolment, activity=activity, data=data)


def test_each_persons_last_answer_counts_once(enrolment, activity):
    other = an_enrolment(enrolment.cohort)
    record(enrolment, activity, told(activity, part="q1", raw=0))
    record(enrolment, activity, told(activity, part="q1", raw=2))
    record(other, activity, told(activity, part="q1", raw=0))
    record(other, activity, told(activity, "completed", raw=0))
    left = an_enrolment(enrolment.cohort, state=EnrolmentState.CONFIRMED)
    record(left, activity, told(activity, part="q1", raw=2))
    left.state = EnrolmentState.CANCELLED
    left.save()

    results = results_of(enrolment.cohort, activity)
    assert (results.opened, results.finished) == (2, 1)
    first = results.questions[0]
    assert (first.question, first.right, first.wrong) == ("Question q1", 1, 1)
    assert first.common == [("a", 2)]
    [mine] = answers_of(enrolment, activity)
    assert mine.is_right is True


@pytest.fixture
def store(settings):
    """A learning record store that answers what the test says, on a real socket."""
    heard = []
    answers = [204]

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(answers[0])
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.LRS_URL = f"http://127.0.0.1:{server.server_port}/xapi"
    settings.LRS_KEY, settings.LRS_SECRET = "cle", "secret"
    yield heard, answers
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_record_store_gets_each_statement_once_under_a_pseudonym(enrolment, activity, store):
    heard, _answers = store
    statement = told(activity)
    record(enrolment, activity, statement)
    record(enrolment, activity, statement)
    do_the_jobs()
    [(path, headers, body)] = heard
    assert path == f"/xapi/statements?statementId={statement.id}"
    assert {name.lower(): value for name, value in headers.items()}[
        "x-experience-api-version"
    ] == "1.0.3"
    assert headers["Authorization"] == "Basic Y2xlOnNlY3JldA=="
    assert body["actor"]["account"]["name"] == pseudonym_of(enrolment.pk)


@pytest.mark.parametrize(
    ("answer", "state"),
    [(409, JobState.DONE), (400, JobState.FAILED), (503, JobState.QUEUED), (429, JobState.QUEUED)],
)
def test_a_store_that_has_it_refuses_it_or_is_away(enrolment, activity, store, answer, state):
    _heard, answers = store
    answers[0] = answer
    record(enrolment, activity, told(activity))
    job = Job.objects.get(kind="forward_statement")
    runner.run(job.pk)
    job.refresh_from_db()
    assert job.state == state


def test_a_store_that_refuses_is_told_with_its_answer(enrolment, activity, store):
    _heard, answers = store
    answers[0] = 403
    record(enrolment, activity, told(activity))
    job = Job.objects.get(kind="forward_statement")
    with pytest.raises(StoreRefuses) as refused:
        forward_statement(RunningJob(job))
    assert "403" in str(refused.value)


def test_without_a_store_nothing_is_queued(enrolment, activity):
    record(enrolment, activity, told(activity))
    assert not Job.objects.filter(kind="forward_statement").exists()
