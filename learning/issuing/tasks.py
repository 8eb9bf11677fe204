"""What runs do, step by step; and what people are told once a paper is sealed or taken back.

A step may be killed anywhere and run again: a paper is issued once under its key, drawn once, and
the zip is the last thing written.
"""

from tempfile import TemporaryFile
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from certificates.awards.models import Award
from certificates.awards.services import AWARD_REVOKED
from certificates.awards.tasks import PAPER_SEALED
from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue
from learning.completion.enums import Paper
from learning.completion.services import issue_paper
from learning.enrolment.models import Enrolment
from learning.issuing.drawing import draw
from learning.issuing.enums import ISSUE, PACK, RunState
from learning.issuing.models import IssueRun, zip_path
from learning.issuing.packing import pack
from learning.issuing.queries import valid_papers
from learning.issuing.telling import tell_of_papers, tell_of_revocation


@handles(ISSUE)
def issue(job: RunningJob) -> dict[str, int]:
    """Issue what is missing, in the order of names; then have the papers packed."""
    run = IssueRun.objects.select_related("asked_by").get(pk=job.payload["run"])
    for done, (enrolment_id, paper) in enumerate(run.work, start=1):
        enrolment = Enrolment.objects.get(pk=UUID(enrolment_id))
        with transaction.atomic():
            if issue_paper(actor=run.asked_by, enrolment=enrolment, paper=Paper(paper)):
                IssueRun.objects.filter(pk=run.pk).update(issued=F("issued") + 1)
        job.progress(done, len(run.work))
    with transaction.atomic():
        held = IssueRun.objects.select_for_update().get(pk=run.pk)
        if held.state == RunState.ISSUING:
            held.state = RunState.PACKING
            held.save(update_fields=["state"])
            queue(
                kind=PACK, key=held.job_key, payload={"run": str(held.pk)}, created_by=run.asked_by
            )
    return {"issued": held.issued}


@handles(PACK)
def pack_papers(job: RunningJob) -> dict[str, int]:
    """Have every paper drawn and sealed, and make the zip."""
    run = IssueRun.objects.get(pk=job.payload["run"])
    if run.is_done:
        return {"packed": run.packed}
    awards = valid_papers(run.work)
    draw(awards, lambda done: job.progress(done, len(awards)))
    with TemporaryFile() as place:
        lacking = pack(awards, place, lambda: job.progress(len(awards), len(awards)))
        size = place.tell()
        place.seek(0)
        _keep(run, File(place), size, len(awards) - len(lacking), lacking)
    return {"packed": len(awards) - len(lacking), "missing": len(lacking)}


def _keep(run: IssueRun, packed: File, size: int, count: int, lacking: list[Award]) -> None:  # type: ignore[type-arg]
    with transaction.atomic():
        held = IssueRun.objects.select_for_update().get(pk=run.pk)
        if held.is_done:
            return
        name = zip_path(held, "")
        # A worker killed between file and row left one there.
        default_storage.delete(name)
        held.zip.name = default_storage.save(name, packed)
        held.zip_size, held.packed = size, count
        held.missing = [[one.serial, one.recipient.display_name] for one in lacking]
        held.state, held.finished_at = RunState.DONE, timezone.now()
        held.save()


@handles(PAPER_SEALED)
def tell_it_is_ready(job: RunningJob) -> dict[str, bool]:
    """Tell its holder that a paper is ready, or that it replaces another; once per paper."""
    return {"sent": tell_of_papers(UUID(job.payload["award"]), mail=f"papers:{job.job.pk}")}


@handles(AWARD_REVOKED)
def tell_it_is_revoked(job: RunningJob) -> dict[str, bool]:
    """Tell its holder that a paper no longer holds, unless another replaces it; once."""
    return {"sent": tell_of_revocation(UUID(job.payload["award"]), mail=f"revoked:{job.job.pk}")}
