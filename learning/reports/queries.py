"""Counts of unique people, and the lists behind them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from certificates.awards.models import Award
from learning.cohorts.enums import TAKING_REQUESTS, CohortState
from learning.cohorts.models import Cohort, CohortQuerySet, HalfDay
from learning.completion.models import Completion, CompletionQuerySet
from learning.targets.models import Target
from modules.programmes.enums import CountsAs

# A worker draws a paper within seconds: after this, someone should look.
PAPER_DELAY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a figure counts: as known at an instant, between two days, perhaps in one part."""

    counts_as: CountsAs
    at: datetime
    starts_on: date
    ends_on: date

    def completions(self) -> CompletionQuerySet:
        """Return every counted completion of the scope; a person may have several."""
        return (
            Completion.objects.as_known_at(self.at)
            .counting_as(self.counts_as)
            .filter(effective_on__range=(self.starts_on, self.ends_on))
        )


def first_completions(scope: Scope) -> CompletionQuerySet:
    """Return one completion per person, the first counted: the headline is their number.

    Breaking the headline down by any of their frozen columns adds up to it. Which ones they are
    is read first, two columns a row: as a subquery, the lists that join other tables took minutes
    whenever the database had no statistics yet.
    """
    firsts: dict[UUID, int] = {}
    rows = scope.completions().order_by("effective_on", "pk").values_list("person", "pk")
    for person, completion in rows:
        firsts.setdefault(person, completion)
    return Completion.objects.filter(pk__in=list(firsts.values()))


@dataclass(frozen=True, slots=True)
class Counted:
    """A person of a scope: the day they were first counted, and where they were from then."""

    on: date
    region: str
    versant: str


@dataclass(frozen=True, slots=True)
class Census:
    """The people of a scope in the order they were first counted, and the minutes attended.

    Minutes add up over every completion; people count once.
    """

    people: list[Counted]
    minutes: int

    def by(self, column: str) -> Counter[str]:
        """Return how many people by "region" or "versant"; the headline is their sum."""
        return Counter(getattr(person, column) for person in self.people)


def census_of(scope: Scope) -> Census:
    """Return who a scope counts.

    One light row per completion: people who completed twice are few, and telling them apart here
    costs less than a subquery per row.
    """
    columns = ("person", "effective_on", "region", "versant", "minutes_attended")
    firsts: dict[UUID, Counted] = {}
    total = 0
    rows = scope.completions().order_by("effective_on", "pk").values_list(*columns)
    for person, on, region, versant, minutes in rows:
        total += minutes
        firsts.setdefault(person, Counted(on, region, versant))
    return Census(list(firsts.values()), total)


def count_people(scope: Scope) -> int:
    """Return how many people a scope counts."""
    return scope.completions().aggregate(n=Count("person", distinct=True))["n"] or 0


def cohorts_at_risk(at: datetime) -> CohortQuerySet:
    """Return the cohorts to come that have fewer people than their minimum."""
    return coming_cohorts(at).under_minimum()


def cohorts_waited_for(at: datetime) -> CohortQuerySet:
    """Return the cohorts to come that people wait for: another date would be filled."""
    return coming_cohorts(at).with_people_waiting()


def coming_cohorts(at: datetime) -> CohortQuerySet:
    """Return the cohorts that still take requests and have not begun, ready for a list."""
    coming = Cohort.objects.filter(state__in=TAKING_REQUESTS, starts_on__gte=timezone.localdate(at))
    return coming.for_lists()


def unsealed_half_days(at: datetime) -> QuerySet[HalfDay]:
    """Return the half-days that are over and that no trainer has countersigned."""
    return (
        HalfDay.objects.filter(
            ends_at__lt=at,
            countersignature__isnull=True,
            cohort__state__in=[CohortState.CONFIRMED, CohortState.RUNNING, CohortState.CLOSED],
        )
        .select_related("cohort__venue", "cohort__revision__edition__module")
        .order_by("starts_at")
    )


def papers_not_drawn(at: datetime) -> QuerySet[Award]:
    """Return the awards issued for a while whose paper is still not drawn."""
    return Award.objects.valid().filter(rendered_at__isnull=True, issued_at__lt=at - PAPER_DELAY)


def people_counted(scope: Scope, **frozen: Any) -> CompletionQuerySet:
    """Return the list behind a figure: people, with the completion that counted them."""
    return (
        first_completions(scope)
        .filter(**frozen)
        .select_related("person", "employer", "module", "enrolment__cohort__venue")
        .order_by("-effective_on", "person__last_name", "person__first_name", "pk")
    )


def scope_of(target: Target, at: datetime) -> Scope:
    """Return whom the target counts on that day: nobody before it begins or after it ends."""
    return Scope(
        counts_as=CountsAs(target.counts_as), at=at,
        starts_on=target.starts_on, ends_on=min(target.ends_on, timezone.localdate(at)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """The programme's count against the target under way."""

    count: int
    target: Target


def score(at: datetime) -> Score | None:
    """Return how many people the target under way counts; None where no target is set."""
    target = Target.objects.main(timezone.localdate(at))
    if target is None:
        return None
    return Score(count_people(scope_of(target, at)), target)
