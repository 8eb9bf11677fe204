"""What attendance refuses, in words."""

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError


class NotYourPlace(DomainError):
    code = "not_your_place"
    sentence = _("Vous n’avez pas de place confirmée dans cette cohorte.")


class SigningIsClosed(DomainError):
    code = "signing_is_closed"
    sentence = _(
        "On n’émarge que pendant la demi-journée. Si vous y étiez, dites-le à votre formateur·rice."
    )


class HalfDayIsSealed(DomainError):
    code = "half_day_is_sealed"
    sentence = _(
        "Cette demi-journée est contresignée : elle ne change plus que par une correction motivée."
    )


class HalfDayIsNotSealed(DomainError):
    code = "half_day_is_not_sealed"
    sentence = _("Cette demi-journée n’est pas contresignée : notez la présence directement.")


class NotYourCohort(DomainError):
    code = "not_your_cohort"
    sentence = _("Vous n’animez pas cette cohorte.")


class HalfDayHasNotBegun(DomainError):
    code = "half_day_has_not_begun"
    sentence = _("La demi-journée n’a pas commencé : vous la contresignerez une fois en salle.")


class TimeRequired(DomainError):
    code = "time_required"
    sentence = _("%(name)s : donnez l’heure d’arrivée ou de départ, pendant la demi-journée.")


class PresenceRequired(DomainError):
    code = "presence_required"
    sentence = _("Choisissez d’abord la présence : rien n’est corrigé.")


class ReasonRequired(DomainError):
    code = "reason_required"
    sentence = _("Dites pourquoi : une correction garde sa raison.")


class RoomCodeRequired(DomainError):
    code = "room_code_required"
    sentence = _(
        "Scannez d’abord le code affiché dans la salle, ou tapez-le : il montre que vous y êtes."
    )


class SignatureRequired(DomainError):
    code = "signature_required"
    sentence = _("Dessinez votre signature, ou écrivez votre nom, puis validez.")
