"""Draw the papers. It decides nothing: the award already exists."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from certificates.awards.models import Award
from certificates.awards.pdf import render_award
from common.jobs.registry import RunningJob, handles
from common.jobs.services import queue

RENDER = "render_award"
PAPER_SEALED = "paper_sealed"


@handles(RENDER)
def render(job: RunningJob) -> dict[str, str]:
    """Draw an award's PDF and keep it under the award's key, once."""
    award = paper_of(Award.objects.get(pk=job.payload["award"]))
    return {"serial": award.serial}


def paper_of(award: Award) -> Award:
    """Draw an award's PDF and keep it under the award's key, once."""
    if award.is_ready:
        return award
    pdf = render_award(award.facts, verify_url=award.verify_url)
    with transaction.atomic():
        # Two workers may have drawn the same paper: the row's lock lets one of them store it.
        award = Award.objects.select_for_update().get(pk=award.pk)
        if not award.is_ready:
            name = f"awards/{award.pk}.pdf"
            # A worker killed between file and row left the same bytes there.
            default_storage.delete(name)
            award.pdf.name = default_storage.save(name, ContentFile(pdf))
            award.pdf_sha256 = sha256(pdf).hexdigest()
            award.rendered_at = timezone.now()
            award.save(update_fields=["pdf", "pdf_sha256", "rendered_at"])
            queue(kind=PAPER_SEALED, key=str(award.pk), payload={"award": str(award.pk)})
    return award
