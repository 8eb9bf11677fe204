"""How far packs are."""

from dataclasses import dataclass

from common.jobs.enums import JobState
from common.jobs.models import Job
from learning.cohorts.models import Cohort
from learning.proofs.enums import MAKE
from learning.proofs.models import ProofPack


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the making of a pack is."""

    pack: ProofPack
    done: int
    total: int
    has_failed: bool

    @property
    def is_running(self) -> bool:
        """Return whether it is still being made."""
        return self.pack.made_at is None and not self.has_failed


def progress_of(pack: ProofPack) -> Progress:
    """Return how far a pack is."""
    if pack.made_at is not None:
        return Progress(pack, 0, 0, has_failed=False)
    job = Job.objects.filter(kind=MAKE, key=str(pack.pk)).first()
    if job is None:
        return Progress(pack, 0, 0, has_failed=True)
    return Progress(
        pack, job.progress_done, job.progress_total, has_failed=job.state == JobState.FAILED
    )


def latest_of(cohort: Cohort) -> Progress | None:
    """Return how far the pack asked for last is; None where none was."""
    pack = ProofPack.objects.filter(cohort=cohort).order_by("-asked_at", "-pk").first()
    return progress_of(pack) if pack else None


def pack_under_way(cohort: Cohort) -> ProofPack | None:
    """Return the pack being made; None where there is none, or where it failed."""
    latest = latest_of(cohort)
    return latest.pack if latest and latest.is_running else None
