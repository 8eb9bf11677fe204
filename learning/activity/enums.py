from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    """How often a report is sent, each time on the period just ended."""

    WEEKLY = "weekly", _("chaque semaine")
    MONTHLY = "monthly", _("chaque mois")
    QUARTERLY = "quarterly", _("chaque trimestre")


class Span(models.TextChoices):
    """What a report that is sent covers."""

    PERIOD = "period", _("la période qui vient de finir")
    START = "start", _("depuis le début de l’objectif")
