"""The half-days of a cohort as one plans them, to be moved by tests."""

from collections.abc import Iterable
from datetime import timedelta

from accounts.users.models import User
from learning.cohorts.enums import Period
from learning.cohorts.models import Cohort, Venue
from learning.cohorts.rescheduling import Change, reschedule
from learning.cohorts.services import PlannedHalfDay


def plan_of(
    cohort: Cohort, *, by: timedelta = timedelta(), days: Iterable[int] | None = None
) -> list[PlannedHalfDay]:
    """Return the half-days of a cohort, those of `days` (all of them) moved `by` so much."""
    cohort = Cohort.objects.select_related("venue").get(pk=cohort.pk)
    planned = []
    for half in cohort.half_days.order_by("starts_at"):
        shift = by if days is None or half.day in days else timedelta()
        starts, ends = (
            at.astimezone(cohort.venue.zone).replace(tzinfo=None) + shift
            for at in (half.starts_at, half.ends_at)
        )
        planned.append(
            PlannedHalfDay(half.day, Period(half.period), starts.date(), starts.time(), ends.time())
        )
    return planned


def moved(
    actor: User,
    cohort: Cohort,
    *,
    day: int | None = None,
    by: timedelta = timedelta(),
    venue: Venue | None = None,
) -> Change:
    """Move a day of a cohort (or all of them), or its venue."""
    cohort = Cohort.objects.select_related("venue").get(pk=cohort.pk)
    return reschedule(
        actor=actor, cohort=cohort, venue=venue or cohort.venue, seen=cohort.calendar_sequence,
        half_days=plan_of(cohort, by=by, days=None if day is None else [day]),
    )  # fmt: skip


def as_sent(
    cohort: Cohort, *, day: int | None = None, by: timedelta = timedelta(), act: str = "changer"
) -> dict[str, str]:
    """Return what the page of a cohort's dates sends to move a day of it (or all of them)."""
    cohort = Cohort.objects.get(pk=cohort.pk)
    sent = {"venue": str(cohort.venue_id), "seen": str(cohort.calendar_sequence), "acte": act}
    for half in plan_of(cohort, by=by, days=None if day is None else [day]):
        sent[f"j{half.day}-on"] = half.on.isoformat()
        sent[f"j{half.day}-{half.period}_starts"] = f"{half.starts:%H:%M}"
        sent[f"j{half.day}-{half.period}_ends"] = f"{half.ends:%H:%M}"
    return sent
