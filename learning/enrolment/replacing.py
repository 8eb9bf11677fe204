"""Let a colleague come instead of someone: the place stays, the person changes."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from accounts.users.services import AgentDetails, find_or_create_agent
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.enrolment.by_hand import MoveNeedsAReason
from learning.enrolment.enums import (
    HOLDING,
    EnrolmentSource,
    EnrolmentState,
    OfferState,
    WaitReason,
)
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.order import standing_of
from learning.enrolment.permissions import can_move, can_take_over
from learning.enrolment.places import cancel, confirm, lock_cohort, serve_the_line, tell_person
from learning.enrolment.reservations import OverTheQuota, PriorityLasts
from learning.enrolment.services import new_enrolment, record_enrolled

# The marks of who was in the room; their values, not their enum: attendance is above this room.
_WERE_THERE = ("present", "late", "left_early")


class CannotMove(DomainError):
    code = "cannot_move"
    sentence = _("Cette inscription n’est pas de votre structure : rien n’est changé.")


class NothingToMove(DomainError):
    code = "nothing_to_move"
    sentence = _(
        "Cette inscription est annulée, ou sa structure n’a pas encore donné son accord : il n’y a "
        "pas de place à reprendre."
    )


class TooLateToReplace(DomainError):
    code = "too_late_to_replace"
    sentence = _("La dernière demi-journée a commencé : plus personne ne peut venir à la place.")


class HasCome(DomainError):
    code = "has_come"
    sentence = _(
        "%(name)s a déjà suivi une demi-journée, et ses présences restent. Inscrivez sa ou son "
        "collègue dans une autre cohorte."
    )


@transaction.atomic
def replace_participant(
    *, actor: User, enrolment: Enrolment, details: AgentDetails, reason: str
) -> Enrolment:
    """Give someone's place or turn to a colleague; return the colleague's enrolment.

    The place, the offer or the turn stays what it is, with the kept place or the group it comes
    from. What the administration did by hand for one person is not handed on, and the place stays
    in the same structure's quota, or enters the other's if it has room. Both are told.

    Raises MoveNeedsAReason, CannotMove, NothingToMove, TooLateToReplace, HasCome, AlreadyEnrolled,
    OverTheQuota or PriorityLasts.
    """
    cohort = lock_cohort(enrolment.cohort_id)
    leaving = held_to_move(actor, enrolment, reason)
    if not can_take_over(cohort):
        raise TooLateToReplace
    if leaving.marks.filter(status__in=_WERE_THERE).exists():
        raise HasCome(name=leaving.person.display_name)
    coming = new_enrolment(
        actor=actor, person=find_or_create_agent(details=details), cohort=cohort,
        source=EnrolmentSource.SCHOOL if leaving.enrolling_organisation_id
        else EnrolmentSource.ADMINISTRATION,
        organisation=leaving.enrolling_organisation,
    )  # fmt: skip
    coming.reservation, coming.group = leaving.reservation, leaving.group
    _check_the_rules(cohort, leaving, coming)
    _hand_over(actor, leaving, coming, reason)
    record(
        actor=actor, action="participant_replaced", target=coming, reason=reason.strip(),
        cohort=cohort.code, replaces=str(leaving.pk),
    )  # fmt: skip
    # A turn may be another's now: the newcomer's own structure decides of its priority.
    serve_the_line(cohort)
    coming.refresh_from_db()
    return coming


def held_to_move(actor: User, enrolment: Enrolment, reason: str) -> Enrolment:
    """Return an enrolment that has a place, an offer or a turn to hand on, held.

    Called under its cohort's lock. Raises MoveNeedsAReason, CannotMove or NothingToMove.
    """
    if not reason.strip():
        raise MoveNeedsAReason
    held = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "person", "enrolling_organisation", "reservation", "group", "employer", "cohort__venue"
    ).get(pk=enrolment.pk)  # fmt: skip
    if not can_move(actor, held):
        raise CannotMove
    if held.state not in (*HOLDING, EnrolmentState.WAITING):
        raise NothingToMove
    return held


def _check_the_rules(cohort: Cohort, leaving: Enrolment, coming: Enrolment) -> None:
    """Refuse a place that would pass the newcomer's structure over its quota or the priority."""
    if leaving.state not in HOLDING or leaving.counted_for_id == coming.counted_for_id:
        return
    standing = standing_of(cohort)
    taken = standing.taken.copy()
    taken[leaving.counted_for_id] -= 1
    objection = standing.objection(coming, taken)
    if objection == WaitReason.QUOTA:
        raise OverTheQuota(quota=standing.quota)
    if objection == WaitReason.PRIORITY:
        raise PriorityLasts


def _hand_over(actor: User, leaving: Enrolment, coming: Enrolment, reason: str) -> None:
    state, number = leaving.state, leaving.queue_number
    offer = leaving.offers.filter(state=OfferState.OPEN).first()
    cancel(actor=actor, enrolment=leaving, reason=reason)
    leaving.queue_number = None
    leaving.save(update_fields=["queue_number"])
    coming.queue_number = number or coming.queue_number
    # A turn first: what it may become is written below.
    coming.state = EnrolmentState.WAITING
    coming.save(force_insert=True)
    if state == EnrolmentState.CONFIRMED:
        confirm(actor=actor, enrolment=coming, action="enrolled")
        return
    if offer is not None:
        coming.state = EnrolmentState.OFFERED
        coming.save(update_fields=["state"])
        offer = Offer.objects.create(enrolment=coming, expires_at=offer.expires_at)
    record_enrolled(actor, coming, coming.cohort)
    tell_person(coming, about=str(offer.pk) if offer else "")
