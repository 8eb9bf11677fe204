"""Send the mails of an enrolment."""

from common.jobs.registry import RunningJob, handles
from learning.enrolment.emails import send_state
from learning.enrolment.models import Enrolment

TELL = "tell_enrolment"


@handles(TELL)
def tell(job: RunningJob) -> dict[str, bool]:
    """Tell a person where their enrolment stands; say nothing if it has moved on since."""
    enrolment = (
        Enrolment.objects.with_rank()
        .select_related("person", "cohort__venue", "cohort__revision__edition__module")
        .get(pk=job.payload["enrolment"])
    )
    is_current = enrolment.state == job.payload["state"]
    return {"sent": is_current and send_state(enrolment)}
