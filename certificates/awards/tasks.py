"""Draw and seal the papers. It decides nothing: the award already exists."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from certificates.awards.models import Award
from certificates.awards.pdf import render_award
from certificates.sealing.archive import as_archive
from certificates.sealing.keys import seal_key
from certificates.sealing.seal import seal, sealer_of
from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue

RENDER = "render_award"
# That a paper is ready: told to its holder (learning.issuing).
PAPER_SEALED = "paper_sealed"


@handles(RENDER)
def render(job: RunningJob) -> dict[str, str]:
    """Draw and seal an award's paper, once."""
    award = paper_of(Award.objects.get(pk=job.payload["award"]))
    return {"serial": award.serial}


def paper_of(award: Award) -> Award:
    """Return the award with its paper: drawn, sealed and kept under the award's key, once.

    Drawing again gives the same bytes, so it is done without a lock; a seal differs each time, so
    the award's row is locked from there until the file is kept. A file that a worker killed just
    after left behind is taken up, not sealed again.
    """
    if award.is_ready:
        return award
    paper = drawn(award)
    with transaction.atomic():
        award = Award.objects.select_for_update().get(pk=award.pk)
        if award.is_ready:
            return award
        name = f"awards/{award.pk}.pdf"
        sealed, by = _left_behind(name, paper) or _made(name, paper, award)
        award.pdf.name = name
        award.paper_sha256 = sha256(paper).hexdigest()
        award.pdf_sha256 = sha256(sealed).hexdigest()
        award.seal = by
        award.rendered_at = timezone.now()
        award.save(update_fields=["pdf", "paper_sha256", "pdf_sha256", "seal", "rendered_at"])
        queue(kind=PAPER_SEALED, key=str(award.pk), payload={"award": str(award.pk)})
    return award


def drawn(award: Award) -> bytes:
    """Return the paper of an award before its seal: the same bytes whenever it is drawn."""
    return as_archive(
        render_award(award.facts, verify_url=award.verify_url), facts=award.facts,
        at=award.issued_at, sealed_by=award.facts["provider"]["name"],
    )  # fmt: skip


def _left_behind(name: str, paper: bytes) -> tuple[bytes, str] | None:
    """Return the sealed file kept under `name`, if it is whole and of this very paper, and by whom.

    By whom: the SHA-256 of the sealing certificate, another key's if it was renewed since.
    """
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        found: bytes = file.read()
    # A seal is appended: the paper is the beginning of the sealed file.
    by = sealer_of(found) if found.startswith(paper) else None
    if by is None:
        default_storage.delete(name)
        return None
    return found, by


def _made(name: str, paper: bytes, award: Award) -> tuple[bytes, str]:
    """Return the paper sealed and kept under `name`, and by whom."""
    key = seal_key()
    sealed = seal(paper, place=award.facts["issued_at_place"], key=key)
    default_storage.save(name, ContentFile(sealed))
    return sealed, key.fingerprint
