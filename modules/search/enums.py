from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """Who may find an entry."""

    PUBLIC = "public", _("Tout le monde")
    WORKSHOP = "workshop", _("Qui forme ou administre")
