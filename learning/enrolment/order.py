"""The published order of places: who is offered the next one, and why someone waits.

Members and partners first while the priority lasts; never more than its quota for a structure;
then first come, first served. A group is served together, or in part if it accepts, at the turn of
the last of its people: nobody passes before others by joining it. Who cannot be served yet keeps
their rank, and those behind them are served meanwhile.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.enums import WaitReason
from learning.enrolment.models import Enrolment


@dataclass(frozen=True, slots=True)
class Standing:
    """A cohort's places at one instant: how many are free, and how many each structure holds."""

    free: int
    taken: Counter[UUID | None]
    quota: int | None
    priority_until: datetime | None
    at: datetime
    is_postponed: bool = False

    @property
    def priority_lasts(self) -> bool:
        """Return whether places are only for members and partners for now."""
        return self.priority_until is not None and self.at < self.priority_until

    def objection(self, enrolment: Enrolment, taken: Counter[UUID | None]) -> WaitReason | None:
        """Return why a person could not be served even with a free place."""
        if enrolment.moved_ahead_at:
            return None
        if self.priority_lasts and not enrolment.is_priority:
            return WaitReason.PRIORITY
        structure = enrolment.counted_for_id
        if self.quota and structure and taken[structure] >= self.quota:
            return WaitReason.QUOTA
        return None


def standing_of(cohort: Cohort) -> Standing:
    """Read a cohort's places; call it under the cohort's lock to decide on them."""
    holding = list(cohort.enrolments.holding())
    taken: Counter[UUID | None] = Counter(row.counted_for_id for row in holding)
    kept = 0
    for reservation in cohort.reservations.held().with_named():
        unnamed = max(reservation.places - reservation.named, 0)
        kept += unnamed
        taken[reservation.organisation_id] += unnamed
    return Standing(
        free=cohort.places_max - len(holding) - kept,
        taken=taken,
        quota=cohort.quota_per_organisation,
        priority_until=cohort.priority_until,
        at=timezone.now(),
        is_postponed=cohort.state == CohortState.POSTPONED,
    )


def next_in_line(waiting: Sequence[Enrolment], standing: Standing) -> list[Enrolment]:
    """Return those who get the free places; `waiting` comes in the published order."""
    free, taken = standing.free, standing.taken.copy()
    served: list[Enrolment] = []
    for enrolment in waiting:
        if free <= 0:
            break
        together = _together(enrolment, waiting)
        if enrolment is not together[-1]:
            continue
        chosen = _servable(together, free, taken, standing)
        served += chosen
        free -= len(chosen)
        taken.update(one.counted_for_id for one in chosen)
    return served


def why_waiting(enrolment: Enrolment, standing: Standing) -> WaitReason:
    """Return the reason that the person reads beside their rank."""
    if standing.is_postponed:
        return WaitReason.POSTPONED
    if reason := standing.objection(enrolment, standing.taken):
        return reason
    if standing.free <= 0:
        return WaitReason.FULL
    return WaitReason.GROUP if enrolment.group_id else WaitReason.TURN


def _together(enrolment: Enrolment, waiting: Sequence[Enrolment]) -> list[Enrolment]:
    if enrolment.group_id is None:
        return [enrolment]
    return [one for one in waiting if one.group_id == enrolment.group_id]


def _servable(
    together: Iterable[Enrolment], free: int, taken: Counter[UUID | None], standing: Standing
) -> list[Enrolment]:
    """Return those of a group (or the one alone) who can be served now: all, some, or none."""
    everyone, chosen, counted = list(together), list[Enrolment](), taken.copy()
    for one in everyone:
        if len(chosen) < free and standing.objection(one, counted) is None:
            chosen.append(one)
            counted[one.counted_for_id] += 1
    is_whole = len(chosen) == len(everyone)
    group = everyone[0].group
    return chosen if is_whole or (group and group.accepts_some) else []
