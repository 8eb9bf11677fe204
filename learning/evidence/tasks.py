"""Copy the heads of chains outside the database: at every seal, and every hour where they grew."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue
from learning.evidence.anchors import write_anchor
from learning.evidence.models import EvidenceChain

ANCHOR = "anchor_evidence"


def anchor_soon(chain: EvidenceChain) -> None:
    """Have the head of a chain copied, in the transaction that wrote it."""
    queue(kind=ANCHOR, key=f"{chain.pk}:{chain.length}", payload={"cohort": str(chain.pk)})


def anchor_what_is_not() -> int:
    """Have every chain copied that has grown since its last copy; return how many."""
    grown = EvidenceChain.objects.filter(length__gt=F("anchored_length"))
    for chain in grown:
        with transaction.atomic():
            anchor_soon(chain)
    return len(grown)


@handles(ANCHOR)
def anchor(job: RunningJob) -> dict[str, str | int]:
    """Write the copy, then say so in the database: a copy too many harms nothing."""
    chain = EvidenceChain.objects.get(pk=job.payload["cohort"])
    now = timezone.now()
    name = write_anchor(chain.pk, chain.length, chain.head, now)
    EvidenceChain.objects.filter(pk=chain.pk, anchored_length__lt=chain.length).update(
        anchored_length=chain.length, anchored_at=now
    )
    return {"position": chain.length, "file": name}
