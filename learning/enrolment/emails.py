"""What an enrolment's mails say."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from common.links.services import make_link
from learning.enrolment.convocations import attachments_of
from learning.enrolment.enums import EnrolmentState, OfferState
from learning.enrolment.models import Approval, Enrolment, Offer
from learning.enrolment.order import standing_of, why_waiting
from learning.enrolment.words import order_in_words

# What the links of these mails are for; their objects are the offer and the approval.
ANSWER_OFFER = "answer_offer"
ANSWER_REQUEST = "answer_request"


def send_state(enrolment: Enrolment) -> bool:
    """Mail the person where their enrolment stands; return False if they have no address.

    Confirmed, the mail is the convocation and carries the calendar invitations; cancelled, it
    takes them back. The enrolment comes `with_rank()`.
    """
    person = enrolment.person
    if not person.email:
        return False
    cohort = enrolment.cohort
    page = settings.PUBLIC_BASE_URL + reverse("learner:enrolment", args=[enrolment.pk])
    context = {
        "enrolment": enrolment,
        "cohort": cohort,
        "half_days": cohort.half_days.order_by("starts_at"),
        "page": page,
        "first_visit": "" if person.has_usable_password() else _first_visit(),
        "catalogue": settings.PUBLIC_BASE_URL + reverse("catalogue:home"),
    }
    if enrolment.state == EnrolmentState.WAITING:
        why = why_waiting(enrolment, standing_of(cohort))
        context |= {"why": why.label, "order": order_in_words(cohort)}
    if enrolment.state == EnrolmentState.OFFERED:
        context |= _offered(enrolment.offers.get(state=OfferState.OPEN))
    # Mails are in French: nobody has said otherwise yet.
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        subject = render_to_string(f"learning/mails/{enrolment.state}_subject.txt", context)
        body = render_to_string(f"learning/mails/{enrolment.state}.txt", context)
        files = attachments_of(enrolment)
    message = EmailMessage(subject.strip(), body.strip() + "\n", to=[person.email])
    for file in files:
        message.attach(*file)
    message.send()
    return True


def _offered(offer: Offer) -> dict[str, object]:
    secret = make_link(purpose=ANSWER_OFFER, object_id=offer.pk, expires_at=offer.expires_at)
    answer = settings.PUBLIC_BASE_URL + reverse("places:offer", args=[secret])
    return {"offer": offer, "answer": answer}


def send_request(approval: Approval) -> None:
    """Mail an approver what their agent asks for, with the link to answer by."""
    cohort = approval.enrolment.cohort
    first = cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]
    secret = make_link(purpose=ANSWER_REQUEST, object_id=approval.pk, expires_at=first)
    context = {
        "approval": approval,
        "person": approval.enrolment.person,
        "cohort": cohort,
        "answer": settings.PUBLIC_BASE_URL + reverse("places:request", args=[secret]),
    }
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        subject = render_to_string("learning/mails/request_subject.txt", context)
        body = render_to_string("learning/mails/request.txt", context)
    EmailMessage(subject.strip(), body.strip() + "\n", to=[approval.approver_email]).send()


def _first_visit() -> str:
    """Return where a person enrolled by their school, who never came, chooses a password."""
    return settings.PUBLIC_BASE_URL + reverse("account_reset_password")
