"""The record that figures come from. It only grows: what no longer holds is dated, never changed.

`CountedVerdict` says what was known of whom, from when until when. `CountedPerson` is who, by a
number that means nothing elsewhere. From these two, and nothing else, come for each target
`Count` (who counts, once, by which verdict) and `FigureCell` (their sums).
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.organisations.enums import OrganisationKind, Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Versant
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.counting.enums import COUNTED, Dimension
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from modules.programmes.models import Format, Module


class RecordHead(models.Model):
    """Held by whoever writes the record, one after the other; `last_at` is the last instant."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.last_at.isoformat()


class CountedPerson(models.Model):
    """Someone, by a number drawn for figures only; erased, it leads to nobody any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField(User, models.SET_NULL, null=True, related_name="counted_as")

    def __str__(self) -> str:
        return str(self.pk)


def holding_at(at: datetime, of: str = "") -> Q:
    """Return the filter of dated rows that held at `at`; `of` is what leads to them."""
    return Q(**{f"{of}since__lte": at}) & (Q(**{f"{of}until": None}) | Q(**{f"{of}until__gt": at}))


class CountedVerdictQuerySet(models.QuerySet["CountedVerdict"]):
    """Reads of verdicts."""

    def standing(self) -> "CountedVerdictQuerySet":
        """Those that hold now."""
        return self.filter(until=None)

    def as_known_at(self, at: datetime) -> "CountedVerdictQuerySet":
        """Those that held at `at`."""
        return self.filter(holding_at(at))

    def in_scope_of(self, target: Target) -> "CountedVerdictQuerySet":
        """Those a target adds up, acquired or not, of people trained or sensitised."""
        days = (target.starts_on, target.ends_on)
        return self.filter(counts_as__in=COUNTED, effective_on__range=days, **target.columns)


class CountQuerySet(models.QuerySet["Count"]):
    """Reads of who counts."""

    def standing(self) -> "CountQuerySet":
        """Those that hold now."""
        return self.filter(until=None)

    def as_known_at(self, at: datetime) -> "CountQuerySet":
        """Those that held at `at`."""
        return self.filter(holding_at(at))


class CountedVerdict(models.Model):
    """A verdict and whose it was, from `since` until `until` (still, for None).

    A correction or a merge ends a row and writes another. `completion` leads to the verdict
    itself until its person is erased.
    """

    key = models.ForeignKey(CountedPerson, models.PROTECT, related_name="verdicts")
    # By its name: rooms above write verdicts, and this one when they do.
    completion = models.ForeignKey(
        "learning.Completion", models.SET_NULL, null=True, related_name="counted"
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+")
    acquired = models.BooleanField()
    counts_as = models.CharField(max_length=12, choices=CountsAs)
    effective_on = models.DateField()
    region = models.CharField(max_length=3, choices=Region)
    versant = models.CharField(max_length=10, choices=Versant)
    category = models.CharField(max_length=10, choices=Category)
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    employer_kind = models.CharField(max_length=20, choices=OrganisationKind, blank=True)
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    module = models.ForeignKey(Module, models.PROTECT, related_name="+")
    format = models.ForeignKey(Format, models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField()
    half_days = models.PositiveSmallIntegerField()
    half_days_planned = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = CountedVerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["completion"], condition=Q(until=None), name="counted_verdict_of_one"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="counted_verdict_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["counts_as", "effective_on"], name="counted_verdict_day"),
            models.Index(fields=["school", "effective_on"], name="counted_verdict_school"),
            models.Index(fields=["module", "effective_on"], name="counted_verdict_module"),
            models.Index(fields=["region", "effective_on"], name="counted_verdict_region"),
        ]

    def __str__(self) -> str:
        return f"{self.key_id} {self.counts_as} {self.effective_on}"


class CountedForGood(models.Model):
    """A verdict of someone erased: counted under a number that it does not lead to, never again."""

    completion = models.OneToOneField(
        "learning.Completion", models.CASCADE, primary_key=True, related_name="counted_for_good"
    )

    class Meta:
        verbose_name_plural = "counted for good"

    def __str__(self) -> str:
        return str(self.pk)


class Count(models.Model):
    """Someone counted in a target, once, by their first verdict in it; from when until when."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="counts")
    counts_as = models.CharField(max_length=12, choices=CountsAs)
    key = models.ForeignKey(CountedPerson, models.PROTECT, related_name="counts")
    verdict = models.ForeignKey(CountedVerdict, models.PROTECT, related_name="counts")
    effective_on = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = CountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "counts_as", "key"], condition=Q(until=None),
                name="counted_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="count_in_order"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["target", "counts_as", "effective_on"], name="count_day")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.key_id}"


class FigureCell(models.Model):
    """The sums of a target now, for one value of one dimension.

    `people` are counted once, by their first verdict; the other columns add up every verdict.
    """

    target = models.ForeignKey(Target, models.CASCADE, related_name="cells")
    counts_as = models.CharField(max_length=12, choices=CountsAs)
    dimension = models.CharField(max_length=13, choices=Dimension)
    value = models.CharField(max_length=40, blank=True)
    people = models.IntegerField(default=0)
    judged = models.IntegerField(default=0)
    acquired = models.IntegerField(default=0)
    minutes = models.BigIntegerField(default=0)
    half_days = models.IntegerField(default=0)
    half_days_planned = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "counts_as", "dimension", "value"], name="figure_cell_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.dimension} {self.value}"
