"""Bring the past into the record, once: what a migration asks for, after it."""

from common.jobs.registry import RunningJob, handles
from learning.figures.adoption import count_everything

# Written by the migration of figures, where an installation has verdicts.
ADOPT = "figures_adopted"


@handles(ADOPT)
def adopt_the_past(job: RunningJob) -> dict[str, int]:
    """Count every verdict ever written, and every target at every past instant."""
    return count_everything(job.progress)
