"""The job that reads what was sent: its pages, the QR of each, and the ink of their cells."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from common.jobs.registry import RunningJob, handles
from learning.attendance.sheets.codes import PageCode
from learning.attendance.sheets.enums import READ_SCAN, PageState, ScanState
from learning.attendance.sheets.filing import file_page
from learning.attendance.sheets.models import Scan, ScanPage, Sheet
from learning.attendance.sheets.opening import (
    MOST_PAGES,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    CannotOpen,
    open_pages,
)
from learning.attendance.sheets.straightening import straighten
from learning.cohorts.permissions import can_run

# A page that could not be put straight is looked at whole.
LONGEST_KEPT = 1800
QUALITY = 85


@handles(READ_SCAN)
def read_scan(job: RunningJob) -> dict[str, int]:
    """Read a file: each page is kept and filed, or waits for someone to say what it is."""
    scan = Scan.objects.select_related("sent_by").get(pk=job.payload["scan"])
    if scan.state != ScanState.WAITING:
        return {"pages": scan.pages.count()}
    with TemporaryDirectory() as folder:
        try:
            pictures = _pictures(scan, Path(folder))
        except CannotOpen as why:
            _finish(scan, ScanState.REFUSED, _said(str(why)))
            return {"pages": 0}
        for number, picture in enumerate(pictures, start=1):
            _read_page(scan, number, picture)
            job.progress(number, len(pictures))
    _finish(scan, ScanState.READ, "")
    return {"pages": len(pictures)}


def _pictures(scan: Scan, folder: Path) -> list[Path]:
    sent = folder / "sent"
    with scan.file.open("rb") as kept, sent.open("wb") as copy:
        for chunk in kept.chunks():
            copy.write(chunk)
    return open_pages(sent, scan.mime, folder)


def _said(why: str) -> str:
    if why == TOO_MANY_PAGES:
        return _("Ce fichier a plus de %(most)s pages : envoyez-le en plusieurs.") % {
            "most": MOST_PAGES
        }
    if why == TOO_MANY_PIXELS:
        return _(
            "Cette image est trop grande : photographiez la page avec un téléphone, "
            "ou scannez-la à 200 points par pouce."
        )
    return _(
        "Ce fichier ne s’ouvre pas : scannez ou photographiez la feuille de nouveau, "
        "en PDF sans mot de passe, en JPEG ou en PNG."
    )


def _finish(scan: Scan, state: ScanState, refusal: str) -> None:
    scan.state, scan.refusal = state, refusal
    scan.save(update_fields=["state", "refusal"])


@transaction.atomic
def _read_page(scan: Scan, number: int, file: Path) -> None:
    """Keep a page, once; what a worker that died had done stays."""
    if scan.pages.filter(number=number).exists():
        return
    with Image.open(file) as opened:
        read = straighten(opened)
    page = ScanPage(scan=scan, number=number, is_straight=read.is_straight)
    picture = read.picture.copy()
    if not read.is_straight:
        picture.thumbnail((LONGEST_KEPT, LONGEST_KEPT))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    page.image.save(f"{page.pk}.jpg", ContentFile(out.getvalue()), save=False)
    sheet = _sheet_of(read.code)
    if sheet is None or read.code is None:
        page.save()
    elif not can_run(scan.sent_by, sheet.cohort):
        page.state, page.sheet, page.sheet_page = PageState.ELSEWHERE, sheet, read.code.page
        page.save()
    else:
        file_page(page, picture, sheet, read.code.page)


def _sheet_of(code: PageCode | None) -> Sheet | None:
    """Return the sheet a code names, if it has such a page."""
    if code is None:
        return None
    sheet = Sheet.objects.select_related("cohort").filter(pk=code.sheet).first()
    return sheet if sheet and sheet.page(code.page) else None
