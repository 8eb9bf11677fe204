"""Who counts, by which verdict, from when until when. Pure: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from accounts.organisations.models import Organisation
from learning.counting.enums import COUNTED, Dimension
from learning.targets.models import Target

# What the columns that lead to another row are called where only the key is at hand.
KEYS = {
    name: f"{name}_id"
    for name in (Dimension.EMPLOYER, Dimension.SCHOOL, Dimension.MODULE, Dimension.FORMAT)
}


class Known(Protocol):
    """A verdict as the record has it: `learning.counting.models.CountedVerdict`."""

    pk: int
    key_id: UUID
    acquired: bool
    counts_as: str
    effective_on: date
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Span:
    """Someone counted by a verdict, from `since` until `until` (still, for None)."""

    counts_as: str
    key: UUID
    verdict: int
    effective_on: date
    since: datetime
    until: datetime | None


def takes(target: Target, verdict: Known) -> bool:
    """Return whether a verdict is in the target's scope and dates, acquired or not."""
    if verdict.counts_as not in COUNTED:
        return False
    if not target.starts_on <= verdict.effective_on <= target.ends_on:
        return False
    return all(
        getattr(verdict, KEYS.get(Dimension(column), column)) == value
        for column, value in target.columns.items()
    )


def first_of(verdicts: Iterable[Known]) -> Known | None:
    """Return the verdict by which someone counts: of the earliest day, then the first written."""
    return min(verdicts, key=lambda one: (one.effective_on, one.pk), default=None)


def spans_of(target: Target, verdicts: Iterable[Known]) -> list[Span]:
    """Return what the target counts of people, at every instant, from all that was ever known."""
    groups: dict[tuple[str, UUID], list[Known]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.acquired and takes(target, verdict):
            groups[verdict.counts_as, verdict.key_id].append(verdict)
    return [span for group in groups.values() for span in _of_one(group)]


def _of_one(verdicts: list[Known]) -> list[Span]:
    instants = sorted({at for one in verdicts for at in (one.since, one.until) if at is not None})
    found: list[Span] = []
    first: Known | None = None
    begun = instants[0]
    for at in instants:
        standing = [
            one for one in verdicts if one.since <= at and (one.until is None or at < one.until)
        ]
        then = first_of(standing)
        if then is first:
            continue
        if first is not None:
            found.append(_span(first, begun, at))
        first, begun = then, at
    if first is not None:
        found.append(_span(first, begun, None))
    return found


def _span(verdict: Known, since: datetime, until: datetime | None) -> Span:
    return Span(verdict.counts_as, verdict.key_id, verdict.pk, verdict.effective_on, since, until)


def column_of(dimension: Dimension) -> str:
    """Return the column of a verdict that holds its value in a dimension."""
    return "effective_on" if dimension == Dimension.DAY else dimension.value


def value_of(verdict: Known, dimension: Dimension) -> str:
    """Return what a verdict says in a dimension, as cells keep it; "" for nothing."""
    return told(getattr(verdict, KEYS.get(dimension, column_of(dimension))))


def told(value: object) -> str:
    """Return a value of a dimension as cells keep it."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def kind_of(employer: Organisation | None) -> str:
    """Return the nature of an employer, "" when there is none."""
    return employer.kind if employer else ""
