"""Say what the programme aims at."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.targets.models import Target
from learning.targets.permissions import can_set_targets
from modules.programmes.enums import CountsAs


class CannotSetTargets(DomainError):
    code = "cannot_set_targets"
    sentence = _("Seule l’administration du programme fixe l’objectif.")


class DatesOutOfOrder(DomainError):
    code = "dates_out_of_order"
    sentence = _("L’objectif finit avant de commencer : corrigez l’une des deux dates.")


class NothingToReach(DomainError):
    code = "nothing_to_reach"
    sentence = _("Un objectif compte au moins une personne : donnez un nombre plus grand que zéro.")


@transaction.atomic
def set_target(*, actor: User, name: str, count: int, starts_on: date, ends_on: date) -> Target:
    """Write a target of so many people trained, between two days (both included).

    Raises CannotSetTargets, NothingToReach or DatesOutOfOrder.
    """
    if not can_set_targets(actor):
        raise CannotSetTargets
    if count < 1:
        raise NothingToReach
    if starts_on >= ends_on:
        raise DatesOutOfOrder
    target = Target.objects.create(
        name=name.strip(), count=count, counts_as=CountsAs.TRAINED,
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    record(actor=actor, action="target_set", target=target, count=count)
    return target
