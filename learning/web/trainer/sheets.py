"""The attendance sheet, to print: blank, or with what is recorded."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from learning.attendance.sheets.enums import SheetKind
from learning.attendance.sheets.printing import print_sheet
from learning.web.trainer.cohorts import cohort_of


@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Give the sheet as a PDF: `vierge=1` to sign by hand, `jour=2` for the second date alone."""
    cohort = cohort_of(request, code)
    is_blank = request.GET.get("vierge") == "1"
    day = request.GET.get("jour", "")
    kind = SheetKind.BLANK if is_blank else SheetKind.FILLED
    printed = print_sheet(cohort, kind=kind, day=int(day) if day.isdecimal() else None)
    if printed is None:
        raise Http404
    name = f"emargement-{cohort.code}{f'-jour-{day}' if day else ''}{'-vierge' if is_blank else ''}"
    response = HttpResponse(printed.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
