"""Plan cohorts and move them from one state to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from learning.cohorts.bookings import book, release
from learning.cohorts.enums import TRANSITIONS, CohortState, Period
from learning.cohorts.models import Cohort, HalfDay, Venue
from learning.cohorts.permissions import can_manage_cohorts
from modules.programmes.enums import RevisionState
from modules.programmes.models import Revision

MORNING = (time(9), time(12, 30))
AFTERNOON = (time(14), time(17, 30))
# The fact other rooms react to: learning/reactions.py.
COHORT_STATE_CHANGED = "cohort_state_changed"
COHORT_MOVED = "cohort_moved"
# A cohort that is over or under way keeps the text it was announced with.
BEGUN = (CohortState.RUNNING, CohortState.CLOSED, CohortState.CANCELLED)
NEEDING_A_REASON = (CohortState.POSTPONED, CohortState.CANCELLED)


class CannotManageCohorts(DomainError):
    code = "cannot_manage_cohorts"
    sentence = _("Seule l’administration du programme peut changer l’état d’une cohorte.")


class RevisionNotPublished(DomainError):
    code = "revision_not_published"
    sentence = _("Publiez d’abord cette révision : une cohorte ne suit qu’un texte figé.")


class NoHalfDay(DomainError):
    code = "no_half_day"
    sentence = _("Donnez au moins une demi-journée à la cohorte.")


class TransitionRefused(DomainError):
    code = "transition_refused"
    sentence = _("Une cohorte « %(before)s » ne peut pas devenir « %(after)s ».")


class ReasonRequired(DomainError):
    code = "reason_required"
    sentence = _("Dites pourquoi : les personnes inscrites liront cette raison.")


class CohortHasBegun(DomainError):
    code = "cohort_has_begun"
    sentence = _(
        "Cette cohorte a commencé, ou n’aura plus lieu : elle garde le texte avec lequel elle a "
        "été annoncée."
    )


class RevisionOfAnotherModule(DomainError):
    code = "revision_of_another_module"
    sentence = _("Cette révision est celle d’un autre module : prévoyez plutôt une autre cohorte.")


class RevisionHasOtherDays(DomainError):
    code = "revision_has_other_days"
    sentence = _(
        "Cette révision a %(days)s journée(s) et la cohorte en tient %(held)s : choisissez-en une "
        "qui en a autant."
    )


@dataclass(frozen=True, slots=True)
class PlannedHalfDay:
    """A half-day in the venue's local time; `day` is the position in the revision."""

    day: int
    period: Period
    on: date
    starts: time
    ends: time


def full_days(days: Sequence[date]) -> list[PlannedHalfDay]:
    """Return the usual mornings and afternoons of these dates."""
    return [
        PlannedHalfDay(position, period, day, *hours)
        for position, day in enumerate(days, start=1)
        for period, hours in ((Period.MORNING, MORNING), (Period.AFTERNOON, AFTERNOON))
    ]


@transaction.atomic
def plan_cohort(  # noqa: PLR0913 - the whole plan, told once
    *,
    actor: User | None,
    code: str,
    title: str,
    revision: Revision,
    venue: Venue,
    organiser: Organisation,
    half_days: Iterable[PlannedHalfDay],
    trainers: Iterable[User] = (),
    places: tuple[int, int] | None = None,
    decision_on: date | None = None,
) -> Cohort:
    """Write a draft cohort with its half-days. `places` defaults to the format's bounds.

    Raises RevisionNotPublished, NoHalfDay or VenueIsTaken.
    """
    planned = list(half_days)
    if revision.state != RevisionState.PUBLISHED:
        raise RevisionNotPublished
    if not planned:
        raise NoHalfDay
    programme = revision.edition.module.format
    places_min, places_max = places or (programme.group_min, programme.group_max)
    cohort = Cohort.objects.create(
        code=code,
        title=title,
        revision=revision,
        venue=venue,
        organiser=organiser,
        places_min=places_min,
        places_max=places_max,
        decision_on=decision_on,
        starts_on=min(half.on for half in planned),
        ends_on=max(half.on for half in planned),
    )
    cohort.trainers.set(trainers)
    HalfDay.objects.bulk_create(
        HalfDay(
            cohort=cohort,
            day=half.day,
            period=half.period,
            starts_at=datetime.combine(half.on, half.starts, venue.zone),
            ends_at=datetime.combine(half.on, half.ends, venue.zone),
        )
        for half in planned
    )
    book(cohort)
    record(actor=actor, action="cohort_planned", target=cohort)
    return cohort


