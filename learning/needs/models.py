"""What people say they need to take part: kept for those who act on it, then deleted."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.needs.enums import NeedKind

# Needs are deleted this long after the last half-day: one month, as their form says.
KEPT_AFTER = timedelta(days=30)


class NeedQuerySet(models.QuerySet["Need"]):
    """Reads of needs."""

    def visible_to(self, user: User) -> "NeedQuerySet":
        """One's own; for those who prepare the cohort (its trainers, administrators) its people's.

        Neither schools nor employers: it is health data that they are not to know.
        """
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(
            Q(enrolment__person=user) | Q(enrolment__cohort__in=Cohort.objects.run_by(user))
        )

    def to_prepare(self) -> "NeedQuerySet":
        """Those of people who may come: whoever left needs nothing any more."""
        return self.exclude(enrolment__state=EnrolmentState.CANCELLED)

    def to_forget(self, on: date) -> "NeedQuerySet":
        """Those whose cohort ended a month ago, and those of people who left."""
        return self.filter(
            Q(enrolment__cohort__ends_on__lte=on - KEPT_AFTER)
            | Q(enrolment__state=EnrolmentState.CANCELLED)
        )


class Need(models.Model):
    """What one person needs, in their words, with their explicit consent that it be kept.

    Never in an export, nor in the audit trail, which says that it changed and not what it is.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=15, choices=NeedKind)
    text = models.TextField(_("besoin"), max_length=500)
    consented_at = models.DateTimeField()
    updated_at = models.DateTimeField(default=timezone.now)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="need_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind}"
