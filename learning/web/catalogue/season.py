"""The dates of the catalogue: search, filters, and their grouping by month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort, CohortQuerySet
from modules.programmes.models import Format


@dataclass(frozen=True, slots=True)
class Search:
    """What a visitor asks of the catalogue, read from the address."""

    words: str = ""
    format: str = ""
    since: date | None = None
    only_free: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Search":
        """Read the address; what makes no sense is ignored."""
        try:
            since = date.fromisoformat(f"{asked.get('mois', '')}-01")
        except ValueError:
            since = None
        return cls(
            words=asked.get("q", "").strip(),
            format=asked.get("format", ""),
            since=since,
            only_free=bool(asked.get("libre")),
        )

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is asked."""
        return self == Search()

    def apply(self, cohorts: CohortQuerySet) -> CohortQuerySet:
        """Return the cohorts that answer."""
        for word in self.words.split():
            cohorts = cohorts.filter(
                Q(title__icontains=word)
                | Q(venue__city__icontains=word)
                | Q(venue__name__icontains=word)
                | Q(revision__edition__module__title__icontains=word)
            )
        if self.format:
            cohorts = cohorts.filter(revision__edition__module__format__key=self.format)
        if self.since:
            cohorts = cohorts.filter(starts_on__gte=self.since)
        if self.only_free:
            cohorts = cohorts.with_free_places()
        return cohorts


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the catalogue and the cohorts that start in it."""

    first: date
    cohorts: list[Cohort]


def coming_cohorts() -> CohortQuerySet:
    """Return the cohorts that still take requests, soonest first, ready for a list."""
    return (
        Cohort.objects.filter(state__in=TAKING_REQUESTS, starts_on__gte=timezone.localdate())
        .for_lists()
        .prefetch_related("half_days")
        .order_by("starts_on", "code")
    )


def by_month(cohorts: Iterable[Cohort]) -> list[Month]:
    """Group cohorts, already in order, by the month they start in."""
    grouped = groupby(cohorts, key=lambda cohort: cohort.starts_on.replace(day=1))
    return [Month(first, list(found)) for first, found in grouped]


def formats_on_offer() -> list[Format]:
    """Return the formats that a coming cohort has."""
    keys = coming_cohorts().values("revision__edition__module__format")
    return list(Format.objects.filter(pk__in=keys).order_by("name"))
