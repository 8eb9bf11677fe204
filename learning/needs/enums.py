from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedKind(models.TextChoices):
    """What a need is about."""

    ACCESSIBILITY = "accessibility", _("Accessibilité")
    DIET = "diet", _("Repas")
