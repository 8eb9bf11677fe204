"""Which organisations have people in which cohorts without a convention for them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.organisations.models import Organisation
from learning.cohorts.models import Cohort
from learning.conventions.enums import WITHOUT
from learning.conventions.models import Convention
from learning.enrolment.models import Enrolment

# A convention may still be asked for some time after the cohort: to be paid, say.
STILL_ASKED_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Lacking:
    """An organisation's people in a cohort, with no convention yet."""

    cohort: Cohort
    organisation: Organisation
    people: int


def lacking(organisations: "QuerySet[Organisation]") -> list[Lacking]:
    """Return what these organisations have no convention for, the soonest cohort first.

    Three queries, whatever their number.
    """
    since = timezone.localdate() - STILL_ASKED_FOR
    made = Convention.objects.filter(
        cohort=OuterRef("cohort"), organisation=OuterRef("enrolling_organisation")
    )
    pairs = (
        Enrolment.objects.confirmed()
        .filter(~Exists(made), enrolling_organisation__in=organisations)
        .filter(cohort__ends_on__gte=since)
        .exclude(cohort__state__in=WITHOUT)
        .order_by("cohort__starts_on", "cohort__code", "enrolling_organisation__name")
        .values_list("cohort", "enrolling_organisation", "cohort__starts_on")
        .annotate(people=Count("pk"))
    )
    rows = list(pairs)
    cohorts = Cohort.objects.select_related("venue", "revision__edition__module").in_bulk(
        [cohort for cohort, _organisation, _day, _people in rows]
    )
    held = Organisation.objects.in_bulk([one for _cohort, one, _day, _people in rows])
    return [Lacking(cohorts[cohort], held[one], people) for cohort, one, _day, people in rows]
