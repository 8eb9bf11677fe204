"""What an enrolment's mails say."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.notifications.kinds import MessageKind, all_kinds
from accounts.notifications.services import language_of, send_message
from common.links.services import make_link
from frontend.formats import days_span, hour, hours_range, long_day, ordinal
from learning.cohorts.models import Cohort
from learning.enrolment.convocations import attachments_of, paper_of
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.kinds import (
    AWAITING,
    CANCELLED,
    CONFIRMED,
    COPIED,
    OFFERED,
    REQUEST,
    WAITING,
)
from learning.enrolment.models import Approval, Enrolment, Offer
from learning.enrolment.order import standing_of, why_waiting
from learning.enrolment.words import order_in_words

# What the links of these mails are for; their objects are the offer and the approval.
ANSWER_OFFER = "answer_offer"
ANSWER_REQUEST = "answer_request"
KINDS: Mapping[str, MessageKind] = {
    EnrolmentState.AWAITING: AWAITING,
    EnrolmentState.WAITING: WAITING,
    EnrolmentState.OFFERED: OFFERED,
    EnrolmentState.CONFIRMED: CONFIRMED,
    EnrolmentState.CANCELLED: CANCELLED,
}


def send_state(enrolment: Enrolment, *, key: str) -> bool:
    """Mail the person where their enrolment stands; return False if they have no address.

    Confirmed, the mail is the convocation and carries the calendar invitations; cancelled, it
    takes them back. The enrolment comes `with_rank()`.
    """
    person, cohort = enrolment.person, enrolment.cohort
    if not person.email:
        return False
    kind = KINDS[enrolment.state]
    language = language_of(person)
    with translation.override(language), timezone.override(cohort.venue.zone):
        known = about_enrolment(enrolment) | _about_state(enrolment)
        files = attachments_of(enrolment)
    send_message(
        kind=kind, key=key, to=person, language=language, files=files,
        values={name: known[name] for name in kind.placeholders},
    )  # fmt: skip
    return True


def send_fact(enrolment: Enrolment, name: str, *, key: str) -> bool:
    """Mail the person something of that kind that an enrolment is enough to fill.

    Return False if they have no address.
    """
    person, kind = enrolment.person, all_kinds()[name]
    if not person.email:
        return False
    language = language_of(person)
    with translation.override(language), timezone.override(enrolment.cohort.venue.zone):
        known = about_enrolment(enrolment)
    values = {one: known[one] for one in kind.placeholders}
    send_message(kind=kind, key=key, to=person, language=language, values=values)
    return True


def first_start(cohort: Cohort) -> datetime:
    """Return when the first half-day begins."""
    return cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]


def last_end(cohort: Cohort) -> datetime:
    """Return when the last half-day ends."""
    return cohort.half_days.order_by("-ends_at").values_list("ends_at", flat=True)[0]


def send_copy(enrolment: Enrolment, *, to: str, key: str) -> None:
    """Mail the convocation of who has a place to their employer's, or to who agreed."""
    cohort = enrolment.cohort
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        known = about_cohort(cohort) | {"agent": enrolment.person.display_name}
        files = [paper_of(enrolment)]
    send_message(
        kind=COPIED, key=key, to=to, files=files,
        values={name: known[name] for name in COPIED.placeholders},
    )  # fmt: skip


def about_enrolment(enrolment: Enrolment) -> dict[str, str]:
    """Return what most messages tell of an enrolment, in the language and zone of the moment."""
    has_password = enrolment.person.has_usable_password()
    return {
        **about_cohort(enrolment.cohort),
        "prenom": enrolment.person.get_short_name(),
        "inscription": _address("learner:enrolment", enrolment.pk),
        # Where a person enrolled by their school, who never came, chooses a password.
        "premiere_visite": "" if has_password else _address("account_reset_password"),
        "catalogue": _address("catalogue:home"),
    }


def about_cohort(cohort: Cohort) -> dict[str, str]:
    """Return what most messages tell of a cohort, in the language and zone of the moment."""
    venue = cohort.venue
    half_days = [
        (start.astimezone(venue.zone), end.astimezone(venue.zone))
        for start, end in cohort.half_days.order_by("starts_at").values_list("starts_at", "ends_at")
    ]
    return {
        "titre": cohort.public_title,
        "module": cohort.module_title,
        "groupe": cohort.title,
        "date": long_day(cohort.starts_on),
        "dates": days_span(cohort.starts_on, cohort.ends_on),
        "demi_journees": "\n".join(
            f"- {long_day(start)}, {hours_range(start, end)}" for start, end in half_days
        ),
        "heure": hour(half_days[0][0]),
        "lieu": venue.full_address,
        "acces": venue.access,
        "accessibilite": venue.accessibility,
    }


def _about_state(enrolment: Enrolment) -> dict[str, str]:
    """Return what only the message of this state tells."""
    if enrolment.state == EnrolmentState.AWAITING:
        return {"approbation": enrolment.approval.approver_email}
    if enrolment.state == EnrolmentState.WAITING:
        rules = order_in_words(enrolment.cohort)
        return {
            "rang": ordinal(enrolment.rank),  # type: ignore[attr-defined]  # brought by with_rank
            "pourquoi": str(why_waiting(enrolment, standing_of(enrolment.cohort)).label),
            "regles": "\n".join(f"- {sentence}" for sentence in rules),
        }
    if enrolment.state == EnrolmentState.OFFERED:
        return _about_offer(enrolment.offers.get(state=OfferState.OPEN))
    return {"raison": enrolment.cancellation_reason}


def _about_offer(offer: Offer) -> dict[str, str]:
    secret = make_link(purpose=ANSWER_OFFER, object_id=offer.pk, expires_at=offer.expires_at)
    until = timezone.localtime(offer.expires_at)
    return {
        "expire": f"{long_day(until)}, {hour(until)}",
        "reponse": _address("places:offer", secret),
    }


def send_request(approval: Approval, *, key: str) -> None:
    """Mail an approver what their agent asks for, with the link to answer by."""
    enrolment = approval.enrolment
    cohort = enrolment.cohort
    first = cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]
    secret = make_link(purpose=ANSWER_REQUEST, object_id=approval.pk, expires_at=first)
    # An approver has no account: nobody knows another language of theirs.
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        known = {
            **about_cohort(cohort),
            "agent": enrolment.person.display_name,
            "reponse": _address("places:request", secret),
        }
    send_message(
        kind=REQUEST, key=key, to=approval.approver_email,
        values={name: known[name] for name in REQUEST.placeholders},
    )  # fmt: skip


def _address(name: str, *args: object) -> str:
    return settings.PUBLIC_BASE_URL + reverse(name, args=args)
