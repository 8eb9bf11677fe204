"""What the decision on a cohort is taken on."""

from dataclasses import dataclass
from datetime import date, timedelta

from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, CohortQuerySet
from learning.enrolment.enums import EnrolmentState

# New days are proposed this much later: the same days of the week.
LATER = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of one cohort on a day."""

    minimum: int
    places: int
    confirmed: int
    offered: int
    waiting: int
    awaiting: int
    kept: int
    days_to_start: int
    days_to_decision: int | None

    @property
    def missing(self) -> int:
        """Return how many confirmed people it lacks."""
        return max(self.minimum - self.confirmed, 0)

    @property
    def might_come(self) -> int:
        """Return how many might still be confirmed: asked, waiting, or kept without a name."""
        return self.offered + self.waiting + self.awaiting + self.kept

    @property
    def may_suffice(self) -> bool:
        """Return whether the minimum is reached if everyone expected comes."""
        return self.confirmed + self.might_come >= self.minimum


def facts_of(cohort: Cohort, today: date) -> Facts:
    """Return the figures the decision is taken on."""
    states = list(cohort.enrolments.active().values_list("state", flat=True))
    held = cohort.reservations.held().with_named()
    decision = cohort.decision_on
    return Facts(
        minimum=cohort.places_min,
        places=cohort.places_max,
        confirmed=states.count(EnrolmentState.CONFIRMED),
        offered=states.count(EnrolmentState.OFFERED),
        waiting=states.count(EnrolmentState.WAITING),
        awaiting=states.count(EnrolmentState.AWAITING),
        kept=sum(max(one.places - one.named, 0) for one in held),
        days_to_start=(cohort.starts_on - today).days,
        days_to_decision=(decision - today).days if decision else None,
    )


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
