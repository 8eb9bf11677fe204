from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentState(models.TextChoices):
    """Where an enrolment stands."""

    AWAITING = "awaiting", _("En attente d’accord")
    WAITING = "waiting", _("Liste d’attente")
    OFFERED = "offered", _("Place proposée")
    CONFIRMED = "confirmed", _("Inscription confirmée")
    CANCELLED = "cancelled", _("Annulée")


# Those who hold a place, or may soon: nobody else is given it.
HOLDING = (EnrolmentState.CONFIRMED, EnrolmentState.OFFERED)
# Those who have their turn: it is kept while someone decides on their request.
IN_LINE = (EnrolmentState.WAITING, EnrolmentState.AWAITING)


class EnrolmentSource(models.TextChoices):
    """Who asked for the place."""

    REQUEST = "request", _("Demande de l’agent·e")
    SCHOOL = "school", _("Inscription par une structure")
    INVITATION = "invitation", _("Code d’invitation")
    ADMINISTRATION = "administration", _("Inscription par l’administration")


class WaitReason(models.TextChoices):
    """Why a person waits."""

    FULL = "full", _("toutes les places sont prises")
    PRIORITY = "priority", _("les places sont d’abord pour les membres et partenaires")
    QUOTA = "quota", _("votre structure a atteint son nombre de places")
    GROUP = "group", _("il faut assez de places pour tout votre groupe")
    POSTPONED = "postponed", _("la cohorte est reportée, et sa nouvelle date n’est pas connue")
    TURN = "turn", _("une place va être proposée")


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open", _("En attente de réponse")
    ACCEPTED = "accepted", _("Acceptée")
    DECLINED = "declined", _("Déclinée")
    EXPIRED = "expired", _("Expirée")
    WITHDRAWN = "withdrawn", _("Retirée")


class Verdict(models.TextChoices):
    """What an approver answered."""

    APPROVED = "approved", _("Accord")
    REFUSED = "refused", _("Refus")
