"""What Celery runs. It carries job numbers; every decision reads the database."""

import logging
from collections.abc import Sequence
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from common.jobs import runner
from common.jobs.models import Job, WorkerHeartbeat

logger = logging.getLogger(__name__)

MOST_SENT_AT_ONCE = 500


@shared_task
def run_job(job_id: str) -> None:
    """Run one job."""
    runner.run(UUID(job_id))


def send(job_id: UUID) -> None:
    """Hand the job to a worker. When the broker is away the sweeper will send it again."""
    try:
        run_job.delay(str(job_id))
    except OperationalError:
        logger.warning("The broker is away: job %s waits for the sweeper.", job_id)


@shared_task
def hand_out(job_ids: list[str]) -> None:
    """Hand many jobs to workers, one by one."""
    for job_id in job_ids:
        send(UUID(job_id))


def send_all(job_ids: Sequence[UUID]) -> None:
    """Have a worker hand these jobs out; when the broker is away the sweeper will send them."""
    try:
        hand_out.delay([str(job_id) for job_id in job_ids])
    except OperationalError:
        logger.warning("The broker is away: %s jobs wait for the sweeper.", len(job_ids))


@shared_task
def sweep() -> None:
    """Send again the jobs that should have been run and were not (broker or worker died)."""
    now = timezone.now()
    lost = Job.objects.claimable(now).unsent_since(now - settings.JOBS_RESEND_AFTER)
    for job in lost.order_by("next_attempt_at")[:MOST_SENT_AT_ONCE]:
        # The message's date moves first, so that two sweepers send it once.
        if Job.objects.filter(pk=job.pk, sent_at=job.sent_at).update(sent_at=now):
            send(job.pk)


@shared_task
def heartbeat() -> None:
    """Say that a worker takes work, for /readyz."""
    WorkerHeartbeat.objects.update_or_create(name="worker", defaults={"seen_at": timezone.now()})
