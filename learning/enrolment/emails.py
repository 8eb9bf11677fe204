"""What an enrolment's mails say."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from learning.enrolment.calendars import invitation
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment


def send_state(enrolment: Enrolment) -> bool:
    """Mail the person where their enrolment stands; return False if they have no address.

    Confirmed, the mail is the convocation and carries the calendar invitation. The enrolment
    comes `with_rank()`.
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
    # Mails are in French: nobody has said otherwise yet.
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        subject = render_to_string(f"learning/mails/{enrolment.state}_subject.txt", context)
        body = render_to_string(f"learning/mails/{enrolment.state}.txt", context)
    message = EmailMessage(subject.strip(), body.strip() + "\n", to=[person.email])
    if enrolment.state == EnrolmentState.CONFIRMED:
        message.attach("convocation.ics", invitation(cohort, address=page), "text/calendar")
    message.send()
    return True


def _first_visit() -> str:
    """Return where a person enrolled by their school, who never came, chooses a password."""
    return settings.PUBLIC_BASE_URL + reverse("account_reset_password")
