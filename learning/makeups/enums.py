from django.db import models
from django.utils.translation import gettext_lazy as _


class MakeUpState(models.TextChoices):
    """Where a make-up stands: asked by the person, or proposed by the team; then answered."""

    ASKED = "asked", _("Demandé")
    PROPOSED = "proposed", _("Proposé")
    ACCEPTED = "accepted", _("Accepté")
    DECLINED = "declined", _("Décliné")
    CALLED_OFF = "called_off", _("Annulé")


# Those that wait for an answer, and those that stand.
WAITING = (MakeUpState.ASKED, MakeUpState.PROPOSED)
OPEN = (*WAITING, MakeUpState.ACCEPTED)
