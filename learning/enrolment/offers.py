"""Answer an offered place, in time or too late; take offers back when there is no date any more."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.enums import ANNOUNCED
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.places import (
    cancel,
    close_offer,
    confirm,
    lock_cohort,
    serve_the_line,
    tell_person,
)


class OfferIsOver(DomainError):
    code = "offer_is_over"
    sentence = _(
        "Cette proposition n’est plus ouverte : la place est passée à quelqu’un d’autre, ou vous "
        "avez déjà répondu."
    )


@transaction.atomic
def accept_offer(*, actor: User | None, offer: Offer) -> Enrolment:
    """Give the place to whom it was offered. `actor` is None by a link. Raises OfferIsOver."""
    enrolment = _open(offer)
    close_offer(enrolment, OfferState.ACCEPTED)
    return confirm(actor=actor, enrolment=enrolment, action="offer_accepted")


@transaction.atomic
def decline_offer(*, actor: User | None, offer: Offer) -> Enrolment:
    """Let the place go to the next in line. Raises OfferIsOver."""
    enrolment = _open(offer)
    close_offer(enrolment, OfferState.DECLINED)
    cancel(actor=actor, enrolment=enrolment, reason=str(_("Proposition déclinée.")))
    serve_the_line(lock_cohort(enrolment.cohort_id))
    return enrolment


def _open(offer: Offer) -> Enrolment:
    """Return the enrolment of an offer that may still be answered, under its cohort's lock."""
    cohort = lock_cohort(offer.enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=offer.enrolment_id)
    held = Offer.objects.get(pk=offer.pk)
    is_open = held.state == OfferState.OPEN and held.expires_at > timezone.now()
    # Postponed or cancelled an instant ago: its offers are about to be taken back.
    if not is_open or cohort.state not in ANNOUNCED:
        raise OfferIsOver
    return enrolment


def expire_due_offers() -> int:
    """Pass on the places of the offers nobody answered in time; return how many. One at a time."""
    due = Offer.objects.filter(state=OfferState.OPEN, expires_at__lte=timezone.now())
    return sum(_expire(offer) for offer in due.select_related("enrolment").order_by("expires_at"))


@transaction.atomic
def _expire(offer: Offer) -> bool:
    cohort = lock_cohort(offer.enrolment.cohort_id)
    held = Offer.objects.get(pk=offer.pk)
    if held.state != OfferState.OPEN or held.expires_at > timezone.now():
        return False
    enrolment = Enrolment.objects.select_for_update().get(pk=offer.enrolment_id)
    if cohort.state not in ANNOUNCED:
        _take_back(enrolment)
        return True
    close_offer(enrolment, OfferState.EXPIRED)
    cancel(actor=None, enrolment=enrolment, reason=str(_("Proposition restée sans réponse.")))
    serve_the_line(cohort)
    return True


@transaction.atomic
def take_offers_back(*, cohort: Cohort) -> int:
    """Put those who were offered a place back in line, at their rank; return how many.

    A postponed cohort has no date to accept: places are offered again once it reopens.
    """
    lock_cohort(cohort.pk)
    offered = cohort.enrolments.filter(state=EnrolmentState.OFFERED).select_for_update()
    rows = list(offered)
    for enrolment in rows:
        _take_back(enrolment)
    return len(rows)


def _take_back(enrolment: Enrolment) -> None:
    offer = enrolment.offers.get(state=OfferState.OPEN)
    close_offer(enrolment, OfferState.WITHDRAWN)
    enrolment.state = EnrolmentState.WAITING
    enrolment.save(update_fields=["state"])
    record(actor=None, action="offer_taken_back", target=enrolment)
    tell_person(enrolment, about=str(offer.pk))
