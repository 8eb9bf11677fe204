"""What waits for someone: cohorts, half-days and papers to look at."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from certificates.awards.models import Award
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort, CohortQuerySet, HalfDay

# A worker draws a paper within seconds: after this, someone should look.
PAPER_DELAY = timedelta(minutes=15)


def cohorts_at_risk(at: datetime) -> CohortQuerySet:
    """Return the cohorts to come that have fewer people than their minimum."""
    return coming_cohorts(at).for_lists().under_minimum()


def cohorts_waited_for(at: datetime) -> CohortQuerySet:
    """Return the cohorts to come that people wait for: another date would be filled."""
    return coming_cohorts(at).for_lists().with_people_waiting()


def coming_cohorts(at: datetime) -> CohortQuerySet:
    """Return the cohorts that still take requests and have not begun."""
    return Cohort.objects.filter(state__in=TAKING_REQUESTS, starts_on__gte=timezone.localdate(at))


def unsealed_half_days(at: datetime) -> QuerySet[HalfDay]:
    """Return the half-days that are over and that no trainer has countersigned."""
    return (
        HalfDay.objects.filter(
            ends_at__lt=at,
            sealed=False,
            countersignature__isnull=True,
            cohort__state__in=[CohortState.CONFIRMED, CohortState.RUNNING, CohortState.CLOSED],
        )
        .select_related("cohort__venue", "cohort__revision__edition__module")
        .order_by("starts_at")
    )


def papers_not_drawn(at: datetime) -> QuerySet[Award]:
    """Return the awards issued for a while whose paper is still not drawn."""
    return Award.objects.valid().filter(rendered_at__isnull=True, issued_at__lt=at - PAPER_DELAY)
