"""What a target expects as time goes, on a straight line or by the cohorts that are planned."""

from dataclasses import dataclass
from datetime import date

from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import Cohort
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned cohort that ends on a day: its places, and all the places until then."""

    on: date
    places: int
    total: int


def planned_line(target: Target, *, after: date | None = None) -> list[Planned]:
    """Return the places of the cohorts that count for a target, past and to come, as they end.

    Places are not people yet: this is the most that what is planned can give. A region's are those
    of the cohorts that meet there. With `after`, only the cohorts that end after that day.
    """
    columns = {"revision__edition__module__format__counts_as": target.counts_as}
    if target.scope_kind == ScopeKind.REGION:
        columns["venue__region"] = target.scope_value
    elif target.scope_kind == ScopeKind.MODULE:
        columns["revision__edition__module"] = target.scope_value
    cohorts = (
        Cohort.objects.exclude(state__in=NOT_HELD)
        .filter(ends_on__range=(target.starts_on, target.ends_on), **columns)
        .order_by("ends_on", "code")
    )
    if after:
        cohorts = cohorts.filter(ends_on__gt=after)
    line: list[Planned] = []
    total = 0
    for on, places in cohorts.values_list("ends_on", "places_max"):
        total += places
        line.append(Planned(on, places, total))
    return line


def expected_on(target: Target, day: date, line: list[Planned] | None = None) -> int:
    """Return how many people a target expects on a day, by its trajectory; never above its count.

    `line` is its `planned_line`, when it is already at hand.
    """
    if target.trajectory == Trajectory.STRAIGHT:
        return target.expected_on(day)
    cohorts = planned_line(target) if line is None else line
    total = max((one.total for one in cohorts if one.on <= day), default=0)
    return min(total, target.count)
