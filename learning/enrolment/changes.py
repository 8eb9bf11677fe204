"""Tell everyone with a place, and the trainers, that a cohort moved: once per person and change."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.notifications.services import language_of, send_message
from accounts.users.models import User
from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue_all
from learning.cohorts.models import Cohort
from learning.cohorts.rescheduling import Change
from learning.enrolment.calendars import days_of_trainer, invitations
from learning.enrolment.convocations import attached, attachments_of
from learning.enrolment.emails import about_cohort, about_enrolment
from learning.enrolment.enums import HOLDING, OfferState
from learning.enrolment.kinds import CHANGED
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.tasks import queue_copies

TELL_CHANGE = "tell_change"


@transaction.atomic
def tell_of_change(*, cohort: Cohort, sequence: int, change: dict[str, Any]) -> int:
    """Have each person told of a change of dates or venue; return how many.

    `sequence` is the cohort's after the change. An offer made for later than the new first day
    ends with it.
    """
    first = cohort.half_days.order_by("starts_at").values_list("starts_at", flat=True)[0]
    late = Offer.objects.filter(enrolment__cohort=cohort, state=OfferState.OPEN)
    late.filter(expires_at__gt=first).update(expires_at=first)
    told = {"cohort": str(cohort.pk), "sequence": sequence, "change": change}
    payloads = {
        f"{one}:{sequence}": {**told, "enrolment": str(one)}
        for one in cohort.enrolments.holding().values_list("pk", flat=True)
    }
    payloads |= {
        f"{cohort.pk}:{one}:{sequence}": {**told, "trainer": str(one)}
        for one in cohort.trainers.values_list("pk", flat=True)
    }
    queue_all(kind=TELL_CHANGE, payloads=payloads)
    return len(payloads)


def people_to_tell(cohort: Cohort) -> int:
    """Return how many people a change of this cohort would be told to."""
    return cohort.enrolments.holding().count() + cohort.trainers.count()


@handles(TELL_CHANGE)
def tell_change(job: RunningJob) -> dict[str, bool]:
    """Tell one person what changed; say nothing if it changed again since: that is told too."""
    cohort = Cohort.objects.select_related("venue", "revision__edition__module").get(
        pk=job.payload["cohort"]
    )
    if cohort.calendar_sequence != job.payload["sequence"]:
        return {"sent": False}
    change = Change.from_json(job.payload["change"])
    if "trainer" in job.payload:
        return {"sent": _tell_trainer(cohort, job.payload["trainer"], change, str(job.job))}
    return {"sent": _tell_participant(job.payload["enrolment"], change, str(job.job))}


def _tell_participant(enrolment_id: str, change: Change, key: str) -> bool:
    enrolment = Enrolment.objects.select_related(
        "person", "employer", "cohort__venue", "cohort__revision__edition__module"
    ).get(pk=enrolment_id)
    if enrolment.state not in HOLDING:
        return False
    queue_copies(enrolment)
    person = enrolment.person
    if not person.email:
        return False
    with translation.override(language_of(person)), timezone.override(enrolment.cohort.venue.zone):
        known = about_enrolment(enrolment) | {"avant": what_was(change)}
        files = attachments_of(enrolment)
    send_message(
        kind=CHANGED, key=key, to=person, files=files,
        values={name: known[name] for name in CHANGED.placeholders},
    )  # fmt: skip
    return True


def _tell_trainer(cohort: Cohort, trainer_id: str, change: Change, key: str) -> bool:
    trainer = User.objects.get(pk=trainer_id)
    if not trainer.email or not cohort.trainers.filter(pk=trainer.pk).exists():
        return False
    page = settings.PUBLIC_BASE_URL + reverse("trainer:room", args=[cohort.code])
    with translation.override(language_of(trainer)), timezone.override(cohort.venue.zone):
        known = about_cohort(cohort) | {
            "prenom": trainer.get_short_name(), "inscription": page, "avant": what_was(change),
        }  # fmt: skip
        files = attached(invitations(days_of_trainer(cohort, trainer, address=page)))
    send_message(
        kind=CHANGED, key=key, to=trainer, files=files,
        values={name: known[name] for name in CHANGED.placeholders},
    )  # fmt: skip
    return True


def what_was(change: Change) -> str:
    """Return what was announced and is not true any more, a line each."""
    lines = [
        "- " + _("Jour %(day)s : %(was)s") % {"day": day, "was": was}
        for day, was, _now in change.days
    ]
    if change.moves_venue:
        lines.append("- " + change.venue_before)
    return "\n".join(lines)
