"""Send the mails of an enrolment."""

from common.jobs.registry import RunningJob, handles
from learning.enrolment.emails import send_request, send_state
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Approval, Enrolment

TELL = "tell_enrolment"
ASK_APPROVAL = "ask_approval"


@handles(TELL)
def tell(job: RunningJob) -> dict[str, bool]:
    """Tell a person where their enrolment stands; say nothing if it has moved on since."""
    enrolment = (
        Enrolment.objects.with_rank()
        .select_related("person", "cohort__venue", "cohort__revision__edition__module")
        .get(pk=job.payload["enrolment"])
    )
    is_current = enrolment.state == job.payload["state"]
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
