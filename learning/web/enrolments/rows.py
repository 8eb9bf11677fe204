"""People in a cohort with what is known of each: attendance, verdict, why they wait."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.formats import short_day
from learning.attendance.models import AttendanceMark, is_sealed
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.enrolment.order import standing_of, why_waiting


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone in a cohort: half-days followed, of those held, and the rest.

    `why` is why they wait.
    """

    enrolment: Enrolment
    completion: Completion | None
    there: int
    held: int
    missed: list[str]
    why: str | Promise = ""

    @property
    def never_came(self) -> bool:
        """Return whether they had a place and were at none of the half-days held."""
        return self.enrolment.is_confirmed and self.held > 0 and self.there == 0


def people_of(enrolments: "QuerySet[Enrolment]", cohort: Cohort) -> list[PersonRow]:
    """Return the people of a cohort, in a few queries whatever their number.

    They come `with_rank()` and `with_offer()`.
    """
    enrolments = (
        enrolments.filter(cohort=cohort)
        .select_related("person", "enrolling_organisation", "group", "approval", "reservation")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    rows = list(enrolments)
    halves = list(cohort.half_days.select_related("countersignature").order_by("starts_at"))
    marks: dict[object, dict[int, AttendanceMark]] = defaultdict(dict)
    for mark in AttendanceMark.objects.filter(enrolment__in=rows):
        marks[mark.enrolment_id][mark.half_day_id] = mark
    verdicts = {c.enrolment_id: c for c in Completion.objects.current().filter(enrolment__in=rows)}
    now = timezone.now()
    held = [half for half in halves if _is_held(half, now)]
    standing = standing_of(cohort) if any(row.is_waiting for row in rows) else None
    return [
        _row(
            one, verdicts.get(one.pk), held, marks[one.pk], cohort,
            why_waiting(one, standing).label if standing and one.is_waiting else "",
        )
        for one in rows
    ]  # fmt: skip


def _is_held(half_day: HalfDay, at: datetime) -> bool:
    return is_sealed(half_day) or half_day.ends_at <= at


def _row(
    enrolment: Enrolment,
    completion: Completion | None,
    held: list[HalfDay],
    marks: dict[int, AttendanceMark],
    cohort: Cohort,
    why: str | Promise,
) -> PersonRow:
    missed = []
    for half in held:
        mark = marks.get(half.pk)
        if mark is None or not mark.was_there:
            day = short_day(half.starts_at.astimezone(cohort.venue.zone).date())
            said = str(mark.get_status_display()).lower() if mark else str(_("non émargée"))
            missed.append(f"{day} {half.get_period_display()} : {said}")
    return PersonRow(enrolment, completion, len(held) - len(missed), len(held), missed, why)
