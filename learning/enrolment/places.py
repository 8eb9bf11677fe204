"""Give places, under the cohort's lock: what services of this room have in common."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from accounts.users.models import User
from common.audit.services import record
from common.jobs.services import queue, queue_all
from common.links.services import forget_links
from learning.cohorts.models import Cohort
from learning.enrolment.deadlines import offer_deadline
from learning.enrolment.desk_mails import TELL_ORGANISERS
from learning.enrolment.emails import ANSWER_OFFER
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.order import next_in_line, standing_of
from learning.enrolment.permissions import can_ask_for_a_place
from learning.enrolment.tasks import TELL


def lock_cohort(cohort_id: UUID) -> Cohort:
    """Return the cohort, held until the transaction ends: one place is given at a time."""
    return Cohort.objects.select_for_update().get(pk=cohort_id)


def lock_cohorts(*cohort_ids: UUID) -> list[Cohort]:
    """Return these cohorts in the order given, held: two who hold the same never cross."""
    held = {pk: lock_cohort(pk) for pk in sorted(set(cohort_ids))}
    return [held[pk] for pk in cohort_ids]


def next_queue_number(cohort: Cohort) -> int:
    """Return the number of whoever asks now. Cancelled ones count: none is given twice."""
    last = cohort.enrolments.aggregate(last=Max("queue_number"))["last"]
    return (last or 0) + 1


def serve_the_line(cohort: Cohort, newcomer: Enrolment | None = None) -> list[Enrolment]:
    """Give the free places in the published order; return those served.

    Who waited is offered a place, to answer in time; the `newcomer`, who asks at this instant,
    gets it at once. When it is too late to offer anything, places go to whoever comes. Nothing is
    given in a cohort that takes no requests.
    """
    if not can_ask_for_a_place(cohort):
        return []
    standing = standing_of(cohort)
    if standing.free <= 0:
        return []
    expires_at = _offers_expire_at(cohort)
    waiting = list(cohort.enrolments.waiting().select_related("group"))
    if expires_at is None:
        waiting = [one for one in waiting if one == newcomer]
    served = next_in_line(waiting, standing)
    for one in served:
        if one == newcomer:
            _write_confirmed(one)
        elif expires_at is not None:
            _offer(one, cohort, expires_at)
    return served


def _offers_expire_at(cohort: Cohort) -> datetime | None:
    """Return when offers made now expire; None when it is too late to offer any."""
    first = cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]
    return offer_deadline(
        now=timezone.now(), hours=cohort.offer_hours, first_half_day=first, zone=cohort.venue.zone
    )


def _offer(enrolment: Enrolment, cohort: Cohort, expires_at: datetime) -> None:
    """Offer a place to someone who waits."""
    offer = Offer.objects.create(enrolment=enrolment, expires_at=expires_at)
    enrolment.state = EnrolmentState.OFFERED
    enrolment.save(update_fields=["state"])
    record(
        actor=None, action="place_offered", target=enrolment, cohort=cohort.code,
        expires_at=expires_at.isoformat(),
    )  # fmt: skip
    tell_person(enrolment, about=str(offer.pk))


def confirm(
    *, actor: User | None, enrolment: Enrolment, action: str, reason: str = ""
) -> Enrolment:
    """Write that a person has a place, and tell them."""
    _write_confirmed(enrolment)
    record(actor=actor, action=action, target=enrolment, reason=reason.strip())
    return enrolment


def _write_confirmed(enrolment: Enrolment) -> None:
    enrolment.state = EnrolmentState.CONFIRMED
    enrolment.confirmed_at = timezone.now()
    enrolment.save(update_fields=["state", "confirmed_at"])
    tell_person(enrolment)


def cancel(*, actor: User | None, enrolment: Enrolment, reason: str, is_late: bool = False) -> None:
    """Write that a person gives up their place or their turn, and tell them.

    Of a place given up late, the organisers are told too.
    """
    close_offer(enrolment, OfferState.WITHDRAWN)
    enrolment.state = EnrolmentState.CANCELLED
    enrolment.cancelled_at = timezone.now()
    enrolment.cancellation_reason = reason.strip()
    enrolment.left_late = is_late
    enrolment.save(update_fields=["state", "cancelled_at", "cancellation_reason", "left_late"])
    record(
        actor=actor, action="enrolment_cancelled", target=enrolment, reason=reason.strip(),
        late=is_late,
    )  # fmt: skip
    tell_person(enrolment)
    if is_late:
        queue(kind=TELL_ORGANISERS, key=str(enrolment.pk), payload={"enrolment": str(enrolment.pk)})


def close_offer(enrolment: Enrolment, state: OfferState) -> None:
    """Settle the open offer of a person, if there is one; its links no longer work."""
    for offer in enrolment.offers.filter(state=OfferState.OPEN):
        offer.state, offer.answered_at = state, timezone.now()
        offer.save(update_fields=["state", "answered_at"])
        forget_links(purpose=ANSWER_OFFER, object_id=offer.pk)


def seat_newcomers(cohort: Cohort, newcomers: Sequence[Enrolment]) -> None:
    """Give the free places in the published order to those who wait, then to those who ask now.

    As `serve_the_line` for each of them in turn, at once: newcomers, not yet written, are left
    confirmed or waiting.
    """
    if not can_ask_for_a_place(cohort):
        return
    standing = standing_of(cohort)
    if standing.free <= 0:
        return
    expires_at = _offers_expire_at(cohort)
    waiting = list(cohort.enrolments.waiting().select_related("group")) if expires_at else []
    before = {one.pk for one in waiting}
    for one in next_in_line([*waiting, *newcomers], standing):
        if expires_at is not None and one.pk in before:
            _offer(one, cohort, expires_at)
        else:
            one.state, one.confirmed_at = EnrolmentState.CONFIRMED, timezone.now()


def tell_person(enrolment: Enrolment, about: str = "") -> None:
    """Have a mail say where the enrolment stands, once per state it reaches.

    `about` tells apart states that are reached more than once.
    """
    key = ":".join(filter(None, [str(enrolment.pk), enrolment.state, about]))
    queue(kind=TELL, key=key, payload=_told(enrolment))


def tell_people(enrolments: Iterable[Enrolment]) -> None:
    """Have a mail say to each where their enrolment stands, as `tell_person`."""
    payloads = {f"{one.pk}:{one.state}": _told(one) for one in enrolments}
    queue_all(kind=TELL, payloads=payloads)


def _told(enrolment: Enrolment) -> dict[str, str]:
    return {"enrolment": str(enrolment.pk), "state": str(enrolment.state)}
