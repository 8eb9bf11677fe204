from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """What the rule says."""

    ACQUIRED = "acquired", _("Acquis")
    NOT_ACQUIRED = "not_acquired", _("Non acquis")


class Paper(models.TextChoices):
    """What a completion may give; the value begins the keys of its awards."""

    CERTIFICATE = "completion", _("Certificat")
    ATTESTATION = "attestation", _("Attestation de fin de formation")
