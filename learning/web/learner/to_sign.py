"""What a person signs today: the half-days of all their cohorts, and where each stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.users.models import User
from learning.attendance.models import AttendanceMark, is_sealed, window_of
from learning.attendance.permissions import can_sign
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp

# Wide enough for "today" in any time zone of the Republic.
AROUND = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class ToSign:
    """A half-day of today: its window, and the person's mark if there is one."""

    enrolment: Enrolment
    half_day: HalfDay
    mark: AttendanceMark | None
    opens_at: datetime
    closes_at: datetime
    can_sign: bool
    is_coming: bool

    @property
    def is_signed(self) -> bool:
        """Return whether the person has signed it."""
        return self.mark is not None and self.mark.signed_at is not None


def of_today(person: User, at: datetime) -> list[ToSign]:
    """Return the half-days of the person's day, the first one first, in four queries."""
    around = (at - AROUND, at + AROUND)
    mine = Enrolment.objects.visible_to(person).confirmed().filter(person=person)
    seats = {
        enrolment.cohort_id: enrolment
        for enrolment in mine.filter(cohort__half_days__starts_at__range=around).distinct()
    }
    guests = {
        guest.taken_id: guest.enrolment
        for guest in MakeUp.objects.accepted()
        .filter(enrolment__in=mine, taken__starts_at__range=around)
        .select_related("enrolment")
    }
    halves = (
        HalfDay.objects.filter(Q(cohort__in=seats) | Q(pk__in=guests), starts_at__range=around)
        .exclude(cohort__state__in=NOT_HELD)
        .select_related(
            "countersignature", "cohort__venue", "cohort__revision__edition__module__format"
        )
        .order_by("starts_at", "pk")
    )
    marks = {
        (mark.enrolment_id, mark.half_day_id): mark
        for mark in AttendanceMark.objects.filter(enrolment__in=[*seats.values(), *guests.values()])
    }
    found = []
    for half_day in halves:
        enrolment = guests.get(half_day.pk) or seats[half_day.cohort_id]
        enrolment.person = person
        one = _to_sign(enrolment, half_day, marks.get((enrolment.pk, half_day.pk)), at)
        zone = half_day.cohort.venue.zone
        is_today = half_day.starts_at.astimezone(zone).date() == at.astimezone(zone).date()
        if is_today or one.can_sign:
            found.append(one)
    return found


def _to_sign(
    enrolment: Enrolment, half_day: HalfDay, mark: AttendanceMark | None, at: datetime
) -> ToSign:
    opens, closes = window_of(half_day)
    is_signed = mark is not None and mark.signed_at is not None
    return ToSign(
        enrolment=enrolment, half_day=half_day, mark=mark, opens_at=opens, closes_at=closes,
        can_sign=not is_signed and can_sign(enrolment.person, enrolment, half_day, at),
        is_coming=at < opens and not is_sealed(half_day),
    )  # fmt: skip
