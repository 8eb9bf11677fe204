from django.db import models
from django.utils.translation import gettext_lazy as _


class NameShown(models.TextChoices):
    """How a holder's name shows on the check page."""

    FULL = "full", _("Prénom et nom")
    INITIALS = "initials", _("Initiales seulement")
