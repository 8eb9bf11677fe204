"""The product with its cohort lock taken out, for the negative control: served by tests only.

Nothing in the product can switch the lock off. Between the count of places and the write, a
pause stands for the moment when several processes have all counted and none has written.
"""

import time
from uuid import UUID

from config.wsgi import application
from learning.cohorts.models import Cohort
from learning.enrolment import services

__all__ = ["application"]

PAUSE_SECONDS = 0.05
_count = services.places_left


def get_cohort(cohort_id: UUID) -> Cohort:
    """Return the cohort without holding it."""
    return Cohort.objects.get(pk=cohort_id)


def count_then_pause(cohort: Cohort) -> int:
    """Count, and let the others count too before anyone writes."""
    left = _count(cohort)
    time.sleep(PAUSE_SECONDS)
    return left


services.lock_cohort = get_cohort
services.places_left = count_then_pause
