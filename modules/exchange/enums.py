from django.db import models
from django.utils.translation import gettext_lazy as _

# Kinds of durable jobs.
WRITE = "write_export"
CHECK = "check_module"
APPLY = "apply_module"


class Form(models.TextChoices):
    """What an edition may be taken out as."""

    MODULE = "module", _("Module à réimporter (.zip)")
    FOLDER = "folder", _("Pages à lire hors ligne (.zip)")
    BOOKLET = "booklet", _("Livret (.pdf)")


class ImportState(models.TextChoices):
    """Where a module that was sent stands."""

    QUEUED = "queued", _("Contrôle en cours")
    INVALID = "invalid", _("Invalide")
    READY = "ready", _("À confirmer")
    APPLYING = "applying", _("Import en cours")
    APPLIED = "applied", _("Importé")
