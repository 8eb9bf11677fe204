"""Which cohorts are to be decided on, and the days proposed instead of theirs."""

from datetime import date, timedelta

from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, CohortQuerySet

# New days are proposed this much later: the same days of the week.
LATER = timedelta(weeks=4)


def to_decide(on: date) -> CohortQuerySet:
    """Return the unconfirmed cohorts under their minimum whose day of decision has come."""
    unconfirmed = Cohort.objects.filter(
        state=CohortState.OPEN, decision_on__lte=on, starts_on__gte=on
    )
    return unconfirmed.with_counts().under_minimum()


def proposed_days(cohort: Cohort, today: date) -> list[date]:
    """Return later days with the same pattern: the same weekdays, the same gaps."""
    days = cohort.days
    shift = LATER
    while days and days[0] + shift <= today + LATER:
        shift += timedelta(weeks=1)
    return [day + shift for day in days]
