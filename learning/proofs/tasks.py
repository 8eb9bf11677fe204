"""Make packs, as durable jobs."""

import hashlib
import time
from io import BufferedReader
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common.audit.services import record
from common.jobs.registry import Result, RunningJob, handles
from learning.proofs.enums import MAKE
from learning.proofs.making import make_pack
from learning.proofs.models import ProofPack, pack_path

# Progress is written no more often than that: a page asks every two seconds.
SECONDS_BETWEEN = 0.5


@handles(MAKE)
def make(job: RunningJob) -> Result:
    """Write the pack in a temporary file, then in the storage, then say so.

    Made again after its worker died, it takes the place of what that one left.
    """
    pack = ProofPack.objects.select_related("cohort").get(pk=job.payload["pack"])
    if pack.made_at is not None:
        return {"pack": str(pack.pk)}
    with TemporaryFile() as file:
        target = cast("BinaryIO", file)
        made = make_pack(pack.cohort_id, target, _Told(job))
        size, digest = _measured(target)
        name = pack_path(pack, "")
        default_storage.delete(name)
        pack.file.name = default_storage.save(name, File(cast("IO[Any]", target)))
    pack.size, pack.sha256, pack.pieces = size, digest, made.pieces
    pack.gaps = [gap.as_json() for gap in made.gaps]
    pack.facts_digest, pack.made_at = made.facts_digest, timezone.now()
    with transaction.atomic():
        pack.save()
        record(
            actor=None, action="proof_pack_made", target=pack.cohort, pack=str(pack.pk),
            sha256=digest, pieces=made.pieces,
        )  # fmt: skip
    return {"pack": str(pack.pk), "sha256": digest, "gaps": len(made.gaps)}


class _Told:
    """Say how far a job is, now and then."""

    def __init__(self, job: RunningJob) -> None:
        self._job = job
        self._said_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._said_at >= SECONDS_BETWEEN:
            self._said_at = now
            self._job.progress(done, total)


def _measured(target: BinaryIO) -> tuple[int, str]:
    """Return the size and the SHA-256 of a file, and go back to its beginning."""
    target.seek(0)
    digest = hashlib.file_digest(cast("BufferedReader", target), "sha256")
    size = target.tell()
    target.seek(0)
    return size, digest.hexdigest()
