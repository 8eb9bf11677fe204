"""Answer an offered place, in time or too late."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.places import cancel, close_offer, confirm, lock_cohort, serve_the_line


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
    lock_cohort(offer.enrolment.cohort_id)
    enrolment = Enrolment.objects.select_for_update().get(pk=offer.enrolment_id)
    held = Offer.objects.get(pk=offer.pk)
    is_open = held.state == OfferState.OPEN and held.expires_at > timezone.now()
    if not is_open or enrolment.state != EnrolmentState.OFFERED:
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
    close_offer(enrolment, OfferState.EXPIRED)
    cancel(actor=None, enrolment=enrolment, reason=str(_("Proposition restée sans réponse.")))
    serve_the_line(cohort)
    return True
