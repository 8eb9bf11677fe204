from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetKind(models.TextChoices):
    """What a printed sheet is for."""

    BLANK = "blank", _("À signer à la main")
    FILLED = "filled", _("Remplie par la plateforme")


class ScanState(models.TextChoices):
    """Where a file that was sent stands."""

    WAITING = "waiting", _("Lecture en cours")
    READ = "read", _("Lu")
    REFUSED = "refused", _("Illisible")


class PageState(models.TextChoices):
    """What became of a page that came back."""

    UNKNOWN = "unknown", _("À classer à la main")
    PROPOSED = "proposed", _("À valider")
    SETTLED = "settled", _("Validée")
    KEPT = "kept", _("Gardée comme preuve")
    ELSEWHERE = "elsewhere", _("Écartée")


class Proposal(models.TextChoices):
    """What the ink of a cell suggests: never a fact."""

    SIGNED = "signed", _("semble signée")
    EMPTY = "empty", _("semble vide")
    UNSURE = "unsure", _("à regarder")


class Decision(models.TextChoices):
    """What a person decided of a cell."""

    PRESENT = "present", _("Signée : présent·e")
    ABSENT = "absent", _("Absent·e")
    NOTHING = "nothing", _("Rien à écrire")


# The kind of the job that reads what was sent.
READ_SCAN = "read_attendance_scan"
