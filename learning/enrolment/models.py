"""Enrolments: one agent in one cohort."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Role, Versant
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentSource, EnrolmentState


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reads of enrolments."""

    def confirmed(self) -> "EnrolmentQuerySet":
        """Those who have a place."""
        return self.filter(state=EnrolmentState.CONFIRMED)

    def waiting(self) -> "EnrolmentQuerySet":
        """Those who wait, first come first."""
        return self.filter(state=EnrolmentState.WAITING).order_by("queue_number")

    def active(self) -> "EnrolmentQuerySet":
        """Those not cancelled."""
        return self.exclude(state=EnrolmentState.CANCELLED)

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        """One's own; those one's school made; those of the cohorts one trains; or all."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        managed = user.organisations_as(Role.SCHOOL_MANAGER)
        return self.filter(
            Q(person=user)
            | Q(enrolling_organisation__in=managed)
            | Q(cohort__in=Cohort.objects.run_by(user))
        )

    def made_by(self, organisations: "models.QuerySet[Organisation]") -> "EnrolmentQuerySet":
        """Those these organisations made: all a school sees of people."""
        return self.filter(enrolling_organisation__in=organisations)

    def with_rank(self) -> "EnrolmentQuerySet":
        """Bring `rank`: 1 for the next in line, None when not waiting."""
        ahead = (
            Enrolment.objects.filter(
                cohort=models.OuterRef("cohort"),
                state=EnrolmentState.WAITING,
                queue_number__lte=models.OuterRef("queue_number"),
            )
            .order_by()
            .values("cohort")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        return self.annotate(
            rank=models.Case(
                models.When(state=EnrolmentState.WAITING, then=models.Subquery(ahead)),
                default=None,
                output_field=models.IntegerField(),
            )
        )


class Enrolment(models.Model):
    """One agent in one cohort. Employer, school and profile are frozen as they were that day.

    `queue_number` only grows within a cohort: whoever asked first keeps their turn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(User, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("état"), max_length=10, choices=EnrolmentState)
    source = models.CharField(_("origine"), max_length=15, choices=EnrolmentSource)
    queue_number = models.PositiveIntegerField(null=True, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancellation_reason = models.TextField(blank=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    enrolling_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="enrolments_made"
    )
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="enrolments_of_staff"
    )
    function = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=3, choices=Region, default=Region.ELSEWHERE)
    versant = models.CharField(max_length=10, choices=Versant, default=Versant.OTHER)
    category = models.CharField(max_length=10, choices=Category, default=Category.NONE)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=~Q(state=EnrolmentState.CANCELLED),
                name="enrolment_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "queue_number"], name="enrolment_queue_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.WAITING) | Q(queue_number__isnull=False),
                name="enrolment_waiting_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="enrolment_confirmed_has_date",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="enrolment_cohort_state")]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"

    @property
    def is_confirmed(self) -> bool:
        """Return whether the person has a place."""
        return self.state == EnrolmentState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        """Return whether the person waits for one."""
        return self.state == EnrolmentState.WAITING
