"""Where targets are at an instant, side by side: a few queries, however many targets."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count as CountRows
from django.db.models import F, Sum
from django.utils import timezone

from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import Cohort
from learning.counting.enums import Dimension
from learning.counting.models import Count, FigureCell, RecordHead
from learning.figures.planned import Planned, expected_on
from learning.figures.words import scopes_of
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target
from modules.programmes.enums import CountsAs

# Under this part of what is expected by now, a target is late.
ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Standing:
    """A target on a day: whom it counts, how many people, how many it expects by then."""

    target: Target
    on: date
    scope: str
    people: int
    expected: int
    depth: int = 0

    @property
    def gap(self) -> int:
        """Return how far the count is from what is expected: negative when late."""
        return self.people - self.expected

    @property
    def late_by(self) -> int:
        """Return how many people are missing from what is expected."""
        return max(-self.gap, 0)

    @property
    def is_ready(self) -> bool:
        """Return whether it has been counted: it takes a job a moment after it is set."""
        return self.target.counted_at is not None

    @property
    def is_reached(self) -> bool:
        """Return whether all are there."""
        return self.people >= self.target.count

    @property
    def is_to_come(self) -> bool:
        """Return whether it has not begun."""
        return self.on < self.target.starts_on

    @property
    def is_over(self) -> bool:
        """Return whether its last day is past."""
        return self.on > self.target.ends_on

    @property
    def is_late(self) -> bool:
        """Return whether it is clearly under what is expected by now."""
        return not self.is_reached and self.people < ENOUGH * self.expected

    @property
    def tone(self) -> str:
        """Return the tone of its bar."""
        if not self.is_ready or self.is_to_come:
            return ""
        return "low" if self.is_late else "ok"


def standings_of(targets: Sequence[Target], at: datetime) -> list[Standing]:
    """Return where these targets are at an instant; `owner` is best selected with them."""
    on = timezone.localdate(at)
    people, scopes, lines = _people_of(targets, at, on), scopes_of(targets), _lines_of(targets)
    return [
        Standing(
            target=one, on=on, scope=scopes[one.pk], people=people.get(one.pk, 0),
            expected=expected_on(one, on, lines[one.pk]),
        )
        for one in targets
    ]  # fmt: skip


def as_tree(standings: Sequence[Standing]) -> list[Standing]:
    """Return them in the order a tree is read in, each with its depth.

    A part whose whole is not among them is at the root.
    """
    known = {one.target.pk for one in standings}
    parts: dict[int | None, list[Standing]] = defaultdict(list)
    for one in sorted(standings, key=_order):
        parent = one.target.parent_id
        parts[parent if parent in known else None].append(one)
    return list(_branches(parts, None, 0))


def _branches(
    parts: dict[int | None, list[Standing]], root: int | None, depth: int
) -> Iterator[Standing]:
    for one in parts[root]:
        yield Standing(one.target, one.on, one.scope, one.people, one.expected, depth)
        yield from _branches(parts, one.target.pk, depth + 1)


def _order(one: Standing) -> tuple[object, ...]:
    target = one.target
    return (target.starts_on, -target.ends_on.toordinal(), target.name, target.pk)


def _people_of(targets: Sequence[Target], at: datetime, on: date) -> dict[int, int]:
    """Return the count of each: from its sums, else from the record where sums say otherwise."""
    counted = [one.pk for one in targets if one.counted_at]
    recorded = set(counted)
    if not RecordHead.objects.filter(last_at__gt=at).exists():
        to_come = FigureCell.objects.filter(
            target__in=counted, target__ends_on__gt=on, dimension=Dimension.DAY,
            value__gt=on.isoformat(), judged__gt=0,
        )  # fmt: skip
        recorded = set(to_come.order_by().values_list("target", flat=True).distinct())
    summed = [pk for pk in counted if pk not in recorded]
    cells = FigureCell.objects.filter(
        target__in=summed, dimension=Dimension.VERSANT, counts_as=F("target__counts_as")
    )
    rows = Count.objects.as_known_at(at).filter(
        target__in=recorded, counts_as=F("target__counts_as"), effective_on__lte=on
    )
    sums = cells.order_by().values("target").annotate(n=Sum("people"))
    counts = rows.order_by().values("target").annotate(n=CountRows("pk"))
    return dict([*sums.values_list("target", "n"), *counts.values_list("target", "n")])


def _lines_of(targets: Sequence[Target]) -> dict[int, list[Planned]]:
    """Return the planned line of each that follows one: as `planned_line`, in one query."""
    lines: dict[int, list[Planned]] = {one.pk: [] for one in targets}
    following = [one for one in targets if one.trajectory == Trajectory.PLANNED]
    if not following:
        return lines
    first, last = min(t.starts_on for t in following), max(t.ends_on for t in following)
    module = "revision__edition__module"
    cohorts = (
        Cohort.objects.exclude(state__in=NOT_HELD)
        .filter(ends_on__range=(first, last))
        .order_by("ends_on", "code")
        .values_list(
            "ends_on", "places_max", "venue__region", module, f"{module}__format__counts_as"
        )
    )
    for ends_on, places, region, taught, counts_as in cohorts:
        for one in following:
            if _holds(one, ends_on, {"region": region, "module": str(taught)}, counts_as):
                line = lines[one.pk]
                total = places + (line[-1].total if line else 0)
                line.append(Planned(ends_on, places, total))
    return lines


def _holds(target: Target, on: date, values: dict[str, str], counts_as: CountsAs) -> bool:
    is_inside = (
        target.scope_kind == ScopeKind.PROGRAMME
        or values.get(target.scope_kind) == target.scope_value
    )
    is_then = target.starts_on <= on <= target.ends_on
    return is_inside and is_then and counts_as == target.counts_as
