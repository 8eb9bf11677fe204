"""The people and the kept places of cohorts already read, in two short queries.

They are those of `CohortQuerySet.with_counts()`, which a list that filters or sorts by them needs
and which takes longer to write than both.
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, Reservation


def with_people_counted(cohorts: Iterable[Cohort]) -> list[Cohort]:
    """Bring `confirmed_count`, `waiting_count` and `held_count` to each cohort."""
    found = list(cohorts)
    keys = [one.pk for one in found]
    enrolments = Enrolment.objects.filter(cohort__in=keys).order_by()
    held = Reservation.objects.held().filter(cohort__in=keys)
    people: Counter[tuple[UUID, str]] = Counter()
    named: Counter[UUID | None] = Counter()
    grouped = enrolments.values_list("cohort", "state", "reservation").annotate(n=Count("pk"))
    for cohort, state, reservation, n in grouped:
        people[cohort, state] += n
        named[reservation] += n if state == EnrolmentState.CONFIRMED else 0
    kept: Counter[UUID] = Counter()
    for cohort, reservation, places in held.values_list("cohort", "pk", "places"):
        kept[cohort] += places - named[reservation]
    for one in found:
        one.confirmed_count = people[one.pk, EnrolmentState.CONFIRMED]
        one.waiting_count = people[one.pk, EnrolmentState.WAITING]
        one.held_count = people[one.pk, EnrolmentState.OFFERED] + kept[one.pk]
    return found
