"""What the programme aims at."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from modules.programmes.enums import CountsAs


class TargetQuerySet(models.QuerySet["Target"]):
    """Reads of targets."""

    def main(self, on: date) -> "Target | None":
        """Return the target under way on that day, else the latest."""
        under_way = self.filter(starts_on__lte=on, ends_on__gte=on).order_by("starts_on").first()
        return under_way or self.order_by("-ends_on").first()


class Target(models.Model):
    """So many unique people, between two days (both included)."""

    name = models.CharField(_("nom"), max_length=150)
    count = models.PositiveIntegerField(_("personnes"))
    counts_as = models.CharField(_("compte"), max_length=12, choices=CountsAs)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"))

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="target_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def expected_on(self, day: date) -> int:
        """Return how many people a straight line to the target expects on that day."""
        elapsed = min(max((day - self.starts_on).days, 0), self.days)
        return round(self.count * elapsed / self.days)

    @property
    def days(self) -> int:
        """Return how many days the target lasts."""
        return (self.ends_on - self.starts_on).days
