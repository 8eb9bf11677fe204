from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What an entry of the evidence says."""

    MARKED = "marked", _("Présence notée")
    SEALED = "sealed", _("Demi-journée contresignée")
    RECEIVED_LATE = "received_late", _("Reçu après la contresignature")
    CORRECTED = "corrected", _("Présence corrigée")
