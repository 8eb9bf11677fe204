"""Who is in a cohort, in numbers: information for schools, which changes nobody's place.

No number under five is told, nor one that could be worked out from the others.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import OrganisationKind, Region
from accounts.users.enums import Category, Versant
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The confirmed people of a cohort by one thing; `others` are those too few to be told."""

    title: str | Promise
    rows: list[tuple[str, int]]
    others: int


@dataclass(frozen=True, slots=True)
class Diversity:
    """Who is confirmed in a cohort, and what it aims at, in its own words."""

    people: int
    goals: str
    breakdowns: list[Breakdown]


def diversity_of(cohort: Cohort) -> Diversity:
    """Return who is in a cohort, in one query; without numbers while its people are too few."""
    columns = ("versant", "category", "employer__kind", "region")
    people = list(Enrolment.objects.confirmed().filter(cohort=cohort).values_list(*columns))
    told = (
        (_("Versants"), Versant), (_("Catégories"), Category),
        (_("Employeurs"), OrganisationKind), (_("Régions"), Region),
    )  # fmt: skip
    breakdowns = [
        _breakdown(title, Counter(row[place] for row in people), dict(choices.choices))
        for place, (title, choices) in enumerate(told)
    ]
    shown = breakdowns if len(people) >= FEWEST else []
    return Diversity(people=len(people), goals=cohort.diversity_goals, breakdowns=shown)


def _breakdown(
    title: str | Promise, counts: Counter[str | None], labels: Mapping[str, str | Promise]
) -> Breakdown:
    told = [(str(labels.get(key or "", _("non renseigné"))), n) for key, n in counts.most_common()]
    rows = [(label, n) for label, n in told if n >= FEWEST]
    hidden = counts.total() - sum(n for _label, n in rows)
    if 0 < hidden < FEWEST and rows:
        # One cell alone could be worked out from the total: the smallest goes with it.
        hidden += rows.pop()[1]
    return Breakdown(title, rows, hidden)
