"""What the mails of a decision say."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.users.models import User
from common.links.services import make_link
from learning.cohorts.models import Cohort
from learning.decisions.models import DateQuestion, Postponement

# What the link of the question is for; its object is the question.
ANSWER_DATES = "answer_dates"


def send_decision_due(cohort: Cohort, person: User, *, facts: object, decides: bool) -> bool:
    """Tell someone that a cohort under its minimum is to be decided on; `decides`: by them.

    `facts` are those of `facts_of`.
    """
    page = reverse("steering:decision", args=[cohort.code])
    room = reverse("trainer:room", args=[cohort.code])
    context = {
        "facts": facts,
        "decides": decides,
        "page": settings.PUBLIC_BASE_URL + (page if decides else room),
    }
    return _send("decision_due", cohort, person, context)


def send_question(question: DateQuestion) -> bool:
    """Ask someone whether they come at the new dates, with the link to answer by."""
    postponement, enrolment = question.postponement, question.enrolment
    secret = make_link(
        purpose=ANSWER_DATES, object_id=question.pk, expires_at=postponement.closes_at
    )
    context = {
        "enrolment": enrolment,
        "postponement": postponement,
        "answer": settings.PUBLIC_BASE_URL + reverse("places:dates", args=[secret]),
    }
    return _send("postponed", postponement.cohort, enrolment.person, context)


def send_new_days(postponement: Postponement, trainer: User) -> bool:
    """Tell a trainer the new days of their cohort."""
    cohort = postponement.cohort
    page = settings.PUBLIC_BASE_URL + reverse("trainer:room", args=[cohort.code])
    context = {"postponement": postponement, "page": page}
    return _send("postponed_trainer", cohort, trainer, context)


def _send(name: str, cohort: Cohort, person: User, context: dict[str, object]) -> bool:
    if not person.email:
        return False
    said = {"person": person, "cohort": cohort, **context}
    said["half_days"] = cohort.half_days.order_by("starts_at")
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        subject = render_to_string(f"learning/mails/{name}_subject.txt", said)
        body = render_to_string(f"learning/mails/{name}.txt", said)
    EmailMessage(subject.strip(), body.strip() + "\n", to=[person.email]).send()
    return True
