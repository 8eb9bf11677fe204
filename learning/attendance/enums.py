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
    """How a mark was made."""

    SELF_SIGNED = "self_signed", _("Émargé par la personne")
    TRAINER_RECORDED = "trainer_recorded", _("Noté par l’équipe de formation")
