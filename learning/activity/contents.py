"""Everything an activity report says, read once: its page, its PDF and its files say the same."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from accounts.users.models import User
from frontend.formats import NBSP, grouped
from learning.activity.words import (
    finding_of,
    finding_of_months,
    finding_of_parts,
    method_of,
    part_of,
    people_counted,
    percent,
    period_of,
    subject_of,
)
from learning.cohorts.models import Cohort
from learning.completion.models import CompletionQuerySet
from learning.counting.cells import NAMES, NOTHING, Measures
from learning.counting.enums import Dimension
from learning.figures.filters import Filters
from learning.figures.queries import Figures, Part, Point, Step, figures_of, people_behind
from learning.figures.readers import counts_of, verdicts_of
from learning.figures.words import definition_of
from learning.reports.pace import Pace, pace_of, window_start
from learning.targets.enums import ScopeKind
from learning.targets.models import Target
from modules.programmes.enums import CountsAs

# In the order in which they are read; what is fixed by what is asked for is left out.
BREAKDOWNS = {
    Dimension.REGION: "region", Dimension.VERSANT: "versant", Dimension.CATEGORY: "category",
    Dimension.EMPLOYER_KIND: "employer_kind", Dimension.SCHOOL: "school",
    Dimension.MODULE: "module",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Breakdown:
    """People by the values of a dimension, and what that shows."""

    dimension: Dimension
    finding: str
    parts: list[Part]
    whole: int

    @property
    def most(self) -> int:
        """Return how many people the largest part has."""
        return max((part.people for part in self.parts), default=0)

    @property
    def rows(self) -> list[tuple[Part, int, str]]:
        """Return each part that counts somebody, how long its bar is (0 to 100), and its share."""
        most, whole = self.most or 1, self.whole or 1
        return [
            (part, round(part.people / most * 100), percent(part.people / whole))
            for part in self.parts
            if part.people
        ]


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort of whom people are counted or judged."""

    cohort: Cohort
    measures: Measures

    @property
    def attendance(self) -> float | None:
        """Return the part of planned half-days that were attended."""
        return rate(self.measures.half_days, self.measures.half_days_planned)

    @property
    def fill(self) -> float | None:
        """Return how many came to the end, of the places there were."""
        return rate(self.measures.judged, self.cohort.places_max)


def rate(some: int, whole: int) -> float | None:
    """Return a part of a whole, None of nothing."""
    return some / whole if whole else None


