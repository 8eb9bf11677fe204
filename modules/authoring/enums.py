from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockKind(models.TextChoices):
    """What may be commented on, moved or compared."""

    DAY = "day", _("Journée")
    SEQUENCE = "sequence", _("Séquence")
    ACTIVITY = "activity", _("Activité")


class Verdict(models.TextChoices):
    """What a colleague answers after reading."""

    APPROVED = "approved", _("Approuvée")
    CHANGES_ASKED = "changes_asked", _("Corrections demandées")


class Act(models.TextChoices):
    """What authors do on the day board, in words that follow their names."""

    ADDED = "added", _("a ajouté")
    EDITED = "edited", _("a modifié")
    MOVED = "moved", _("a déplacé")
    RESIZED = "resized", _("a changé la durée de")
    DUPLICATED = "duplicated", _("a dupliqué")
    REMOVED = "removed", _("a retiré")
    APPLIED = "applied", _("a appliqué le modèle")
