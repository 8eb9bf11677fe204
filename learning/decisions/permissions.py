"""May I? Pure functions, for buttons and guards alike."""

from datetime import datetime

from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort
from learning.decisions.models import DateQuestion
from learning.enrolment.enums import EnrolmentState

POSTPONABLE = (CohortState.OPEN, CohortState.CONFIRMED, CohortState.POSTPONED)


def may_postpone(cohort: Cohort, at: datetime) -> bool:
    """Return whether the cohort may be given later days: it has not met yet."""
    if cohort.state not in POSTPONABLE:
        return False
    # Postponed without a date, its old days mean nothing any more.
    has_met = cohort.half_days.filter(starts_at__lte=at)
    return cohort.state == CohortState.POSTPONED or not has_met.exists()


def may_answer(question: DateQuestion, at: datetime) -> bool:
    """Return whether someone may still say if they come at the new dates."""
    return (
        not question.answer
        and question.withdrawn_at is None
        and question.enrolment.state != EnrolmentState.CANCELLED
        and question.postponement.cohort.state in TAKING_REQUESTS
        and at < question.postponement.closes_at
    )
