"""Count a target that was just set: the record is long, so a job does it."""

from common.jobs.registry import RunningJob, handles
from learning.counting.record import count_again
from learning.targets.models import Target
from learning.targets.services import TARGET_SET


@handles(TARGET_SET)
def count_the_target(job: RunningJob) -> dict[str, int]:
    """Count all that a new target counts, at every past instant too."""
    return {"written": count_again(Target.objects.get(pk=job.payload["target"]))}
