"""Signed sheets that come back: sent, filed by their QR, looked at, validated."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from common.jobs.models import Job
from frontend.tables import page_of
from learning.attendance.sheets.enums import (
    READ_SCAN,
    Decision,
    PageState,
    Proposal,
    ScanState,
    SheetKind,
)
from learning.attendance.sheets.models import Scan, ScanPage, Sheet
from learning.attendance.sheets.services import (
    LARGEST,
    MEGABYTE,
    file_by_hand,
    send_scan,
    settle_cells,
)
from learning.cohorts.models import Cohort
from learning.web.trainer.cohorts import cohort_of, crumbs_of
from learning.web.trainer.scan_pages import counts_of, cut, default_reason, has_sealed, rows_of

MOST_FILES = 40


@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sheets to print and those that came back; POST sends files."""
    cohort = cohort_of(request, code)
    refusals: list[DomainError] = []
    files = request.FILES.getlist("file")[:MOST_FILES] if request.method == "POST" else []
    sent = 0
    for file in files:
        try:
            _send(request, cohort, file)
        except DomainError as error:
            refusals.append(error)
        else:
            sent += 1
    if sent:
        said = ngettext("%(n)s fichier reçu.", "%(n)s fichiers reçus.", sent) % {"n": sent}
        messages.success(request, said)
    if request.method == "POST" and files and not refusals:
        return redirect("trainer:scans", code)
    is_missing = request.method == "POST" and not files
    context = {
        "cohort": cohort,
        "refusals": refusals,
        "is_missing": is_missing,
        "limit": LARGEST // MEGABYTE,
        "days": list(enumerate(cohort.days, start=1)),
        "crumbs": crumbs_of(cohort),
        **_received(request, cohort),
    }
    status = 409 if refusals or is_missing else 200
    with timezone.override(cohort.venue.zone):
        return render(request, "learning/trainer/scans.html", context, status=status)


def _send(request: HttpRequest, cohort: Cohort, file: "UploadedFile[bytes]") -> None:
    # One byte more than what is taken says that it is too large, without reading the rest.
    data = file.read(LARGEST + 1)
    send_scan(actor=person_of(request), cohort=cohort, filename=file.name or "", data=data)


def _received(request: HttpRequest, cohort: Cohort) -> dict[str, object]:
    of_here = Scan.objects.filter(cohort=cohort).order_by("-sent_at")
    undecided = Q(cells__decision="")
    pages = (
        ScanPage.objects.of(cohort)
        .select_related("scan__sent_by", "sheet")
        .annotate(
            undecided=Count("cells", filter=undecided),
            signed=Count("cells", filter=Q(cells__proposal=Proposal.SIGNED)),
            unsure=Count("cells", filter=undecided & Q(cells__proposal=Proposal.UNSURE)),
        )
        .order_by("-scan__sent_at", "scan", "number")
    )
    elsewhere = (
        ScanPage.objects.filter(scan__cohort=cohort, sheet__isnull=False)
        .exclude(sheet__cohort=cohort)
        .select_related("scan", "sheet__cohort")
        .order_by("-scan__sent_at", "number")
    )
    return {
        "waiting": list(of_here.filter(state=ScanState.WAITING)[:MOST_FILES]),
        "refused": list(of_here.filter(state=ScanState.REFUSED)[:MOST_FILES]),
        "page": page_of(request, pages),
        "elsewhere": list(elsewhere[:MOST_FILES]),
    }


@require_safe
def progress(request: HttpRequest, code: str, scan_id: UUID) -> HttpResponse:
    """Say how far a file is read, as a piece of the list."""
    scan = get_object_or_404(Scan, pk=scan_id, cohort=cohort_of(request, code))
    job = Job.objects.filter(kind=READ_SCAN, key=str(scan.pk)).first()
    context = {"code": code, "scan": scan, "job": job}
    return render(request, "learning/trainer/scan_progress.html", context)


def _page(request: HttpRequest, code: str, page_id: UUID) -> tuple[Cohort, ScanPage]:
    cohort = cohort_of(request, code)
    pages = ScanPage.objects.of(cohort).select_related("scan__sent_by", "sheet__cohort")
    return cohort, get_object_or_404(pages, pk=page_id)


