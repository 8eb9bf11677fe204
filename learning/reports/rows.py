"""The cohorts behind a figure, with what each adds to it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count as CountRows
from django.db.models import Q, Sum

from learning.cohorts.models import Cohort, CohortQuerySet
from learning.counting.cells import Measures
from learning.counting.models import CountedVerdictQuerySet, CountQuerySet
from learning.figures.queries import Figures
from learning.figures.readers import counts_of, verdicts_of


def _verdicts(figures: Figures) -> CountedVerdictQuerySet:
    known = verdicts_of(figures.target, figures.at, figures.on, figures.filters)
    return known.filter(counts_as=figures.counts_as)


def _counts(figures: Figures) -> CountQuerySet:
    known = counts_of(figures.target, figures.at, figures.on, figures.filters)
    return known.filter(counts_as=figures.counts_as)


def cohorts_adding_to(figures: Figures) -> CohortQuerySet:
    """Return the cohorts that add people, hours or rates to the figures; the latest first.

    To be restricted by `visible_to`.
    """
    judged = _verdicts(figures).order_by().values("cohort")
    rows = Cohort.objects.filter(pk__in=judged)
    return rows.select_related("venue").order_by("-ends_on", "code")


def measures_of_cohorts(figures: Figures, cohorts: Sequence[Cohort]) -> dict[UUID, Measures]:
    """Return by primary key what these cohorts add; over all of them, the figures' totals."""
    keys = [cohort.pk for cohort in cohorts]
    counts = _counts(figures).filter(verdict__cohort__in=keys).order_by()
    people = dict(
        counts.values("verdict__cohort")
        .annotate(n=CountRows("pk"))
        .values_list("verdict__cohort", "n")
    )
    sums = {f"n_{name}": Sum(name) for name in ("minutes", "half_days", "half_days_planned")}
    rows = (
        _verdicts(figures)
        .filter(cohort__in=keys)
        .order_by()
        .values("cohort")
        .annotate(
            judged=CountRows("pk"), acquired_n=CountRows("pk", filter=Q(acquired=True)), **sums
        )
        .values_list("cohort", "judged", "acquired_n", *sums)
    )
    return {cohort: Measures(people.get(cohort, 0), *rest) for cohort, *rest in rows}
