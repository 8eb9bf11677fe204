"""What authors do, in words that follow their names: « Maëlle Corre a déplacé… »."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """The kinds of the gestures made on the day board."""

    ADDED = "added", _("a ajouté")
    EDITED = "edited", _("a modifié")
    MOVED = "moved", _("a déplacé")
    RESIZED = "resized", _("a changé la durée de")
    DUPLICATED = "duplicated", _("a dupliqué")
    REMOVED = "removed", _("a retiré")
    APPLIED = "applied", _("a appliqué le modèle")
