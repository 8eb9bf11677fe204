from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceStatus(models.TextChoices):
    """What a mark says of a person on a half-day."""

    PRESENT = "present", _("Présent·e")
    LATE = "late", _("En retard")
    LEFT_EARLY = "left_early", _("Parti·e avant la fin")
    EXCUSED = "excused", _("Excusé·e")
    ABSENT = "absent", _("Absent·e")


# Those who were in the room, at least for a while.
WERE_THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY)


class MarkMethod(models.TextChoices):
    """How a mark was made. Only the first is the person's own authenticated act."""

    SELF_SIGNED = "self_signed", _("Émargé par la personne")
    DEVICE_SIGNED = "device_signed", _("Signé sur l’appareil de l’équipe")
    TRAINER_RECORDED = "trainer_recorded", _("Noté par l’équipe de formation")
    WELCOMED = "welcomed", _("Accueilli·e à l’entrée")
    PAPER = "paper", _("Signé sur la feuille papier")
    STRUCK = "struck", _("Blanc rayé à la contresignature")


# How strongly a person's own hand holds a mark: a weaker method never takes the place of it.
_HANDS = {MarkMethod.SELF_SIGNED: 3, MarkMethod.DEVICE_SIGNED: 2, MarkMethod.PAPER: 1}


def hand_in(method: str) -> int:
    """Return how strongly the person's own hand is in a method, 0 where it is not."""
    return _HANDS.get(MarkMethod(method), 0)


def method_of_absence(method: str) -> MarkMethod:
    """Return how an absence was noted: nobody signs one, but a signed mark may be corrected."""
    known = MarkMethod(method)
    return known if known == MarkMethod.STRUCK else MarkMethod.TRAINER_RECORDED


class DeviceMarkState(models.TextChoices):
    """What became of a mark that a device sent."""

    APPLIED = "applied", _("Enregistré")
    SAME = "same", _("Déjà connu")
    CONFLICT = "conflict", _("À régler")
    PENDING = "pending", _("Reçu après la contresignature")
    REFUSED = "refused", _("Refusé")
    SETTLED = "settled", _("Réglé")
