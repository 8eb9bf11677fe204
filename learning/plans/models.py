"""A plan: a scenario someone kept, to be held against what happens."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from learning.plans.whatif import Scenario
from learning.targets.models import Target


class PlanQuerySet(models.QuerySet["Plan"]):
    """Reads of plans."""

    def visible_to(self, user: User) -> "PlanQuerySet":
        """All for administrators; none for others."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def standing(self) -> "PlanQuerySet":
        """Those that nobody dropped."""
        return self.filter(dropped_at=None)


class Plan(models.Model):
    """What was meant from the day after `made_on`, when the target counted `count_then` people.

    Parts are in per cent. What was found then is kept beside what was said: `reaches_on`, between
    `earliest_on` and `latest_on` eight times out of ten.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="plans")
    name = models.CharField(_("nom"), max_length=120)
    cohorts = models.PositiveSmallIntegerField(_("cohortes par trimestre"))
    places = models.PositiveSmallIntegerField(_("places"))
    fill = models.PositiveSmallIntegerField(_("remplissage"))
    completion = models.PositiveSmallIntegerField(_("achèvement"))
    fresh = models.PositiveSmallIntegerField(_("personnes nouvelles"))
    made_on = models.DateField()
    count_then = models.PositiveIntegerField()
    goal_then = models.PositiveIntegerField()
    reaches_on = models.DateField(null=True)
    earliest_on = models.DateField(null=True)
    latest_on = models.DateField(null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    objects = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def scenario(self) -> Scenario:
        """Return what was meant."""
        return Scenario(
            cohorts=self.cohorts, places=self.places, fill=self.fill,
            completion=self.completion, fresh=self.fresh,
        )  # fmt: skip

    @property
    def starts_on(self) -> date:
        """Return its first day."""
        return self.made_on + timedelta(days=1)
