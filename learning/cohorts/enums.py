from django.db import models
from django.utils.translation import gettext_lazy as _


class CohortState(models.TextChoices):
    """Where a cohort stands."""

    DRAFT = "draft", _("En préparation")
    OPEN = "open", _("Inscriptions ouvertes")
    CONFIRMED = "confirmed", _("Confirmée")
    RUNNING = "running", _("En cours")
    CLOSED = "closed", _("Terminée")
    POSTPONED = "postponed", _("Reportée")
    CANCELLED = "cancelled", _("Annulée")


# From each state, where a cohort may go.
TRANSITIONS: dict[CohortState, frozenset[CohortState]] = {
    CohortState.DRAFT: frozenset({CohortState.OPEN, CohortState.CANCELLED}),
    CohortState.OPEN: frozenset(
        {CohortState.CONFIRMED, CohortState.POSTPONED, CohortState.CANCELLED}
    ),
    CohortState.CONFIRMED: frozenset(
        {CohortState.RUNNING, CohortState.POSTPONED, CohortState.CANCELLED}
    ),
    CohortState.RUNNING: frozenset({CohortState.CLOSED, CohortState.CANCELLED}),
    CohortState.CLOSED: frozenset(),
    CohortState.POSTPONED: frozenset({CohortState.OPEN, CohortState.CANCELLED}),
    CohortState.CANCELLED: frozenset(),
}
# Seen by anyone in the catalogue.
ANNOUNCED = (CohortState.OPEN, CohortState.CONFIRMED, CohortState.RUNNING)
# Places may be asked for.
TAKING_REQUESTS = (CohortState.OPEN, CohortState.CONFIRMED)
# No day of theirs is held, whatever their dates say.
NOT_HELD = (CohortState.DRAFT, CohortState.POSTPONED, CohortState.CANCELLED)


class Period(models.TextChoices):
    """The two halves of a day."""

    MORNING = "am", _("matin")
    AFTERNOON = "pm", _("après-midi")
