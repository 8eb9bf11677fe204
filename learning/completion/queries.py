"""What a participant did so far, and the rule it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from learning.attendance.enums import WERE_THERE
from learning.attendance.models import AttendanceMark, minutes_there
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import KeptRule
from learning.completion.rules import Attended, Rule, Tasks
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from learning.progress.models import ActivityCompletion
from modules.programmes.models import Activity


@dataclass(frozen=True, slots=True)
class Seen:
    """What the sheet says of a person on a half-day."""

    status: str
    arrived_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def was_there(self) -> bool:
        """Return whether the person was in the room, at least for a while."""
        return self.status in WERE_THERE

    def minutes(self, half_day: HalfDay) -> int:
        """Return the minutes spent in the room."""
        return minutes_there(half_day, self.status, self.arrived_at, self.left_at)


def is_fully_sealed(cohort: Cohort) -> bool:
    """Return whether every half-day of the cohort is countersigned."""
    return not HalfDay.objects.filter(cohort=cohort, countersignature__isnull=True).exists()


def rule_of(cohort: Cohort) -> Rule:
    """Return the rule the cohort is held against: its format's, unless that changed since.

    The cohort comes with its format.
    """
    kept = KeptRule.objects.filter(cohort=cohort).first()
    return kept or cohort.revision.edition.module.format


def attended_by(enrolment: Enrolment, *, instead: Mapping[int, Seen] | None = None) -> Attended:
    """Return what the participant attended of the cohort's half-days.

    A half-day missed and made up for elsewhere counts, once the sheet there is countersigned.
    `instead` says by half-day what the sheet would say: to see what follows before writing it.
    """
    halves = list(HalfDay.objects.filter(cohort=enrolment.cohort_id))
    columns = ("half_day", "status", "arrived_at", "left_at")
    seen = {
        half_day: Seen(*mark)
        for half_day, *mark in AttendanceMark.objects.filter(enrolment=enrolment).values_list(
            *columns
        )
    }
    seen |= instead or {}
    guest = {
        row.missed_id: row.taken
        for row in MakeUp.objects.accepted()
        .filter(enrolment=enrolment, taken__countersignature__isnull=False)
        .select_related("taken__cohort")
    }
    there, minutes = 0, 0
    made_up: list[str] = []
    for half in halves:
        held = _held(half, guest.get(half.pk), seen)
        if held is None:
            continue
        there += 1
        minutes += min(seen[held.pk].minutes(held), half.minutes)
        if held.pk != half.pk:
            made_up.append(held.cohort.title)
    return Attended(
        half_days=there,
        half_days_planned=len(halves),
        minutes=minutes,
        minutes_planned=sum(half.minutes for half in halves),
        made_up=tuple(made_up),
    )


def _held(half: HalfDay, taken: HalfDay | None, seen: Mapping[int, Seen]) -> HalfDay | None:
    """Return where the person was for this half-day: there, or where they made up for it."""
    for one in (half, taken):
        if one is not None and one.pk in seen and seen[one.pk].was_there:
            return one
    return None


def last_day_of(enrolment: Enrolment) -> date | None:
    """Return the day of the last half-day made up for elsewhere; None without any."""
    made_up = (
        MakeUp.objects.accepted()
        .filter(enrolment=enrolment, taken__marks__enrolment=enrolment)
        .filter(taken__marks__status__in=WERE_THERE, taken__countersignature__isnull=False)
    )
    last = made_up.order_by("-taken__ends_at").select_related("taken__cohort__venue").first()
    return timezone.localdate(last.taken.ends_at, last.taken.cohort.venue.zone) if last else None


def tasks_of(enrolment: Enrolment) -> Tasks:
    """Return the required activities of the text the cohort follows, and those done."""
    required = (
        Activity.objects.for_participants()
        .filter(is_required=True, sequence__day__revision=enrolment.cohort.revision_id)
        .order_by("sequence__day__position", "sequence__starts", "position")
        .values_list("pk", "title")
    )
    done = set(
        ActivityCompletion.objects.filter(enrolment=enrolment).values_list("activity", flat=True)
    )
    missing = tuple(title for pk, title in required if pk not in done)
    return Tasks(len(required) - len(missing), len(required), missing)
