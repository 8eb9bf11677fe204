"""Draw and seal the papers. It decides nothing: the award already exists."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from certificates.awards.models import Award
from certificates.awards.pdf import render_award
from certificates.sealing.archive import as_archive
from certificates.sealing.seal import seal, sealer_of
from common.jobs.registry import RunningJob, handles

RENDER = "render_award"


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
        sealed = _left_behind(name, paper) or _kept(name, seal(paper, place=_place(award)))
        award.pdf.name = name
        award.paper_sha256 = sha256(paper).hexdigest()
        award.pdf_sha256 = sha256(sealed).hexdigest()
        award.seal = sealer_of(sealed) or ""
        award.rendered_at = timezone.now()
        award.save(update_fields=["pdf", "paper_sha256", "pdf_sha256", "seal", "rendered_at"])
    return award


def drawn(award: Award) -> bytes:
    """Return the paper of an award before its seal: the same bytes whenever it is drawn."""
    return as_archive(
        render_award(award.facts, verify_url=award.verify_url), facts=award.facts,
        at=award.issued_at, sealed_by=award.facts["provider"]["name"],
    )  # fmt: skip


def _place(award: Award) -> str:
    place: str = award.facts["issued_at_place"]
    return place


def _left_behind(name: str, paper: bytes) -> bytes | None:
    """Return the sealed file already kept under `name`, if it is whole and of this very paper."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        found: bytes = file.read()
    # A seal is appended: the paper is the beginning of the sealed file.
    if found.startswith(paper) and sealer_of(found):
        return found
    default_storage.delete(name)
    return None


def _kept(name: str, sealed: bytes) -> bytes:
    default_storage.save(name, ContentFile(sealed))
    return sealed
