"""Move people by hand: each time with a reason that stays."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.enrolment.enums import IN_LINE, EnrolmentState, OfferState
from learning.enrolment.models import Enrolment
from learning.enrolment.order import standing_of
from learning.enrolment.permissions import can_ask_for_a_place, can_order_the_line
from learning.enrolment.places import close_offer, confirm, lock_cohort, serve_the_line
from learning.enrolment.services import NotTakingRequests


class CannotOrderTheLine(DomainError):
    code = "cannot_order_the_line"
    sentence = _("Seule l’administration du programme change l’ordre des places.")


class MoveNeedsAReason(DomainError):
    code = "move_needs_a_reason"
    sentence = _("Dites pourquoi : ce motif reste dans l’historique.")


class NotInLine(DomainError):
    code = "not_in_line"
    sentence = _("Cette personne n’attend pas de place : rechargez la page.")


class NoPlaceLeft(DomainError):
    code = "no_place_left"
    sentence = _(
        "Il n’y a plus de place : augmentez le nombre de places, ou attendez un désistement."
    )


def _held(
    actor: User, enrolment: Enrolment, reason: str, states: tuple[EnrolmentState, ...] = IN_LINE
) -> Enrolment:
    if not can_order_the_line(actor):
        raise CannotOrderTheLine
    if not reason.strip():
        raise MoveNeedsAReason
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if held.state not in states:
        raise NotInLine
    return held


@transaction.atomic
def put_first(*, actor: User, enrolment: Enrolment, reason: str) -> Enrolment:
    """Put someone who waits before everyone, with their group, whatever priority and quota say.

    Raises CannotOrderTheLine, MoveNeedsAReason or NotInLine.
    """
    cohort = lock_cohort(enrolment.cohort_id)
    held = _held(actor, enrolment, reason)
    # Colleagues who come together are served together: alone in front, one would wait for them.
    colleagues = cohort.enrolments.waiting().filter(group__isnull=False, group=held.group_id)
    for one in [held, *colleagues.exclude(pk=held.pk)]:
        one.moved_ahead_at = timezone.now()
        one.save(update_fields=["moved_ahead_at"])
        record(actor=actor, action="put_first", target=one, reason=reason.strip())
    serve_the_line(cohort)
    held.refresh_from_db()
    return held


@transaction.atomic
def give_place(*, actor: User, enrolment: Enrolment, reason: str) -> Enrolment:
    """Give a place to someone who waits, or is offered one, without waiting for their answer.

    Raises CannotOrderTheLine, MoveNeedsAReason, NotInLine, NotTakingRequests or NoPlaceLeft.
    """
    cohort = lock_cohort(enrolment.cohort_id)
    held = _held(actor, enrolment, reason, (*IN_LINE, EnrolmentState.OFFERED))
    if not can_ask_for_a_place(cohort):
        raise NotTakingRequests
    if held.state != EnrolmentState.OFFERED and standing_of(cohort).free <= 0:
        raise NoPlaceLeft
    close_offer(held, OfferState.WITHDRAWN)
    return confirm(actor=actor, enrolment=held, action="place_given_by_hand", reason=reason)
