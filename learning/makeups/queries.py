"""Who is expected in a room, guests among them, and where a half-day can be made up for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment, EnrolmentQuerySet
from learning.makeups.enums import OPEN
from learning.makeups.models import MakeUp

# Cohorts whose half-days to come will be held.
WILL_MEET = (*TAKING_REQUESTS, CohortState.RUNNING)
# What is taught: the same half of the same day of a module.
Taught = tuple[object, int, str]


def guests_of(half_day: HalfDay) -> EnrolmentQuerySet:
    """Return who makes up at a half-day of another cohort than theirs."""
    guests = MakeUp.objects.accepted().filter(taken=half_day).values("enrolment")
    return Enrolment.objects.confirmed().filter(pk__in=guests)


def on_the_roll(*half_days: HalfDay) -> EnrolmentQuerySet:
    """Return who is expected at half-days of a cohort: its people, and those who make up there."""
    guests = MakeUp.objects.accepted().filter(taken__in=half_days).values("enrolment")
    cohorts = {half_day.cohort_id for half_day in half_days}
    return Enrolment.objects.confirmed().filter(Q(cohort__in=cohorts) | Q(pk__in=guests))


def has_a_seat(enrolment: Enrolment, half_day: HalfDay) -> bool:
    """Return whether the person is expected at this half-day, in their cohort or as a guest."""
    if not enrolment.is_confirmed:
        return False
    return (
        enrolment.cohort_id == half_day.cohort_id
        or MakeUp.objects.accepted().filter(enrolment=enrolment, taken=half_day).exists()
    )


@dataclass(frozen=True, slots=True)
class Date:
    """A half-day to come of another cohort, and how many more the room may have then."""

    half_day: HalfDay
    free: int


def dates_for(modules: Iterable[object], at: datetime) -> dict[Taught, list[Date]]:
    """Return where each half-day of these modules is taught again, the nearest first.

    In two queries. Only where one more may come.
    """
    halves = list(
        HalfDay.objects.filter(
            cohort__revision__edition__module__in=set(modules),
            cohort__state__in=WILL_MEET,
            starts_at__gt=at,
            countersignature=None,
        )
        .annotate(guest_count=Count("guests", filter=Q(guests__state__in=OPEN)))
        .select_related("cohort__venue", "cohort__revision__edition")
        .order_by("starts_at")
    )
    counted = Cohort.objects.filter(pk__in={half.cohort_id for half in halves}).with_counts()
    free = {one.pk: one.free_count for one in counted}
    found: dict[Taught, list[Date]] = defaultdict(list)
    for half in halves:
        left = free[half.cohort_id] - half.guest_count
        if left > 0:
            found[taught_at(half)].append(Date(half, left))
    return found


def taught_at(half_day: HalfDay) -> Taught:
    """Return what is taught at a half-day; it comes with its cohort's edition."""
    return half_day.cohort.revision.edition.module_id, half_day.day, half_day.period


def places_of(people: Iterable[object]) -> set[tuple[object, object]]:
    """Return who is in which cohort already: nobody makes up where they have a place."""
    active = Enrolment.objects.active().filter(person__in=set(people))
    return set(active.values_list("person", "cohort"))


def dates_for_person(enrolment: Enrolment, missed: HalfDay, at: datetime) -> list[Date]:
    """Return where one person may make up for what they missed; it comes as `taught_at` says."""
    what = taught_at(missed)
    taken = places_of([enrolment.person_id])
    return [
        date for date in dates_for([what[0]], at).get(what, [])
        if (enrolment.person_id, date.half_day.cohort_id) not in taken
    ]  # fmt: skip


def open_make_ups(enrolments: Iterable[Enrolment]) -> dict[tuple[object, int], MakeUp]:
    """Return the make-up that stands for each person and half-day missed."""
    rows = MakeUp.objects.open().filter(enrolment__in=list(enrolments)).with_facts()
    return {(row.enrolment_id, row.missed_id): row for row in rows}
