from django.db import models
from django.utils.translation import gettext_lazy as _

# The kinds of durable jobs of a run, one after the other.
ISSUE, PACK = "issue_papers", "pack_papers"


class RunScope(models.TextChoices):
    """Whose papers a run is about."""

    PERSON = "person", _("une personne")
    COHORT = "cohort", _("une cohorte")
    DUE = "due", _("tout ce qui est dû")


class RunState(models.TextChoices):
    """Where a run is."""

    ISSUING = "issuing", _("délivrance")
    PACKING = "packing", _("impression et sceau")
    DONE = "done", _("terminée")


class Fact(models.TextChoices):
    """What a person is told of a paper, once each."""

    READY = "ready", _("prêt")
    REVOKED = "revoked", _("révoqué")
