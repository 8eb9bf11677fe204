"""Send the mails of an enrolment."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue_all
from learning.cohorts.enums import NOT_HELD
from learning.enrolment.convocations import copied_to
from learning.enrolment.emails import (
    first_start,
    last_end,
    send_copy,
    send_fact,
    send_request,
    send_state,
)
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Approval, Enrolment

TELL = "tell_enrolment"
ASK_APPROVAL = "ask_approval"
WRITE = "write_to_enrolled"
# A reminder that leaves later than this after its time would be wrong.
ON_TIME = timedelta(days=1)
COPY = "copy_convocation"


@handles(TELL)
def tell(job: RunningJob) -> dict[str, bool]:
    """Tell a person where their enrolment stands; say nothing if it has moved on since."""
    enrolment = (
        Enrolment.objects.with_rank()
        .select_related("person", "employer", "cohort__venue", "cohort__revision__edition__module")
        .get(pk=job.payload["enrolment"])
    )
    is_current = enrolment.state == job.payload["state"]
    queue_copies(enrolment)
    return {"sent": is_current and send_state(enrolment, key=str(job.job))}


@handles(ASK_APPROVAL)
def ask(job: RunningJob) -> dict[str, bool]:
    """Ask an approver for their answer; say nothing if it is no longer needed."""
    approval = Approval.objects.select_related(
        "enrolment__person", "enrolment__cohort__venue",
        "enrolment__cohort__revision__edition__module",
    ).get(pk=job.payload["approval"])  # fmt: skip
    is_current = approval.asked_at.isoformat() == job.payload["asked_at"]
    if not is_current or approval.verdict or approval.enrolment.state != EnrolmentState.AWAITING:
        return {"sent": False}
    send_request(approval, key=str(job.job))
    return {"sent": True}


@handles(WRITE)
def write(job: RunningJob) -> dict[str, bool]:
    """Remind or thank someone; say nothing if it is too late, or no longer true."""
    enrolment = Enrolment.objects.select_related(
        "person", "cohort__venue", "cohort__revision__edition__module"
    ).get(pk=job.payload["enrolment"])
    told = datetime.fromisoformat(job.payload["about"])
    dates = {first_start(enrolment.cohort), last_end(enrolment.cohort)}
    is_true = enrolment.is_confirmed and enrolment.cohort.state not in NOT_HELD and told in dates
    if not is_true or timezone.now() >= datetime.fromisoformat(job.payload["until"]):
        return {"sent": False}
    return {"sent": send_fact(enrolment, job.payload["kind"], key=str(job.job))}


def queue_copies(enrolment: Enrolment) -> None:
    """Have the convocation of who has a place copied to their employer's, once per version of it.

    `employer` comes with the enrolment.
    """
    if not enrolment.is_confirmed:
        return
    sequence = enrolment.cohort.calendar_sequence
    payloads = {
        f"{enrolment.pk}:{sequence}:{address}": {
            "enrolment": str(enrolment.pk), "sequence": sequence, "to": address,
        }
        for address in copied_to(enrolment)
    }  # fmt: skip
    with transaction.atomic():
        queue_all(kind=COPY, payloads=payloads)


@handles(COPY)
def copy(job: RunningJob) -> dict[str, bool]:
    """Send the convocation to someone else; say nothing if it is not true any more."""
    enrolment = Enrolment.objects.select_related(
        "person", "employer", "cohort__venue", "cohort__revision__edition__module"
    ).get(pk=job.payload["enrolment"])
    is_current = enrolment.cohort.calendar_sequence == job.payload["sequence"]
    if not is_current or not enrolment.is_confirmed:
        return {"sent": False}
    send_copy(enrolment, to=job.payload["to"], key=str(job.job))
    return {"sent": True}
