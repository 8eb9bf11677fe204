"""Send a signed sheet, say which page it is, validate what was read on it."""

import hashlib
from collections.abc import Mapping
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, is_sealed
from learning.attendance.refusals import NotYourCohort
from learning.attendance.services import Presence, Source, correct_mark, record_mark
from learning.attendance.sheets.enums import READ_SCAN, Decision, PageState
from learning.attendance.sheets.filing import file_page
from learning.attendance.sheets.models import CellReading, Scan, ScanPage, Sheet
from learning.cohorts.models import Cohort
from learning.cohorts.permissions import can_run

MEGABYTE = 1024 * 1024
LARGEST = 30 * MEGABYTE
# What a file is, by its first bytes: its name says nothing of it.
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_HEIC_BRANDS = {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}
_STATUSES = {
    Decision.PRESENT: AttendanceStatus.PRESENT,
    Decision.ABSENT: AttendanceStatus.ABSENT,
}


class ScanIsEmpty(DomainError):
    code = "scan_is_empty"
    sentence = _("« %(name)s » est vide : choisissez un autre fichier.")


class ScanIsTooLarge(DomainError):
    code = "scan_is_too_large"
    sentence = _(
        "« %(name)s » pèse %(size)s Mo, pour %(limit)s Mo au plus : scannez en niveaux de gris, "
        "ou envoyez les pages une à une."
    )


class ScanKindRefused(DomainError):
    code = "scan_kind_refused"
    sentence = _(
        "« %(name)s » n’est ni un PDF ni une photo : envoyez un PDF, un JPEG, un PNG ou un HEIC."
    )


class NoSuchSheetPage(DomainError):
    code = "no_such_sheet_page"
    sentence = _("Choisissez une page parmi celles imprimées pour cette cohorte.")


class PageIsFiled(DomainError):
    code = "page_is_filed"
    sentence = _("Cette page est déjà classée : rechargez la liste.")


class NothingDecided(DomainError):
    code = "nothing_decided"
    sentence = _("Choisissez au moins une case à valider : rien n’a été écrit.")


class HasNoPlaceAnyMore(DomainError):
    code = "has_no_place_any_more"
    sentence = _(
        "%(name)s n’a plus de place dans cette cohorte : choisissez « Rien à écrire », "
        "la page reste comme preuve."
    )


@transaction.atomic
def send_scan(*, actor: User, cohort: Cohort, filename: str, data: bytes) -> Scan:
    """Keep a file as evidence and have it read; the same bytes sent again are the same scan.

    Raises NotYourCohort, ScanIsEmpty, ScanIsTooLarge or ScanKindRefused.
    """
    if not can_run(actor, cohort):
        raise NotYourCohort
    name = PurePath(filename.replace("\\", "/")).name[-200:]
    if not data:
        raise ScanIsEmpty(name=name)
    if len(data) > LARGEST:
        size = -(-len(data) // MEGABYTE)
        raise ScanIsTooLarge(name=name, size=size, limit=LARGEST // MEGABYTE)
    mime = _mime_of(data)
    if mime is None:
        raise ScanKindRefused(name=name)
    digest = hashlib.sha256(data).hexdigest()
    known = Scan.objects.filter(cohort=cohort, sha256=digest).first()
    if known is not None:
        return known
    scan = Scan(cohort=cohort, name=name, mime=mime, size=len(data), sha256=digest, sent_by=actor)
    scan.file.save(name, ContentFile(data), save=False)
    scan.save(force_insert=True)
    record(actor=actor, action="sheet_scan_sent", target=scan, cohort=cohort.code, sha256=digest)
    queue(kind=READ_SCAN, key=str(scan.pk), payload={"scan": str(scan.pk)}, created_by=actor)
    return scan


def _mime_of(data: bytes) -> str | None:
    for beginning, mime in _BEGINNINGS.items():
        if data.startswith(beginning):
            return mime
    is_heic = data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS
    return "image/heic" if is_heic else None


@transaction.atomic
def file_by_hand(*, actor: User, page: ScanPage, sheet: Sheet, number: int) -> ScanPage:
    """Say which page it is, where its QR did not.

    Raises NotYourCohort, PageIsFiled or NoSuchSheetPage.
    """
    page = (
        ScanPage.objects.select_for_update(of=("self",))
        .select_related("scan__cohort")
        .get(pk=page.pk)
    )
    cohort = page.scan.cohort
    if not can_run(actor, cohort):
        raise NotYourCohort
    if page.state != PageState.UNKNOWN:
        raise PageIsFiled
    if sheet.cohort_id != cohort.pk or sheet.page(number) is None:
        raise NoSuchSheetPage
    page.filed_by = actor
    with page.image.open("rb") as kept, Image.open(kept) as picture:
        file_page(page, picture.convert("L"), sheet, number)
    record(actor=actor, action="sheet_page_filed", target=page, sheet=str(sheet.pk), page=number)
    return page


@transaction.atomic
def settle_cells(
    *, actor: User, page: ScanPage, decisions: Mapping[int, Decision], reason: str = ""
) -> int:
    """Write what a person decided of cells, by their number; return how many marks were written.

    A cell is decided once. Where the person is already known to have been there, a signature adds
    nothing and writes nothing. After the countersignature each mark is a correction, with `reason`.
    Raises NotYourCohort, NothingDecided, HasNoPlaceAnyMore or ReasonRequired.
    """
    page = (
        ScanPage.objects.select_for_update(of=("self",))
        .select_related("sheet__cohort")
        .get(pk=page.pk)
    )
    if page.sheet is None or not can_run(actor, page.sheet.cohort):
        raise NotYourCohort
    if not decisions:
        raise NothingDecided
    waiting = list(
        page.cells.filter(pk__in=decisions, decision="")
        .select_related("enrolment__person", "half_day__countersignature")
        .order_by("pk")
    )
    now = timezone.now()
    written = 0
    for cell in waiting:
        cell.decision, cell.decided_by, cell.decided_at = decisions[cell.pk], actor, now
        written += _write(actor, cell, reason)
    CellReading.objects.bulk_update(waiting, ["decision", "decided_by", "decided_at"])
    if waiting and not page.cells.filter(decision="").exists():
        page.state, page.settled_at = PageState.SETTLED, now
        page.save(update_fields=["state", "settled_at"])
    if waiting:
        record(
            actor=actor, action="sheet_cells_settled", target=page, sheet=str(page.sheet_id),
            page=page.sheet_page, cells=len(waiting), written=written,
        )  # fmt: skip
    return written


def _write(actor: User, cell: CellReading, reason: str) -> bool:
    """Write the mark that a decision asks for; return whether there was anything to write."""
    status = _STATUSES.get(Decision(cell.decision))
    if status is None or cell.enrolment is None:
        return False
    known = AttendanceMark.objects.filter(enrolment=cell.enrolment, half_day=cell.half_day).first()
    if known and known.was_there == (status == AttendanceStatus.PRESENT):
        return False
    if not cell.enrolment.is_confirmed:
        raise HasNoPlaceAnyMore(name=cell.enrolment.person.display_name)
    presence = Presence(status=status)
    if is_sealed(cell.half_day):
        correct_mark(
            actor=actor, enrolment=cell.enrolment, half_day=cell.half_day, presence=presence,
            reason=reason,
        )  # fmt: skip
    else:
        record_mark(
            actor=actor, enrolment=cell.enrolment, half_day=cell.half_day, presence=presence,
            source=Source(method=MarkMethod.PAPER),
        )  # fmt: skip
    return True
