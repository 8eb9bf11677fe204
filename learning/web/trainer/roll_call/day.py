"""The day of a cohort as the roll-call's devices keep it: its people, what is known of them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import User
from learning.attendance.enums import MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark, is_sealed
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.queries import on_the_roll
from learning.web.trainer.room import half_day_to_show


def halves_of_the_day(cohort: Cohort, at: datetime) -> list[HalfDay]:
    """Return the half-days of today's day, or of the day to come, or of the last one."""
    halves = list(cohort.half_days.select_related("countersignature").order_by("starts_at"))
    today = local_date(cohort, at)
    days = {half.day for half in halves if local_date(cohort, half.starts_at) == today}
    if not days and (shown := half_day_to_show(halves, at)):
        days = {shown.day}
    return [half for half in halves if half.day in days]


def local_date(cohort: Cohort, at: datetime) -> str:
    """Return the date at the cohort's venue, as "2027-03-17"."""
    return at.astimezone(cohort.venue.zone).date().isoformat()


def day_of(cohort: Cohort, person: User) -> dict[str, Any]:
    """Return what a device of this person needs to call the roll all day without network."""
    halves = halves_of_the_day(cohort, timezone.now())
    enrolments = (
        on_the_roll(*halves)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    marks = AttendanceMark.objects.filter(half_day__in=halves, enrolment__in=enrolments)
    return {
        "code": cohort.code,
        "date": local_date(cohort, halves[0].starts_at) if halves else "",
        "user": {"id": str(person.pk), "name": person.display_name},
        "zone": cohort.venue.time_zone,
        "halves": [_half(cohort, half) for half in halves],
        "people": [_person(enrolment) for enrolment in enrolments],
        "marks": [_mark(mark) for mark in marks.order_by("pk")],
        "to_settle": to_settle_in(cohort).count(),
    }


def to_settle_in(cohort: Cohort) -> QuerySet[DeviceMark]:
    """Return what waits for a person in a cohort."""
    return DeviceMark.objects.to_settle().filter(cohort=cohort)


def _half(cohort: Cohort, half: HalfDay) -> dict[str, Any]:
    return {
        "id": half.pk,
        "period": half.period,
        "starts_at": half.starts_at.isoformat(),
        "ends_at": half.ends_at.isoformat(),
        "is_sealed": is_sealed(half),
        "url": reverse("trainer:half_day", args=[cohort.code, half.pk]),
        "seal_url": reverse("trainer:countersign", args=[cohort.code, half.pk]),
    }


def _person(enrolment: Enrolment) -> dict[str, str]:
    return {
        "enrolment": str(enrolment.pk),
        "last_name": enrolment.person.last_name,
        "first_name": enrolment.person.first_name,
        "employer": enrolment.employer.name if enrolment.employer else "",
    }


def _mark(mark: AttendanceMark) -> dict[str, Any]:
    at = mark.arrived_at or mark.left_at
    is_own = mark.method == MarkMethod.SELF_SIGNED
    return {
        "enrolment": str(mark.enrolment_id),
        "half_day": mark.half_day_id,
        "status": mark.status,
        "at": at.isoformat() if at else None,
        "note": mark.note,
        "signed_at": mark.signed_at.isoformat() if is_own and mark.signed_at else None,
        "is_drawn": mark.method == MarkMethod.DEVICE_SIGNED,
        "entry": mark.entry,
    }
