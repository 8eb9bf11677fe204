"""Durable jobs: written with their fact, claimed by one worker, tried again, never doubled."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from common.errors import DomainError
from common.jobs import registry, runner, tasks
from common.jobs.enums import JobState
from common.jobs.models import Job, WorkerHeartbeat
from common.jobs.services import queue, queue_all


class ItIsForbidden(DomainError):
    code = "it_is_forbidden"
    sentence = _("C’est interdit à %(name)s.")


@pytest.fixture
def handled(monkeypatch):
    """Give the kind "test" a handler that calls the test's function."""

    def by(function):
        monkeypatch.setitem(registry._handlers, "test", function)

    return by


@pytest.fixture
def job(db):  # noqa: ARG001 - it gives access to the database
    with transaction.atomic():
        return queue(kind="test", key="1", payload={"n": 1})


def now_is(job, **fields):
    Job.objects.filter(pk=job.pk).update(**fields)
    job.refresh_from_db()


class TestQueueing:
    @pytest.mark.django_db(transaction=True)
    def test_a_job_is_written_in_the_transaction_of_its_fact(self):
        with pytest.raises(RuntimeError, match="transaction"):
            queue(kind="test", key="1")

    @pytest.mark.django_db(transaction=True)
    def test_a_fact_taken_back_takes_its_job_back_and_sends_nothing(self, monkeypatch):
        sent = []
        monkeypatch.setattr("common.jobs.services.send", sent.append)
        with transaction.atomic():
            queue(kind="test", key="1")
            transaction.set_rollback(True)
        assert not Job.objects.exists()
        assert sent == []

    @pytest.mark.django_db
    def test_a_job_is_sent_once_its_fact_is_committed(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        monkeypatch.setattr("common.jobs.services.send", sent.append)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            job = queue(kind="test", key="1")
            assert sent == []
        assert sent == [job.pk]

    @pytest.mark.django_db
    def test_many_jobs_are_written_at_once_and_handed_out_by_one_message(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        messages, sent = [], []
        monkeypatch.setattr(tasks.hand_out, "delay", messages.append)
        monkeypatch.setattr(tasks, "send", sent.append)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            before = queue(kind="test", key="1")
            queue_all(kind="test", payloads={"1": {"n": 1}, "2": {"n": 2}, "3": {"n": 3}})
            assert messages == []
        assert before.payload == {}
        assert Job.objects.count() == 3
        (ids,) = messages
        tasks.hand_out(ids)
        assert {*sent} >= {*Job.objects.exclude(pk=before.pk).values_list("pk", flat=True)}

    @pytest.mark.django_db
    def test_many_jobs_wait_for_the_sweeper_when_the_broker_is_away(self, monkeypatch, job):
        def refuse(_ids):
            raise OperationalError

        monkeypatch.setattr(tasks.hand_out, "delay", refuse)
        tasks.send_all([job.pk])
        job.refresh_from_db()
        assert job.state == JobState.QUEUED

    @pytest.mark.django_db(transaction=True)
    def test_many_jobs_are_written_in_the_transaction_of_their_fact(self):
        with pytest.raises(RuntimeError, match="transaction"):
            queue_all(kind="test", payloads={"1": {}})

    def test_the_same_thing_asked_twice_is_one_job(self, job):
        with transaction.atomic():
            assert queue(kind="test", key="1", payload={"n": 2}) == job
            assert queue(kind="test", key="2") != job

    @pytest.mark.django_db
    def test_a_broker_that_is_away_is_no_failure(self, monkeypatch, job):
        def refuse(_job_id):
            raise OperationalError

        monkeypatch.setattr(tasks.run_job, "delay", refuse)
        tasks.send(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.QUEUED


class TestRunning:
    def test_the_handler_gets_the_payload_and_its_answer_is_kept(self, job, handled):
        handled(lambda running: {"doubled": running.payload["n"] * 2})
        tasks.run_job(str(job.pk))
        job.refresh_from_db()
        assert (job.state, job.result, job.attempts) == (JobState.DONE, {"doubled": 2}, 1)
        assert job.finished_at
        assert job.lease_until is None

    def test_a_job_done_is_not_done_again(self, job, handled):
        calls = []
        handled(calls.append)
        runner.run(job.pk)
        runner.run(job.pk)
        assert len(calls) == 1

    def test_a_job_held_by_a_worker_is_not_claimed_by_another(self, job):
        assert runner.claim(job.pk)
        assert runner.claim(job.pk) is None

    def test_a_job_whose_worker_went_silent_is_given_to_another(self, job):
        runner.claim(job.pk)
        now_is(job, lease_until=timezone.now() - timedelta(seconds=1))
        assert runner.claim(job.pk).attempts == 2

    def test_saying_how_far_it_is_keeps_the_job(self, job, handled):
        seen = {}

        def work(running):
            now_is(job, lease_until=timezone.now() + timedelta(seconds=1))
            running.progress(3, 40)
            job.refresh_from_db()
            seen.update(done=job.progress_done, total=job.progress_total, lease=job.lease_until)

        handled(work)
        runner.run(job.pk)
        assert (seen["done"], seen["total"]) == (3, 40)
        assert seen["lease"] > timezone.now() + settings.JOBS_LEASE / 2

    def test_a_worker_that_lost_its_job_writes_neither_progress_nor_outcome(self, job, handled):
        def work(running):
            now_is(job, attempts=2, progress_done=7)  # another took it over meanwhile
            running.progress(1, 40)
            return {"mine": True}

        handled(work)
        runner.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.progress_done, job.result) == (JobState.RUNNING, 7, {})


class TestFailing:
    def test_a_bug_makes_the_job_wait_longer_each_time(self, job, handled):
        handled(lambda _running: 1 / 0)
        waits = []
        for _attempt in range(3):
            now_is(job, next_attempt_at=timezone.now())
            runner.run(job.pk)
            job.refresh_from_db()
            waits.append((job.next_attempt_at - timezone.now()).total_seconds())
            assert (job.state, job.error[:17]) == (JobState.QUEUED, "ZeroDivisionError")
        assert waits == pytest.approx([5, 10, 20], abs=2)

    def test_it_is_not_tried_before_its_time(self, job, handled):
        handled(lambda _running: 1 / 0)
        runner.run(job.pk)
        assert runner.claim(job.pk) is None

    def test_after_the_last_attempt_it_fails_for_good(self, job, handled):
        handled(lambda _running: 1 / 0)
        now_is(job, attempts=runner.MOST_ATTEMPTS - 1)
        runner.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (JobState.FAILED, runner.MOST_ATTEMPTS)

    def test_a_job_that_kills_its_workers_is_given_up_too(self, job, handled):
        calls = []
        handled(calls.append)
        now_is(
            job, attempts=runner.MOST_ATTEMPTS, state=JobState.RUNNING,
            lease_until=timezone.now() - timedelta(seconds=1),
        )  # fmt: skip
        runner.run(job.pk)
        job.refresh_from_db()
        assert (job.state, calls) == (JobState.FAILED, [])

    def test_a_refusal_fails_at_once_in_words(self, job, handled):
        def refuse(_running):
            raise ItIsForbidden(name="Maud")

        handled(refuse)
        runner.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error, job.attempts) == (
            JobState.FAILED, "C’est interdit à Maud.", 1,
        )  # fmt: skip

    def test_a_kind_that_nobody_handles_says_where_to_look(self, job):
        runner.run(job.pk)
        job.refresh_from_db()
        assert "JOB_HANDLERS" in job.error

    def test_two_functions_cannot_handle_one_kind(self, handled):
        handled(lambda _running: None)
        with pytest.raises(RuntimeError, match="Two functions"):
            registry.handles("test")(lambda _running: None)


class TestSweeping:
    @pytest.fixture
    def sent(self, monkeypatch):
        found = []
        monkeypatch.setattr(tasks, "send", found.append)
        return found

    @property
    def long_ago(self):
        return timezone.now() - settings.JOBS_RESEND_AFTER - timedelta(seconds=1)

    def test_a_job_that_nobody_took_is_sent_again_once_per_delay(self, job, sent):
        now_is(job, sent_at=self.long_ago)
        tasks.sweep()
        tasks.sweep()
        assert sent == [job.pk]

    def test_a_job_left_by_a_dead_worker_is_sent_again(self, job, sent):
        runner.claim(job.pk)
        now_is(job, sent_at=self.long_ago, lease_until=timezone.now() - timedelta(seconds=1))
        tasks.sweep()
        assert sent == [job.pk]

    def test_a_job_just_sent_at_work_done_or_waiting_its_turn_is_left_alone(self, job, sent):
        tasks.sweep()
        now_is(job, sent_at=self.long_ago, next_attempt_at=timezone.now() + timedelta(minutes=1))
        tasks.sweep()
        now_is(job, next_attempt_at=timezone.now())
        runner.claim(job.pk)
        tasks.sweep()
        now_is(job, state=JobState.DONE)
        tasks.sweep()
        assert sent == []


@pytest.mark.django_db
def test_the_worker_says_it_is_there():
    tasks.heartbeat()
    tasks.heartbeat()
    assert timezone.now() - WorkerHeartbeat.objects.get().seen_at < timedelta(minutes=1)
