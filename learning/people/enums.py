from django.db import models
from django.utils.translation import gettext_lazy as _


class Likeness(models.TextChoices):
    """Why two people may be one; the surest first."""

    SAME_EMPLOYER = "same_employer", _("même nom, même employeur")
    NEAR_ADDRESS = "near_address", _("même nom de famille ou prénom, adresses semblables")
    NO_EMPLOYER = "no_employer", _("même nom, employeur inconnu")
