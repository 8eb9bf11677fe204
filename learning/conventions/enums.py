from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.cohorts.enums import CohortState

# Nothing is agreed on a cohort that is not announced, or that will not take place.
WITHOUT = (CohortState.DRAFT, CohortState.CANCELLED)


class ConventionState(models.TextChoices):
    """Where a convention stands between its two signatories."""

    DRAFT = "draft", _("À envoyer")
    SENT = "sent", _("Envoyée")
    SIGNED = "signed", _("Signée")
