from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """What others may do with a work. The values are the names people write."""

    CC0 = "CC0 1.0", _("CC0 1.0 (domaine public)")
    BY = "CC BY 4.0", _("CC BY 4.0 (attribution)")
    BY_SA = "CC BY-SA 4.0", _("CC BY-SA 4.0 (attribution, partage à l’identique)")
    BY_NC = "CC BY-NC 4.0", _("CC BY-NC 4.0 (attribution, pas d’usage commercial)")
    BY_NC_SA = "CC BY-NC-SA 4.0", _("CC BY-NC-SA 4.0 (pas d’usage commercial, à l’identique)")
    BY_ND = "CC BY-ND 4.0", _("CC BY-ND 4.0 (attribution, pas de modification)")
    BY_NC_ND = "CC BY-NC-ND 4.0", _("CC BY-NC-ND 4.0 (ni commerce, ni modification)")
    RESERVED = "reserved", _("Tous droits réservés")
