"""Move a cohort: other dates, other hours, another venue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from frontend.formats import hour, hours_range, long_day
from learning.cohorts.bookings import book
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay, Venue
from learning.cohorts.permissions import can_manage_cohorts
from learning.cohorts.queries import double_booked_trainers
from learning.cohorts.services import (
    CannotManageCohorts,
    PlannedHalfDay,
    mark_calendar_changed,
)

# The fact that mails follow: learning/reactions.py.
COHORT_RESCHEDULED = "cohort_rescheduled"
OVER = (CohortState.CLOSED, CohortState.CANCELLED)

Key = tuple[int, str]
Span = tuple[datetime, datetime]


class CohortIsOver(DomainError):
    code = "cohort_is_over"
    sentence = _("Cette cohorte est terminée ou annulée : ses dates ne changent plus.")


class CohortChangedMeanwhile(DomainError):
    code = "cohort_changed_meanwhile"
    sentence = _(
        "Quelqu’un d’autre a déplacé cette cohorte entre-temps : rechargez la page pour voir ses "
        "dates d’aujourd’hui."
    )


class NothingChanges(DomainError):
    code = "nothing_changes"
    sentence = _("Rien n’est différent : changez une date, une heure ou le lieu.")


class DayHasNoDate(DomainError):
    code = "day_has_no_date"
    sentence = _(
        "La journée %(day)s n’a plus de demi-journée : gardez-lui une matinée ou un après-midi."
    )


class DayOnTwoDates(DomainError):
    code = "day_on_two_dates"
    sentence = _("La matinée et l’après-midi de la journée %(day)s se tiennent à la même date.")


class HalfDayUpsideDown(DomainError):
    code = "half_day_upside_down"
    sentence = _("Journée %(day)s : l’heure de fin vient après l’heure de début.")


class HalfDaysOverlap(DomainError):
    code = "half_days_overlap"
    sentence = _(
        "Les journées %(first)s et %(second)s se chevauchent le %(on)s : écartez leurs heures."
    )


class HalfDayInThePast(DomainError):
    code = "half_day_in_the_past"
    sentence = _("Le %(on)s est passé : choisissez une date à venir.")


class HalfDayHasBegun(DomainError):
    code = "half_day_has_begun"
    sentence = _("La demi-journée du %(on)s a commencé : elle reste où elle est, avec son lieu.")


class TrainerIsTaken(DomainError):
    code = "trainer_is_taken"
    sentence = _(
        "%(trainer)s est attendu·e au même moment ailleurs : %(cohort)s. Choisissez une autre date."
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What a move changed, by day of the module: spans of local time, before and after."""

    before: dict[int, list[Span]]
    after: dict[int, list[Span]]
    venue_before: str
    venue_after: str

    @property
    def moves_venue(self) -> bool:
        """Return whether the cohort meets elsewhere."""
        return self.venue_before != self.venue_after

    @property
    def days(self) -> list[tuple[int, str, str]]:
        """Return (day, what it was, what it is) for each day that differs, in words."""
        return [
            (day, in_words(self.before.get(day, [])), in_words(spans))
            for day, spans in sorted(self.after.items())
            if _clock(spans) != _clock(self.before.get(day, []))
        ]

    def as_json(self) -> dict[str, Any]:
        """Return what a job or the audit trail keeps of it."""
        return {
            "before": _spans_as_json(self.before), "after": _spans_as_json(self.after),
            "venue_before": self.venue_before, "venue_after": self.venue_after,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Change":
        """Return the change that `as_json` kept."""
        return cls(
            _spans_from_json(kept["before"]), _spans_from_json(kept["after"]),
            kept["venue_before"], kept["venue_after"],
        )  # fmt: skip


def in_words(spans: list[Span]) -> str:
    """Return "mardi 3 mars 2026, 9 h 00 – 12 h 30 et 14 h 00 – 17 h 30" of a day's half-days."""
    if not spans:
        return "–"
    hours = [hours_range(starts, ends) for starts, ends in spans]
    return f"{long_day(spans[0][0])}, {_t(' et ').join(hours)}"


def _clock(spans: list[Span]) -> list[tuple[str, str]]:
    """Return what clocks on the wall show: what people read."""
    return [(f"{starts:%F %R}", f"{ends:%F %R}") for starts, ends in spans]


def _spans_as_json(days: dict[int, list[Span]]) -> dict[str, list[list[str]]]:
    return {str(day): [[at.isoformat() for at in span] for span in days[day]] for day in days}


def _spans_from_json(kept: dict[str, list[list[str]]]) -> dict[int, list[Span]]:
    return {
        int(day): [
            (datetime.fromisoformat(starts), datetime.fromisoformat(ends)) for starts, ends in spans
        ]
        for day, spans in kept.items()
    }


@transaction.atomic
def reschedule(
    *, actor: User, cohort: Cohort, venue: Venue, half_days: Iterable[PlannedHalfDay], seen: int
) -> Change:
    """Give a cohort these half-days at this venue; everyone with a place is told, once.

    `seen` is the `calendar_sequence` that was on the page: a change made meanwhile is not lost.
    What has begun stays. Raises CannotManageCohorts, CohortIsOver, CohortChangedMeanwhile,
    DayHasNoDate, DayOnTwoDates, HalfDayUpsideDown, HalfDaysOverlap, HalfDayInThePast,
    HalfDayHasBegun, NothingChanges, VenueIsTaken or TrainerIsTaken.
    """
    if not can_manage_cohorts(actor):
        raise CannotManageCohorts
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.state in OVER:
        raise CohortIsOver
    if seen != cohort.calendar_sequence:
        raise CohortChangedMeanwhile
    planned = list(half_days)
    _check_days(cohort, planned)
    wanted: dict[Key, Span] = {
        (half.day, half.period): (
            datetime.combine(half.on, half.starts, venue.zone),
            datetime.combine(half.on, half.ends, venue.zone),
        )
        for half in planned
    }
    change = set_half_days(cohort=cohort, venue=venue, wanted=wanted)
    entry = record(
        actor=actor, action="cohort_rescheduled", target=cohort, words=_summary(change),
        **change.as_json(),
    )  # fmt: skip
    queue(
        kind=COHORT_RESCHEDULED,
        key=str(entry.pk),
        payload={
            "cohort": str(cohort.pk), "sequence": cohort.calendar_sequence,
            "change": change.as_json(),
        },
    )  # fmt: skip
    return change


def set_half_days(*, cohort: Cohort, venue: Venue, wanted: dict[Key, Span]) -> Change:
    """Write when and where a cohort meets; the caller holds it, audits and tells people.

    Its venue is kept for it, unless it is postponed. Raises HalfDayUpsideDown, HalfDaysOverlap,
    HalfDayInThePast, HalfDayHasBegun, NothingChanges, VenueIsTaken or TrainerIsTaken.
    """
    _check_spans(wanted)
    held = {(half.day, half.period): half for half in cohort.half_days.all()}
    change = Change(
        _by_day({key: (half.starts_at, half.ends_at) for key, half in held.items()},
                cohort.venue.zone),
        _by_day(wanted, venue.zone), str(cohort.venue), str(venue),
    )  # fmt: skip
    _check_clock(cohort, venue, held, wanted)
    _write(cohort, venue, held, wanted)
    if cohort.state != CohortState.POSTPONED:
        book(cohort)
    for trainer, other in double_booked_trainers(cohort):
        raise TrainerIsTaken(trainer=trainer, cohort=other)
    mark_calendar_changed(cohort)
    return change


def _check_days(cohort: Cohort, planned: list[PlannedHalfDay]) -> None:
    """Refuse a day of the text without a date, or with two."""
    for day in cohort.revision.days.order_by("position").values_list("position", flat=True):
        dates = {half.on for half in planned if half.day == day}
        if not dates:
            raise DayHasNoDate(day=day)
        if dates != {max(dates)}:
            raise DayOnTwoDates(day=day)


def _check_spans(wanted: dict[Key, Span]) -> None:
    """Refuse half-days that end before they start, or that overlap."""
    for (day, _period), (starts, ends) in wanted.items():
        if starts >= ends:
            raise HalfDayUpsideDown(day=day)
    in_order = sorted(wanted.items(), key=lambda item: item[1])
    for (first, (_starts, ends)), (second, (starts, _ends)) in pairwise(in_order):
        if starts < ends:
            raise HalfDaysOverlap(first=first[0], second=second[0], on=long_day(starts))


def _check_clock(
    cohort: Cohort, venue: Venue, held: dict[Key, HalfDay], wanted: dict[Key, Span]
) -> None:
    """Refuse to move what has begun, to move into the past, and to move nothing."""
    now = timezone.now()
    changed = {
        key for key in held.keys() | wanted.keys()
        if key not in held or wanted.get(key) != (held[key].starts_at, held[key].ends_at)
    }  # fmt: skip
    moves_venue = venue.pk != cohort.venue_id
    for key, half in held.items():
        if half.starts_at <= now and (key in changed or moves_venue):
            raise HalfDayHasBegun(on=long_day(half.starts_at.astimezone(cohort.venue.zone)))
    for key in changed & wanted.keys():
        if wanted[key][0] <= now:
            raise HalfDayInThePast(on=f"{long_day(wanted[key][0])}, {hour(wanted[key][0])}")
    if not changed and not moves_venue:
        raise NothingChanges


def _write(cohort: Cohort, venue: Venue, held: dict[Key, HalfDay], wanted: dict[Key, Span]) -> None:
    for key, half in held.items():
        if key not in wanted:
            half.delete()
        elif wanted[key] != (half.starts_at, half.ends_at):
            half.starts_at, half.ends_at = wanted[key]
            half.save(update_fields=["starts_at", "ends_at"])
    HalfDay.objects.bulk_create(
        HalfDay(cohort=cohort, day=key[0], period=key[1], starts_at=span[0], ends_at=span[1])
        for key, span in wanted.items()
        if key not in held
    )
    cohort.venue = venue
    cohort.starts_on = min(starts for starts, _ends in wanted.values()).date()
    cohort.ends_on = max(starts for starts, _ends in wanted.values()).date()
    cohort.save(update_fields=["venue", "starts_on", "ends_on"])


def _by_day(spans: dict[Key, Span], zone: ZoneInfo) -> dict[int, list[Span]]:
    days: dict[int, list[Span]] = {}
    for (day, _period), (starts, ends) in sorted(spans.items(), key=lambda item: item[1]):
        days.setdefault(day, []).append((starts.astimezone(zone), ends.astimezone(zone)))
    return days


def _summary(change: Change) -> str:
    """Return what changed, in one line for the trail."""
    said = [_t("J%(day)s : %(now)s") % {"day": day, "now": now} for day, _was, now in change.days]
    if change.moves_venue:
        said.append(change.venue_after)
    return " ; ".join(said)
