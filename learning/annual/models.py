"""What the yearly return says that the platform does not know: entered by hand, kept with who."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.annual.enums import Objective
from modules.programmes.models import Module


class Entry(models.Model):
    """A value entered in a box of a year's return. A correction is another row: the last holds.

    An empty value gives the box back to what the platform knows.
    """

    year = models.PositiveSmallIntegerField()
    box = models.CharField(max_length=20)
    value = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["year", "box"], name="annual_entry_box")]

    def __str__(self) -> str:
        return f"{self.year} {self.box}"


class Declaration(models.Model):
    """How a module is declared: what it leads to, and its speciality (three digits, NSF)."""

    module = models.OneToOneField(
        Module, models.CASCADE, primary_key=True, related_name="declaration"
    )
    objective = models.CharField(
        _("objectif"), max_length=10, choices=Objective, default=Objective.OTHER
    )
    speciality = models.CharField(_("spécialité"), max_length=3, blank=True)

    def __str__(self) -> str:
        return f"{self.module_id} {self.objective} {self.speciality}"