@transaction.atomic
def change_state(
    *, actor: User | None, cohort: Cohort, to: CohortState, reason: str = ""
) -> Cohort:
    """Move a cohort to another state; `actor` is None for the calendar (start, end).

    A cohort that will not meet lets its venue go, and books it again if it reopens. Raises
    CannotManageCohorts, TransitionRefused, ReasonRequired (postponed, cancelled), VenueIsTaken.
    """
    if actor is not None and not can_manage_cohorts(actor):
        raise CannotManageCohorts
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    before = CohortState(cohort.state)
    if to not in TRANSITIONS[before]:
        raise TransitionRefused(before=before.label, after=to.label)
    if to in NEEDING_A_REASON and not reason.strip():
        raise ReasonRequired
    cohort.state = to
    cohort.save(update_fields=["state"])
    if to in NEEDING_A_REASON:
        release(cohort)
        mark_calendar_changed(cohort)
    elif before == CohortState.POSTPONED:
        book(cohort)
    entry = record(
        actor=actor, action="cohort_state_changed", target=cohort, reason=reason.strip(),
        before=before.value, after=to.value,
    )  # fmt: skip
    queue(
        kind=COHORT_STATE_CHANGED,
        key=str(entry.pk),
        payload={"cohort": str(cohort.pk), "to": to.value, "reason": reason.strip()},
    )
    return cohort


def mark_calendar_changed(cohort: Cohort) -> None:
    """Have calendars that hold the cohort's days know that these are not true any more."""
    cohort.calendar_sequence += 1
    cohort.calendar_changed_at = timezone.now()
    cohort.save(update_fields=["calendar_sequence", "calendar_changed_at"])


def has_begun(cohort: Cohort) -> bool:
    """Return whether a cohort has met, or never will: its text changes no more."""
    met = cohort.half_days.filter(starts_at__lte=timezone.now())
    return cohort.state in BEGUN or met.exists()


@transaction.atomic
def move_to_revision(*, actor: User, cohort: Cohort, revision: Revision) -> Cohort:
    """Have a cohort that has not begun follow another text of its module; twice changes nothing.

    What its participants have done already is carried over: see learning/reactions.py. Raises
    CannotManageCohorts, CohortHasBegun, RevisionNotPublished, RevisionOfAnotherModule or
    RevisionHasOtherDays.
    """
    if not can_manage_cohorts(actor):
        raise CannotManageCohorts
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    before = cohort.revision
    if before.pk == revision.pk:
        return cohort
    if has_begun(cohort):
        raise CohortHasBegun
    if revision.state != RevisionState.PUBLISHED:
        raise RevisionNotPublished
    if revision.edition.module_id != before.edition.module_id:
        raise RevisionOfAnotherModule
    held = set(cohort.half_days.values_list("day", flat=True))
    days = set(revision.days.values_list("position", flat=True))
    if held != days:
        raise RevisionHasOtherDays(days=len(days), held=len(held))
    cohort.revision = revision
    cohort.save(update_fields=["revision"])
    entry = record(
        actor=actor, action="cohort_moved", target=cohort, before=before.pk, after=revision.pk,
        was=str(before), words=str(revision),
    )  # fmt: skip
    queue(
        kind=COHORT_MOVED,
        key=str(entry.pk),
        payload={"cohort": str(cohort.pk), "before": before.pk, "after": revision.pk},
    )
    return cohort


def cohorts_to_start(at: datetime) -> list[Cohort]:
    """Return the confirmed cohorts whose first half-day has begun."""
    return list(
        Cohort.objects.filter(state=CohortState.CONFIRMED, half_days__starts_at__lte=at).distinct()
    )


@transaction.atomic
def start_due_cohorts() -> int:
    """Set running every confirmed cohort that has begun; return how many."""
    due = cohorts_to_start(timezone.now())
    for cohort in due:
        change_state(actor=None, cohort=cohort, to=CohortState.RUNNING)
    return len(due)
