from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands."""

    CONFIRMED = "confirmed", _("Inscription confirmée")
    WAITING = "waiting", _("Liste d’attente")
    CANCELLED = "cancelled", _("Annulée")


class EnrolmentSource(models.TextChoices):
    """Who asked for the place."""

    REQUEST = "request", _("Demande de l’agent·e")
    SCHOOL = "school", _("Inscription par une structure")
    ADMINISTRATION = "administration", _("Inscription par l’administration")
