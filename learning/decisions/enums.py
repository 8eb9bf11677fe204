from django.db import models
from django.utils.translation import gettext_lazy as _


class DateAnswer(models.TextChoices):
    """What someone answers to new dates."""

    KEEPS = "keeps", _("garde sa place")
    LEAVES = "leaves", _("laisse sa place")
