"""Activity reports that were drawn up, and those sent to people at regular dates."""

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.activity.enums import Cadence, Span
from learning.figures.filters import Filters
from learning.targets.models import Target


def _theirs(user: User) -> Q:
    """Return the filter of what someone may read: all, or what is about a school of theirs."""
    if user.has_role(Role.ADMINISTRATOR):
        return Q()
    return Q(school__in=user.organisations_as(Role.SCHOOL_MANAGER))


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Reads of subscriptions."""

    def visible_to(self, user: User) -> "SubscriptionQuerySet":
        """All for administrators; for others those about a school they enrol for."""
        return self.filter(_theirs(user))

    def open(self) -> "SubscriptionQuerySet":
        """Those that nobody stopped, on a target that nobody closed."""
        return self.filter(stopped_at=None, target__closed_at=None)


class ReportQuerySet(models.QuerySet["Report"]):
    """Reads of reports."""

    def visible_to(self, user: User) -> "ReportQuerySet":
        """All for administrators; for others those about a school they enrol for."""
        return self.filter(_theirs(user))


class Asked(models.Model):
    """What a report is asked about: a target, and the part of it that an address says.

    `school` is the school of that part, which may then read it; None for what schools may not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="+")
    asked = models.JSONField(default=dict, blank=True)
    school = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.target_id} {self.asked}"

    @property
    def filters(self) -> Filters:
        """Return the part of the target asked for."""
        return Filters.from_query(self.asked)


class Subscription(Asked):
    """A report that leaves at regular dates, for each of its recipients, until it is stopped.

    `day` is that of the week (1, Monday, to 7) or of the month; the period itself is not in
    `asked`, which moves on.
    """

    cadence = models.CharField(_("rythme"), max_length=10, choices=Cadence)
    day = models.PositiveSmallIntegerField(
        _("jour"), validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    span = models.CharField(_("période"), max_length=10, choices=Span, default=Span.PERIOD)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(day__range=(1, 28)), name="subscription_day")
        ]


class Recipient(models.Model):
    """Someone a report is sent to, until they would rather not."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="recipients")
    person = models.ForeignKey(User, models.CASCADE, related_name="report_subscriptions")
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "person"], name="recipient_once")
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.person_id}"


class Report(Asked):
    """A report drawn up at an instant: read again, it says the same.

    A subscription draws up one per period, known by the day after it (`due_on`).
    """

    at = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subscription = models.ForeignKey(
        Subscription, models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    due_on = models.DateField(null=True, blank=True)
    told = models.PositiveSmallIntegerField(default=0)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "due_on"], name="report_once_a_period")
        ]
        indexes = [models.Index(fields=["-made_at"], name="report_latest")]

    @property
    def on(self) -> date:
        """Return the day it was drawn up."""
        return timezone.localdate(self.at)
