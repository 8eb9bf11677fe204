"""Have papers drawn, sharing the work with whatever other worker is at it."""

import logging
import time
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from certificates.awards.models import Award
from certificates.awards.services import queue_rendering
from certificates.awards.tasks import RENDER, paper_of
from common.jobs import runner
from common.jobs.enums import JobState
from common.jobs.models import Job

logger = logging.getLogger(__name__)
# Between two looks at what other workers are drawing.
PAUSE_S = 0.5


def draw(awards: Sequence[Award], tell: Callable[[int], None]) -> None:
    """Have each of these papers drawn, here or by a worker already at it; `tell` how many are.

    Each paper has its own job: whoever claims it draws it, so that nobody draws it twice. One that
    cannot be drawn does not keep the others: it is left as it is.
    """
    done = sum(award.is_ready for award in awards)
    waiting = [award for award in awards if not award.is_ready]
    tell(done)
    while waiting:
        elsewhere = []
        for award in waiting:
            if _is_elsewhere(award):
                elsewhere.append(award)
            else:
                done += 1
            tell(done)
        waiting = elsewhere
        if waiting:
            time.sleep(PAUSE_S)


def _is_elsewhere(award: Award) -> bool:
    """Draw a paper unless another worker is at it; return whether one is."""
    job = Job.objects.filter(kind=RENDER, key=str(award.pk)).first()
    if job is None:
        with transaction.atomic():
            queue_rendering(award)
        job = Job.objects.get(kind=RENDER, key=str(award.pk))
    runner.run(job.pk)
    job.refresh_from_db()
    award.refresh_from_db()
    if award.is_ready:
        return False
    if job.state == JobState.RUNNING and job.lease_until and job.lease_until > timezone.now():
        return True
    if job.state == JobState.FAILED:
        _once_more(award)
    return False


def _once_more(award: Award) -> None:
    """Draw a paper that the workers gave up: what kept it may have been repaired since."""
    try:
        paper_of(award)
    except Exception:
        logger.exception("The paper %s cannot be drawn", award.serial)
    award.refresh_from_db()
