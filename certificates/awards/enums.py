from django.db import models
from django.utils.translation import gettext_lazy as _


class AwardKind(models.TextChoices):
    """The papers an award may be."""

    COMPLETION_CERTIFICATE = "completion_certificate", _("Certificat de réalisation")
    PARTICIPATION_ATTESTATION = "participation_attestation", _("Attestation de participation")
    TRAINING_ATTESTATION = "training_attestation", _("Attestation de fin de formation")


class RevocationReason(models.TextChoices):
    """Why an award no longer holds: a closed list, shown to whoever checks it."""

    ERROR_IN_ISSUE = "error_in_issue", _("Délivré par erreur")
    REPLACED = "replaced", _("Remplacé par une version corrigée")
    REQUEST = "request", _("À la demande de la personne")
    FRAUD = "fraud", _("Obtenu par fraude")
