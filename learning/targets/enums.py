from django.db import models
from django.utils.translation import gettext_lazy as _


class ScopeKind(models.TextChoices):
    """Whom a target counts among all those trained."""

    PROGRAMME = "programme", _("tout le programme")
    REGION = "region", _("une région")
    VERSANT = "versant", _("un versant")
    EMPLOYER = "employer", _("une structure, comme employeur")
    SCHOOL = "school", _("une école")
    MODULE = "module", _("un module")


class Trajectory(models.TextChoices):
    """How a target is to be reached as time goes."""

    STRAIGHT = "straight", _("au même rythme du début à la fin")
    PLANNED = "planned", _("selon les cohortes planifiées")


# Cohorts say where they are and what they teach, not who will come.
PLANNABLE = (ScopeKind.PROGRAMME, ScopeKind.REGION, ScopeKind.MODULE)
