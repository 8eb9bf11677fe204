from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """What became of a message."""

    QUEUED = "queued", _("En cours d’envoi")
    SENT = "sent", _("Envoyé")
    FAILED = "failed", _("Non remis")
