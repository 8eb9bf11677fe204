"""Make-ups: a guest on the roll of another cohort, for one half-day."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.enums import OPEN, WAITING, MakeUpState


class MakeUpQuerySet(models.QuerySet["MakeUp"]):
    """Reads of make-ups."""

    def open(self) -> "MakeUpQuerySet":
        """Those that wait for an answer, or were accepted."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> "MakeUpQuerySet":
        """Those that wait for an answer."""
        return self.filter(state__in=WAITING)

    def accepted(self) -> "MakeUpQuerySet":
        """Those by which somebody comes, or came."""
        return self.filter(state=MakeUpState.ACCEPTED)

    def visible_to(self, user: User) -> "MakeUpQuerySet":
        """One's own, one's school's, those of both cohorts' trainers; or all."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(
            Q(enrolment__in=Enrolment.objects.visible_to(user))
            | Q(taken__cohort__in=Cohort.objects.run_by(user))
        )

    def with_facts(self) -> "MakeUpQuerySet":
        """Bring who, what they missed and where they make up for it, in one query."""
        return self.select_related(
            "enrolment__person", "enrolment__cohort__venue",
            "enrolment__cohort__revision__edition__module", "missed", "taken__cohort__venue",
        )  # fmt: skip


class MakeUp(models.Model):
    """Somebody comes to the half-day `taken` of another cohort for the one they `missed`.

    Once accepted, they are on the roll there as a guest. What they missed stays missed: a presence
    there counts for it in the verdict, whose reason says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="make_ups")
    missed = models.ForeignKey(HalfDay, models.PROTECT, related_name="make_ups")
    # A half-day to come may be struck from the dates of its cohort.
    taken = models.ForeignKey(HalfDay, models.CASCADE, related_name="guests")
    state = models.CharField(_("état"), max_length=10, choices=MakeUpState)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = MakeUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "missed"], condition=Q(state__in=OPEN), name="make_up_one_open"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "taken"], condition=Q(state__in=OPEN), name="make_up_one_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.state}"

    @property
    def is_asked(self) -> bool:
        """Return whether the training team has to answer."""
        return self.state == MakeUpState.ASKED

    @property
    def is_proposed(self) -> bool:
        """Return whether the person has to answer."""
        return self.state == MakeUpState.PROPOSED

    @property
    def is_accepted(self) -> bool:
        """Return whether the person comes, or came."""
        return self.state == MakeUpState.ACCEPTED