@require_http_methods(["GET", "HEAD", "POST"])
def scan_page(request: HttpRequest, code: str, page_id: UUID) -> HttpResponse:
    """Show each cell of a page beside what it suggests; POST writes what was decided."""
    cohort, page = _page(request, code, page_id)
    refusal: DomainError | None = None
    typed = request.POST if request.method == "POST" else None
    if typed is not None:
        chosen = {
            cell.pk: Decision(typed[f"c-{cell.pk}"])
            for cell in page.cells.all()
            if typed.get(f"c-{cell.pk}") in Decision.values
        }
        try:
            written = settle_cells(
                actor=person_of(request), page=page, decisions=chosen,
                reason=typed.get("raison", ""),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            said = ngettext("%(n)s présence écrite.", "%(n)s présences écrites.", written)
            messages.success(request, said % {"n": written})
            return redirect("trainer:scan_page", code, page_id)
    return _show(request, cohort, page, refusal)


def _show(
    request: HttpRequest, cohort: Cohort, page: ScanPage, refusal: DomainError | None
) -> HttpResponse:
    rows = rows_of(page, cohort, request.POST) if page.state != PageState.UNKNOWN else []
    cells = [cell for row in rows for cell in row.cells]
    context = {
        "cohort": cohort,
        "page": page,
        "rows": rows,
        "undecided": sum(not cell.reading.decision for cell in cells),
        "counts": counts_of(cells),
        "decisions": Decision.choices,
        "has_sealed": has_sealed(cells),
        "reason": request.POST.get("raison") or default_reason(page),
        "refusal": refusal,
        "seen_before": _twins(page),
        "choices": _choices(cohort) if page.state == PageState.UNKNOWN else [],
        "crumbs": [*crumbs_of(cohort), (_("Feuilles signées"), _list_of(cohort))],
    }  # fmt: skip
    template = "scan_page" if page.state != PageState.UNKNOWN else "scan_unknown"
    status = 409 if refusal else 200
    with timezone.override(cohort.venue.zone):
        return render(request, f"learning/trainer/{template}.html", context, status=status)


def _list_of(cohort: Cohort) -> str:
    return reverse("trainer:scans", args=[cohort.code])


def _twins(page: ScanPage) -> ScanPage | None:
    """Return the same printed page as it came back another time, if it did."""
    if page.sheet is None:
        return None
    others = ScanPage.objects.filter(sheet=page.sheet, sheet_page=page.sheet_page)
    return others.exclude(pk=page.pk).exclude(state=PageState.ELSEWHERE).first()


def _choices(cohort: Cohort) -> list[tuple[str, Sheet, int, int]]:
    """Return the pages that were printed for a cohort, the last sheet first."""
    printed = Sheet.objects.filter(cohort=cohort, kind=SheetKind.BLANK).order_by("-made_at")
    return [
        (f"{sheet.pk}:{number}", sheet, page["day"], number)
        for sheet in printed
        for number, page in enumerate(sheet.pages, start=1)
    ]


@require_POST
def scan_file(request: HttpRequest, code: str, page_id: UUID) -> HttpResponse:
    """Say which printed page it is (`feuille` = sheet:page), where its QR did not."""
    cohort, page = _page(request, code, page_id)
    printed, _colon, number = request.POST.get("feuille", "").partition(":")
    known = {str(sheet.pk): sheet for sheet in Sheet.objects.filter(cohort=cohort)}
    sheet = known.get(printed)
    if sheet is None or not number.isdecimal():
        messages.error(request, _("Choisissez la page imprimée que vous voyez."))
        return redirect("trainer:scan_page", code, page_id)
    try:
        file_by_hand(actor=person_of(request), page=page, sheet=sheet, number=int(number))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("trainer:scan_page", code, page_id)


@require_safe
def scan_image(request: HttpRequest, code: str, page_id: UUID) -> HttpResponse:
    """Give the picture of a page, or a cell of it (`ligne`, `colonne`, from 0)."""
    _cohort, page = _page(request, code, page_id)
    response = HttpResponse(cut(page, request.GET), content_type="image/jpeg")
    # What it shows never changes; it stays with who may see it.
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def scan_original(request: HttpRequest, code: str, page_id: UUID) -> FileResponse:
    """Give the file as it was sent, where it was sent: it may hold another group's pages."""
    cohort, page = _page(request, code, page_id)
    sent = page.scan
    if sent.cohort_id != cohort.pk:
        raise Http404
    response = FileResponse(sent.file.open("rb"), as_attachment=True, filename=sent.name)
    response["Content-Type"] = sent.mime
    response["X-Content-Type-Options"] = "nosniff"
    return response
