"""The rule's verdicts: a record that only grows, and that steering reads at any past date."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Role, Versant
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.completion.enums import Verdict
from learning.enrolment.models import Enrolment
from modules.programmes.enums import CompletionBasis, CountsAs
from modules.programmes.models import Module


class CompletionQuerySet(models.QuerySet["Completion"]):
    """Reads of verdicts."""

    def as_known_at(self, at: datetime) -> "CompletionQuerySet":
        """The verdicts that held at `at`, corrections made since left out."""
        return self.filter(recorded_at__lte=at).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=at)
        )

    def current(self) -> "CompletionQuerySet":
        """The verdicts that hold now."""
        return self.filter(superseded_at__isnull=True)

    def acquired(self) -> "CompletionQuerySet":
        """Verdicts by which a person has completed."""
        return self.filter(verdict=Verdict.ACQUIRED)

    def counting_as(self, counts_as: CountsAs) -> "CompletionQuerySet":
        """Acquired verdicts of formats that count as this."""
        return self.acquired().filter(counts_as=counts_as)

    def visible_to(self, user: User) -> "CompletionQuerySet":
        """One's own; those of people one's school enrolled; those one trained; or all."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Completion(models.Model):
    """One verdict on one enrolment.

    A correction appends the next `version` and dates the one before (`superseded_at`); nothing
    else of a row ever changes. `effective_on` is the day the completion counts for;
    `recorded_at` when the platform came to know it. Employer, school, region, versant, category
    and module are frozen as the enrolment had them.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="completions")
    version = models.PositiveSmallIntegerField()
    person = models.ForeignKey(User, models.PROTECT, related_name="completions")
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    reason = models.CharField(_("raison"), max_length=300)
    correction_reason = models.TextField(blank=True)
    evidence = models.TextField(_("preuve"), blank=True)
    basis = models.CharField(max_length=12, choices=CompletionBasis)
    half_days_attended = models.PositiveSmallIntegerField(default=0)
    half_days_planned = models.PositiveSmallIntegerField(default=0)
    minutes_attended = models.PositiveIntegerField(default=0)
    minutes_planned = models.PositiveIntegerField()
    counts_as = models.CharField(max_length=12, choices=CountsAs)
    module = models.ForeignKey(Module, models.PROTECT, related_name="completions")
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    school = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    region = models.CharField(max_length=3, choices=Region)
    versant = models.CharField(max_length=10, choices=Versant)
    category = models.CharField(max_length=10, choices=Category)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "version"], name="completion_version_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(superseded_at__isnull=True),
                name="completion_one_current",
            ),
            models.CheckConstraint(
                condition=~Q(basis=CompletionBasis.DECLARED, verdict=Verdict.ACQUIRED)
                | ~Q(evidence=""),
                name="completion_declared_has_evidence",
            ),
        ]
        indexes = [
            models.Index(
                fields=["counts_as", "person", "effective_on"],
                name="completion_counted",
                condition=Q(verdict=Verdict.ACQUIRED, superseded_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.verdict}"

    @property
    def is_acquired(self) -> bool:
        """Return whether the person has completed."""
        return self.verdict == Verdict.ACQUIRED

    @property
    def is_withdrawn(self) -> bool:
        """Return whether someone took it back: the rule alone signs nothing."""
        return not self.is_acquired and self.recorded_by_id is not None


class KeptRule(models.Model):
    """The rule a cohort was judged by, kept when its format takes another one."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="kept_rule")
    completion_basis = models.CharField(max_length=12, choices=CompletionBasis)
    required_half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    required_minutes = models.PositiveIntegerField(null=True, blank=True)
    requires_activities = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.completion_basis}"
