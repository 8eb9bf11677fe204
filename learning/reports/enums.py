from django.db import models
from django.utils.translation import gettext_lazy as _


class AnomalyKind(models.TextChoices):
    """What an attendance sheet may show that somebody should look at."""

    SIGNED_TWICE = "signed_twice", _("Signé de deux endroits")
    SAME_MINUTE = "same_minute", _("Tous dans la même minute")
    TWO_ROOMS = "two_rooms", _("Présent·e à deux endroits")
    ABOVE_ROOM = "above_room", _("Plus que la salle n’en tient")
    TRAINER_TWICE = "trainer_twice", _("Équipe attendue ailleurs")
    HOLIDAY = "holiday", _("Jour férié")
    UNSEALED = "unsealed", _("Pas contresignée")
    SEALED_LATE = "sealed_late", _("Contresignée tard")
    CLOCK = "clock", _("Horloge d’un appareil")


# What to do of each, in one sentence.
WHAT_TO_DO = {
    AnomalyKind.SIGNED_TWICE: _(
        "Demandez laquelle des deux signatures vaut ; au besoin, corrigez la feuille et dites "
        "pourquoi."
    ),
    AnomalyKind.SAME_MINUTE: _(
        "Vérifiez que chacun a signé pour soi : un appareil passé trop vite se voit ainsi."
    ),
    AnomalyKind.TWO_ROOMS: _("Une seule de ces présences est vraie : corrigez l’autre."),
    AnomalyKind.ABOVE_ROOM: _("Vérifiez la liste des présents, ou la jauge de la salle."),
    AnomalyKind.TRAINER_TWICE: _(
        "Vérifiez qui animait : le nom et la signature de la feuille doivent être les siens."
    ),
    AnomalyKind.HOLIDAY: _("Confirmez que la demi-journée a bien eu lieu ce jour-là."),
    AnomalyKind.UNSEALED: _("Contresignez : sans cela, ni verdict ni certificat."),
    AnomalyKind.SEALED_LATE: _(
        "Une contresignature vaut mieux le jour même : rappelez-le à l’équipe."
    ),
    AnomalyKind.CLOCK: _(
        "Les heures reçues sont remises à l’heure ; réglez l’horloge de l’appareil."
    ),
}
