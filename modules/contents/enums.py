from django.db import models
from django.utils.translation import gettext_lazy as _

# Kinds of durable jobs.
PROCESS = "process_upload"
EXPORT = "export_content"


class UploadState(models.TextChoices):
    """Where an uploaded package stands."""

    QUEUED = "queued", _("En attente")
    CHECKING = "checking", _("Contrôle en cours")
    WAITING_APPROVAL = "waiting_approval", _("À approuver")
    IMPORTED = "imported", _("Importé")
    INVALID = "invalid", _("Invalide")
    REFUSED = "refused", _("Refusé")


class VersionState(models.TextChoices):
    """A content shows one version; older ones stay for the revisions that pin them."""

    CURRENT = "current", _("Actuelle")
    PREVIOUS = "previous", _("Précédente")
    PROPOSED = "proposed", _("Proposée")