@dataclass(frozen=True)
class Contents:
    """What a report says; each thing is read when it is asked for, once."""

    figures: Figures

    @cached_property
    def subject(self) -> str:
        """Return whom or what it is about."""
        return subject_of(self.figures)

    @cached_property
    def part(self) -> list[str]:
        """Return the other limits of what it counts."""
        return part_of(self.figures)

    @property
    def at(self) -> datetime:
        """Return when its figures were drawn up."""
        return self.figures.at

    @cached_property
    def period(self) -> str:
        """Return the days it counts."""
        return period_of(self.figures)

    @cached_property
    def people(self) -> int:
        """Return the headline."""
        return self.figures.people

    @property
    def people_words(self) -> str:
        """Return what the headline counts."""
        return people_counted(self.figures)

    @property
    def is_whole(self) -> bool:
        """Return whether the target itself is told, in full: its count may be compared with it."""
        return self.figures.filters.is_empty

    @cached_property
    def pace(self) -> Pace | None:
        """Return the count against its target; None for a part of it."""
        figures, target = self.figures, self.figures.target
        if not self.is_whole:
            return None
        since = window_start(target.starts_on, figures.on)
        return pace_of(
            count=self.people, lately=figures.people_since(since),
            target=figures.terms.count, starts_on=target.starts_on, ends_on=target.ends_on,
            on=figures.on,
        )  # fmt: skip

    @cached_property
    def before(self) -> Figures | None:
        """Return the same figures over the period just before, where there is one."""
        return self.figures.previous()

    @cached_property
    def finding(self) -> tuple[str, str]:
        """Return what the headline means, the words to underline last."""
        return finding_of(self.figures, self.pace, self.before)

    @property
    def definition(self) -> str:
        """Return what is counted, in the sentence of the board."""
        return definition_of(self.figures.target)

    @property
    def method(self) -> list[str]:
        """Return how the figures are made."""
        return method_of(self.figures)

    @cached_property
    def months(self) -> list[Point]:
        """Return the months in which somebody was judged."""
        return self.figures.points(Step.MONTH)

    @property
    def months_finding(self) -> str:
        """Return what the months show."""
        return finding_of_months(self.months)

    @cached_property
    def years(self) -> list[Point]:
        """Return the years in which somebody was judged."""
        return self.figures.points(Step.YEAR)

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """Return the figures by each dimension that what is asked for leaves open."""
        found = []
        for dimension, name in BREAKDOWNS.items():
            if not self._is_fixed(dimension, name):
                parts = self.figures.by(dimension)
                finding = finding_of_parts(dimension, parts, self.people)
                found.append(Breakdown(dimension, finding, parts, self.people))
        return found

    def _is_fixed(self, dimension: Dimension, name: str) -> bool:
        filters, scope = self.figures.filters, self.figures.target.scope_kind
        is_school = dimension == Dimension.SCHOOL and filters.funder is not None
        return is_school or getattr(filters, name) is not None or scope == dimension.value

    @cached_property
    def cohorts(self) -> list[CohortLine]:
        """Return the cohorts that make the figures, the last one first."""
        figures = self.figures
        asked = (figures.target, figures.at, figures.on, figures.filters)
        rows = counts_of(*asked).filter(counts_as=figures.counts_as).order_by()
        people = dict(rows.values_list("verdict__cohort").annotate(n=Count("pk")))
        sums = {f"n_{name}": Sum(name) for name in NAMES[3:]}
        judged = (
            verdicts_of(*asked)
            .filter(counts_as=figures.counts_as)
            .order_by()
            .values("cohort")
            .annotate(n=Count("pk"), n_acquired=Count("pk", filter=Q(acquired=True)), **sums)
        )
        found: dict[UUID, Measures] = {
            row[0]: Measures(people.get(row[0], 0), *row[1:])
            for row in judged.values_list("cohort", "n", "n_acquired", *sums)
        }
        cohorts = (
            Cohort.objects.filter(pk__in={*found, *people})
            .select_related("venue", "revision__edition__module")
            .order_by("-ends_on", "code")
        )
        return [CohortLine(one, found.get(one.pk, NOTHING)) for one in cohorts]

    def people_for(self, user: User) -> CompletionQuerySet:
        """Return the people counted that someone may see by name."""
        return people_behind(self.figures).visible_to(user)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return the other figures of the headline, in words."""
        figures = self.figures
        said = [
            (_("Heures-stagiaires"), f"{grouped(figures.hours)}{NBSP}h"),
            (_("Achèvement"), percent(figures.completion_rate)),
            (_("Présence"), percent(figures.attendance_rate)),
            (_("Cohortes"), grouped(len(self.cohorts))),
        ]
        if figures.counts_as != CountsAs.SENSITISED:
            said.insert(0, (_("Sensibilisés"), grouped(figures.sensitised)))
        if self.before is not None:
            said.append((_("Période précédente"), grouped(self.before.people)))
        return said


def contents_of(target: Target, *, at: datetime, filters: Filters) -> Contents:
    """Return the report of a part of a target, as known at an instant."""
    return Contents(figures_of(target, at=at, filters=filters))


def for_school(filters: Filters, target: Target, school: UUID) -> Filters:
    """Return these filters held to a school, whatever they said; its own target needs none."""
    held = replace(filters, school=None, funder=None)
    if target.scope_kind == ScopeKind.SCHOOL and target.scope_value == str(school):
        return held
    return replace(held, school=school)
