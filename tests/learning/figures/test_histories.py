"""Whatever happens, figures are those of a full recount, and past ones are still what was shown.

The recount is written here otherwise than in the product: from what happened, told in Python.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.users.enums import Role
from common.errors import DomainError
from learning.completion.enums import Verdict
from learning.counting.enums import Dimension
from learning.counting.services import forget_person_in_figures
from learning.figures.queries import figures_of
from learning.figures.recount import differences
from learning.people.services import merge_people, undo_merge
from learning.targets.enums import ScopeKind
from modules.programmes.enums import CountsAs
from tests.budgets.rows import cohorts, enrolments, people
from tests.learning.builders import a_person, a_revision
from tests.learning.figures.verdicts import TODAY, a_target, write_verdict

pytestmark = pytest.mark.django_db
PEOPLE, EACH = 4, 3
COUNTED = (CountsAs.TRAINED, CountsAs.SENSITISED)
TOLD = (Dimension.DAY, Dimension.REGION, Dimension.VERSANT, Dimension.MODULE)
REGIONS, VERSANTS = ("53", "94"), ("fpt", "fph")

who, which = st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE * EACH - 1)
what = st.fixed_dictionaries(
    {
        "days_ago": st.integers(0, 5), "verdict": st.sampled_from(Verdict),
        "region": st.sampled_from(REGIONS), "versant": st.sampled_from(VERSANTS),
        "minutes_attended": st.integers(0, 500),
    }
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("judge"), which, what),
        st.tuples(st.just("judge"), which, what),
        st.tuples(st.just("merge"), who, who),
        st.tuples(st.just("undo"), st.integers(0, 3), st.none()),
        st.tuples(st.just("forget"), who, st.none()),
    ),
    min_size=3,
    max_size=9,
)


def _said(days_ago, region, verdict=Verdict.ACQUIRED):
    return {
        "days_ago": days_ago, "verdict": verdict, "region": region, "versant": "fpt",
        "minutes_attended": 100 + days_ago,
    }  # fmt: skip


# Twice trained, elsewhere, and sensitised; two records of one person, told apart again; erased.
ALL_OF_IT = [
    ("judge", 0, _said(2, "53")), ("judge", 4, _said(5, "94")), ("judge", 8, _said(1, "53")),
    ("judge", 1, _said(4, "94")), ("judge", 5, _said(5, "53")), ("merge", 0, 1),
    ("judge", 4, _said(5, "94", Verdict.NOT_ACQUIRED)), ("undo", 0, None), ("merge", 1, 0),
    ("judge", 2, _said(3, "94")), ("forget", 1, None), ("undo", 1, None), ("merge", 2, 1),
    ("judge", 2, _said(0, "53")), ("forget", 3, None), ("judge", 3, _said(0, "94")),
]  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A verdict that holds, and whose it is in the eyes of figures; `order` breaks ties."""

    enrolment: int
    holder: object
    order: int
    said: dict[str, Any]
    counts_as: str
    module: str


