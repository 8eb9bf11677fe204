"""The figures that the decision on a cohort is taken on."""

from dataclasses import dataclass
from datetime import date

from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState


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
