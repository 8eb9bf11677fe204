"""The product with its cohort lock taken out, for the negative control: served by tests only.

Nothing in the product can switch the lock off. A barrier stands between the count of places and
the write: whoever counts one of the last places waits until every process has counted one too.
There are fewer such places than processes, so writing then always oversells.
"""

import os
import time
from uuid import UUID

from django.conf import settings

from config.wsgi import application
from learning.cohorts.models import Cohort
from learning.enrolment import places, services
from learning.enrolment.order import Standing, standing_of
from tests.concurrency.rush import SERVER_PROCESSES

__all__ = ["application"]

# Enough for every process to come; those that came may go on without the others.
LONGEST_WAIT = 10
_count = standing_of


def get_cohort(cohort_id: UUID) -> Cohort:
    """Return the cohort without holding it."""
    return Cohort.objects.get(pk=cohort_id)


def count_then_wait(cohort: Cohort) -> Standing:
    """Count, and near the end let the others count too before anyone writes."""
    standing = _count(cohort)
    if 0 < standing.free < SERVER_PROCESSES:
        barrier = settings.DATA_DIR / os.environ.get("TESTS_BARRIER", "barrier")
        barrier.mkdir(exist_ok=True)
        (barrier / str(os.getpid())).touch()
        deadline = time.monotonic() + LONGEST_WAIT
        while len(list(barrier.iterdir())) < SERVER_PROCESSES and time.monotonic() < deadline:
            time.sleep(0.02)
    return standing


setattr(services, "lock_cohort", get_cohort)  # noqa: B010 - a name it imports
setattr(places, "standing_of", count_then_wait)  # noqa: B010 - likewise
