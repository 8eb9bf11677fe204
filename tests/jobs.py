"""Do the durable jobs in the test's own process and transaction."""

from django.utils import timezone

from common.jobs import runner
from common.jobs.models import Job

MOST_ROUNDS = 20


def do_the_jobs(*kinds: str) -> None:
    """Run every job that is due, and those they queue; only of these kinds if some are named."""
    for _round in range(MOST_ROUNDS):
        due = Job.objects.claimable(timezone.now())
        if kinds:
            due = due.filter(kind__in=kinds)
        ids = list(due.order_by("created_at").values_list("pk", flat=True))
        if not ids:
            return
        for job_id in ids:
            runner.run(job_id)
    message = "Jobs keep queueing jobs."
    raise AssertionError(message)
