"""Run one job: claim it, call its handler, write the outcome."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from common.errors import DomainError
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.registry import RunningJob, handler_of

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)


def claim(job_id: UUID) -> Job | None:
    """Take the job for this process until its lease ends; None when it is not to be run now.

    One UPDATE decides between workers that were sent the same job.
    """
    now = timezone.now()
    taken = (
        Job.objects.filter(pk=job_id)
        .claimable(now)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + settings.JOBS_LEASE,
        )
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id: UUID) -> None:
    """Run the job if it is due. A refusal fails it at once; a bug makes it wait and try again."""
    job = claim(job_id)
    if job is None:
        return
    if job.attempts > MOST_ATTEMPTS:
        # Workers die of it, so that none lives to count the failures.
        _finish(job, JobState.FAILED, error=f"Interrupted {MOST_ATTEMPTS} times.")
        return
    try:
        result = handler_of(job.kind)(RunningJob(job))
    except DomainError as refusal:
        _finish(job, JobState.FAILED, error=str(refusal))
    except Exception as bug:
        logger.exception("Job %s failed (attempt %s)", job, job.attempts)
        _try_later(job, f"{type(bug).__name__}: {bug}")
    else:
        _finish(job, JobState.DONE, error="", result=result or {})


def _finish(job: Job, state: JobState, **fields: Any) -> None:
    _write(job, state=state, finished_at=timezone.now(), lease_until=None, **fields)


def _try_later(job: Job, error: str) -> None:
    if job.attempts >= MOST_ATTEMPTS:
        _finish(job, JobState.FAILED, error=error)
        return
    wait = min(FIRST_WAIT * 2 ** (job.attempts - 1), LONGEST_WAIT)
    _write(
        job,
        state=JobState.QUEUED,
        next_attempt_at=timezone.now() + wait,
        lease_until=None,
        error=error,
    )


def _write(job: Job, **fields: Any) -> None:
    """Write the outcome, unless another worker took the job over meanwhile."""
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)
    mine.update(**fields)
