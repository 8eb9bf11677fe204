"""What was held lately, which a scenario begins with; and what became of a plan."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count as CountRows
from django.db.models import Min, Q
from django.utils import timezone

from learning.counting.models import Count, CountedVerdict
from learning.figures.queries import Step, figures_of
from learning.plans.models import Plan
from learning.plans.whatif import DAYS_A_QUARTER, WHOLE, Quarter, Scenario, quarters
from learning.reports.pace import window_start
from learning.targets.enums import ScopeKind
from learning.targets.models import Target, TargetQuerySet

# Elsewhere, the people of a cohort do not all count.
FORESEEABLE = (ScopeKind.PROGRAMME, ScopeKind.MODULE)
# Where nothing was held: a group as the programme wants it, and nothing lost.
UNKNOWN = Scenario(cohorts=4, places=38, fill=WHOLE, completion=WHOLE)


def foreseeable() -> TargetQuerySet:
    """Return the open targets that cohorts alone lead to."""
    return Target.objects.open().filter(scope_kind__in=FORESEEABLE)


def eve_of(target: Target, now: datetime) -> date:
    """Return the day after which a scenario begins: today, or the eve of the target's first day."""
    return max(timezone.localdate(now), target.starts_on - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Held:
    """The last twelve months as a scenario; `yields` is what each cohort added to the count."""

    scenario: Scenario
    yields: tuple[int, ...]

    @property
    def is_known(self) -> bool:
        """Return whether anything was held."""
        return bool(self.yields)


def held_of(target: Target, at: datetime) -> Held:
    """Return what the cohorts judged in the last twelve months were, on average: two queries."""
    on = timezone.localdate(at)
    since = window_start(target.starts_on, on)
    days = {"effective_on__gt": since, "effective_on__lte": on}
    verdicts = CountedVerdict.objects.as_known_at(at).in_scope_of(target).order_by()
    rows = list(
        verdicts.filter(counts_as=target.counts_as, **days)
        .values("cohort", "cohort__places_max")
        .annotate(judged=CountRows("pk"), passed=CountRows("pk", filter=Q(acquired=True)))
    )
    counts = Count.objects.as_known_at(at).filter(target=target, counts_as=target.counts_as, **days)
    added = dict(
        counts.order_by()
        .values("verdict__cohort")
        .annotate(n=CountRows("pk"))
        .values_list("verdict__cohort", "n")
    )
    passed = sum(row["passed"] for row in rows)
    if not passed:
        return Held(UNKNOWN, ())
    judged, places = (sum(row[name] for row in rows) for name in ("judged", "cohort__places_max"))
    passed_in = max((on - since).days, 1) / DAYS_A_QUARTER
    scenario = Scenario(
        cohorts=max(round(len(rows) / passed_in), 1), places=max(round(places / len(rows)), 1),
        fill=_part(judged, places), completion=_part(passed, judged),
        fresh=_part(sum(added.values()), passed),
    )  # fmt: skip
    return Held(scenario, tuple(added.get(row["cohort"], 0) for row in rows))


def _part(some: int, whole: int) -> int:
    return min(max(round(some / whole * WHOLE), 1), WHOLE) if whole else WHOLE


@dataclass(frozen=True, slots=True)
class Lap:
    """A quarter of a plan: what was meant, what happened; None for what is to come."""

    quarter: Quarter
    planned: float
    cohorts_planned: float
    actual: int | None
    cohorts: int | None
    is_under_way: bool = False

    @property
    def gap(self) -> int | None:
        """Return how many people more than planned; of a quarter under way, so far."""
        return None if self.actual is None else self.actual - round(self.planned)


@dataclass(frozen=True, slots=True)
class Track:
    """A plan against what happened, quarter by quarter, and up to today."""

    plan: Plan
    laps: tuple[Lap, ...]
    planned: int
    actual: int

    @property
    def gap(self) -> int:
        """Return how many people more than planned by today; negative when late."""
        return self.actual - self.planned


def track_of(plan: Plan, at: datetime) -> Track:
    """Return what became of a plan, as known at an instant.

    The quarter under way is held against what was planned of its days that are past.
    """
    on = timezone.localdate(at)
    target, scenario = plan.target, plan.scenario
    missing = max(plan.goal_then - plan.count_then, 0)
    last = min(plan.reaches_on or target.ends_on, target.ends_on)
    by_day = {point.on: point.people for point in figures_of(target, at=at).points(Step.DAY)}
    ended = _ended(target, at)

    def planned_until(day: date) -> float:
        return min(max((day - plan.made_on).days, 0) * scenario.per_day, missing)

    laps = []
    for one in quarters(plan.starts_on, max(last, plan.starts_on)):
        until = min(one.last, on)
        is_known = one.first <= on
        end = until if is_known else one.last
        inside = [day for day in by_day if one.first <= day <= until]
        eve = one.first - timedelta(days=1)
        laps.append(
            Lap(
                one,
                planned_until(end) - planned_until(eve),
                scenario.cohorts * ((end - eve).days / DAYS_A_QUARTER),
                sum(by_day[day] for day in inside) if is_known else None,
                sum(one.first <= day <= until for day in ended) if is_known else None,
                is_known and on < one.last,
            )
        )
    actual = sum(people for day, people in by_day.items() if day > plan.made_on)
    return Track(plan, tuple(laps), round(planned_until(on)), actual)


def _ended(target: Target, at: datetime) -> list[date]:
    """Return the day each cohort that has verdicts of the target gave its first."""
    verdicts = CountedVerdict.objects.as_known_at(at).in_scope_of(target)
    rows = verdicts.filter(counts_as=target.counts_as, effective_on__lte=timezone.localdate(at))
    first = rows.order_by().values("cohort").annotate(first=Min("effective_on"))
    return list(first.values_list("first", flat=True))
