"""Mails to those who organise: a place given up late, kept places whose deadline comes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.organisations.models import Membership
from accounts.users.enums import Role
from common.jobs.registry import RunningJob, handles
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment, Reservation

TELL_ORGANISERS = "tell_of_a_late_leave"
REMIND_OF_KEPT = "remind_of_kept_places"


@handles(TELL_ORGANISERS)
def tell_organisers(job: RunningJob) -> dict[str, int]:
    """Tell who organises a cohort, and the administration, of a place given up late."""
    enrolment = Enrolment.objects.select_related(
        "person", "enrolling_organisation", "cohort__venue", "cohort__organiser",
        "cohort__revision__edition__module",
    ).get(pk=job.payload["enrolment"])  # fmt: skip
    cohort = enrolment.cohort
    theirs = Q(role=Role.SCHOOL_MANAGER, organisation=cohort.organiser)
    to = _addresses(Q(role=Role.ADMINISTRATOR) | theirs)
    return {"sent": _send("late_leave", cohort, to, {"enrolment": enrolment})}


@handles(REMIND_OF_KEPT)
def remind(job: RunningJob) -> dict[str, int]:
    """Remind a school of the places it keeps; say nothing if they all have a name by now."""
    kept = (
        Reservation.objects.held()
        .with_named()
        .select_related("organisation", "cohort__venue", "cohort__revision__edition__module")
        .filter(pk=job.payload["reservation"], name_by__gt=timezone.now())
        .first()
    )
    if kept is None or kept.named >= kept.places:
        return {"sent": 0}
    to = _addresses(Q(role=Role.SCHOOL_MANAGER, organisation=kept.organisation))
    page = settings.PUBLIC_BASE_URL + reverse("school:cohort", args=[kept.cohort.code])
    about = {"kept": kept, "left": kept.places - kept.named, "page": page}
    return {"sent": _send("kept_places", kept.cohort, to, about)}


def _addresses(wanted: Q) -> list[str]:
    """Return the address of each person who holds such a role today."""
    held = Membership.objects.current().filter(wanted, person__is_active=True)
    found = held.exclude(person__email=None).values_list("person__email", flat=True)
    return sorted({str(address) for address in found})


def _send(name: str, cohort: Cohort, to: Iterable[str], about: dict[str, Any]) -> int:
    """Write the same mail to each, apart: nobody reads the others' addresses."""
    context = {"cohort": cohort, **about}
    with translation.override(settings.LANGUAGE_CODE), timezone.override(cohort.venue.zone):
        subject = render_to_string(f"learning/mails/{name}_subject.txt", context).strip()
        body = render_to_string(f"learning/mails/{name}.txt", context).strip() + "\n"
    messages = [EmailMessage(subject, body, to=[address]) for address in to]
    for message in messages:
        message.send()
    return len(messages)