@dataclass
class History:
    """What happened, kept twice: in the platform, and here."""

    enrolments: list[Any]
    people: list[Any]
    boss: Any
    facts: dict[int, Fact] = field(default_factory=dict)
    forgotten: set[int] = field(default_factory=set)
    merges: list[tuple[Any, list[int], object]] = field(default_factory=list)
    order: int = 0

    def next(self):
        self.order += 1
        return self.order

    def judge(self, number, said):
        """Write a verdict, or correct the one there is."""
        if number in self.forgotten:
            return
        enrolment = self.enrolments[number]
        enrolment.refresh_from_db()
        said = {**said, "on": TODAY - timedelta(days=said["days_ago"])}
        fields = {name: said[name] for name in ("verdict", "region", "versant", "minutes_attended")}
        made = write_verdict(enrolment, said["on"], **fields)
        self.facts[number] = Fact(
            number, enrolment.person_id, self.next(), said, made.counts_as, str(made.module_id)
        )

    def give(self, numbers, person_id):
        for number in sorted(numbers, key=lambda number: self.facts[number].order):
            self.facts[number] = replace(self.facts[number], holder=person_id, order=self.next())

    def merge(self, one, other):
        surviving, merged = self.people[one], self.people[other]
        moved = [n for n, fact in self.facts.items() if fact.holder == merged.pk]
        done = merge_people(actor=self.boss, surviving=surviving, merged=merged, reason="Essai")
        self.merges.append((done, moved, merged.pk))
        self.give(moved, surviving.pk)

    def undo(self, number, _nothing):
        if number < len(self.merges):
            merge, moved, merged = self.merges[number]
            undo_merge(actor=self.boss, merge=merge)
            self.give([n for n in moved if n not in self.forgotten], merged)

    def forget(self, number, _nothing):
        person = self.people[number]
        theirs = [n for n, fact in self.facts.items() if fact.holder == person.pk]
        forget_person_in_figures(person)
        nobody = object()
        for n in theirs:
            self.facts[n] = replace(self.facts[n], holder=nobody)
        self.forgotten |= set(theirs)

    def recount(self, target):
        """Return, by what it counts as, the people by each dimension, and the minutes."""
        told = {}
        for counts_as in COUNTED:
            facts = [
                fact for fact in self.facts.values()
                if fact.counts_as == counts_as
                and target.scope_value in ("", fact.said["region"])
                and target.starts_on <= fact.said["on"] <= target.ends_on
            ]  # fmt: skip
            firsts: dict[object, Fact] = {}
            for fact in sorted(facts, key=lambda fact: (fact.said["on"], fact.order)):
                if fact.said["verdict"] == Verdict.ACQUIRED:
                    firsts.setdefault(fact.holder, fact)
            values = [
                (f.said["on"].isoformat(), f.said["region"], f.said["versant"], f.module)
                for f in firsts.values()
            ]
            told[counts_as] = (
                [Counter(column) for column in zip(*values, strict=True)] or [Counter()] * 4,
                sum(fact.said["minutes_attended"] for fact in facts),
            )
        return told


def shown(target, at):
    """Return what the platform shows, in the same shape; every part adds up to the headline."""
    told = {}
    for counts_as in COUNTED:
        figures = figures_of(target, at=at, counts_as=counts_as)
        by = [
            Counter({part.value: part.people for part in figures.by(one) if part.people})
            for one in TOLD
        ]
        assert {counter.total() for counter in by} == {figures.people}
        told[counts_as] = (by, figures.totals.minutes)
    return told


def a_world():
    """Return people enrolled in cohorts of two modules, one of which sensitises."""
    crowd = people(PEOPLE)
    trained = cohorts(PEOPLE * (EACH - 1))
    aware = cohorts(PEOPLE, revision=a_revision(days=1, counts_as=CountsAs.SENSITISED))
    made = enrolments(trained + aware, crowd * EACH)
    return History(made, crowd, a_person(Role.ADMINISTRATOR))


@pytest.mark.parametrize("examples", [3, pytest.param(60, marks=pytest.mark.long)])
def test_figures_are_a_full_recount_and_the_past_stays_as_shown(examples):
    world = a_world()
    whole = a_target()
    part = a_target(
        scope_kind=ScopeKind.REGION, scope_value="94", starts_on=TODAY - timedelta(days=3)
    )

    @given(STEPS)
    @example(ALL_OF_IT)
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    def tell(steps):
        with transaction.atomic():
            history = History(world.enrolments, world.people, world.boss)
            snapshots = []
            for act, *given_to in steps:
                try:
                    with transaction.atomic():
                        getattr(history, act)(*given_to)
                except DomainError:
                    continue
                at = timezone.now()
                told = [shown(target, at) for target in (whole, part)]
                assert told == [history.recount(target) for target in (whole, part)]
                snapshots.append((at, told))
            for at, told in snapshots:
                assert [shown(target, at) for target in (whole, part)] == told
            later = a_target()
            for at, told in snapshots[-3:]:
                assert shown(later, at) == told[0], "A target set later knows the same past."
            assert list(differences()) == []
            transaction.set_rollback(True)

    tell()
