"""Send the mails of a make-up."""

from common.jobs.registry import RunningJob, handles
from learning.makeups.emails import send_make_up
from learning.makeups.models import MakeUp

TELL_MAKE_UP = "tell_make_up"


@handles(TELL_MAKE_UP)
def tell_make_up(job: RunningJob) -> dict[str, bool]:
    """Tell someone where their make-up stands; say nothing if it has moved on since."""
    make_up = MakeUp.objects.with_facts().filter(pk=job.payload["make_up"]).first()
    if make_up is None or make_up.state != job.payload["state"]:
        return {"sent": False}
    return {"sent": send_make_up(make_up, key=str(job.job))}
