"""The attendance sheet as a PDF, blank or filled."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from common.pdf.renderer import PdfRenderer
from frontend.formats import hour, plain_date
from frontend.papers import faces, font_folder
from learning.attendance.sheets import contents
from learning.attendance.sheets.codes import PageCode, drawn
from learning.attendance.sheets.contents import Heading, Page
from learning.attendance.sheets.enums import SheetKind
from learning.attendance.sheets.models import Sheet
from learning.cohorts.models import Cohort
from learning.evidence.chain import head_of

TEMPLATES = Path(__file__).parents[2] / "templates" / "learning" / "papers"


@dataclass(frozen=True, slots=True)
class Printed:
    """A sheet and its paper; `pdf` has a page for each of the sheet's."""

    sheet: Sheet
    pdf: bytes


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=TEMPLATES / "sheet.css",
        faces=faces(),
        assets={one.name: one for one in sorted((TEMPLATES / "assets").glob("*.svg"))},
        font_folder=font_folder(),
    )


def print_sheet(cohort: Cohort, *, kind: SheetKind, day: int | None = None) -> Printed | None:
    """Return the sheet of a cohort, of one of its days or of all; None when there is no such day.

    The same contents are the same sheet, with the same QRs, whoever prints it and however often.
    """
    is_blank = kind == SheetKind.BLANK
    with translation.override("fr"), timezone.override(cohort.venue.zone):
        head = contents.heading_of(cohort)
        pages = contents.pages_of(cohort, only_day=day, is_blank=is_blank)
        if not pages:
            return None
        proof = "" if is_blank else _proof(cohort)
        sheet = _kept(cohort, kind, head, pages, proof)
        made_at = timezone.localtime(sheet.made_at)
        context = {
            "cohort": cohort,
            "head": head,
            "pages": [(page, drawn(PageCode(sheet.pk, page.number))) for page in pages],
            "is_blank": is_blank,
            "sheet": sheet,
            "made_at": f"{plain_date(made_at)} à {hour(made_at)}",
            "proof": proof,
        }
        html = render_to_string("learning/papers/sheet.html", context)
    return Printed(sheet, _renderer().render(html, pages=len(pages)))


def _proof(cohort: Cohort) -> str:
    """Return what ties the sheet to the register of evidence, "" while that is empty."""
    head = head_of(cohort)
    if head is None:
        return ""
    said = f"Registre de preuve : entrée {head.position}, empreinte {head.digest[:16]}"
    if head.anchored_at is None:
        return f"{said}, pas encore recopiée hors de la base."
    at = timezone.localtime(head.anchored_at)
    when = f"le {plain_date(at)} à {hour(at)}"
    if head.is_anchored:
        return f"{said}, recopiée hors de la base {when}."
    return f"{said} ; recopié hors de la base {when} jusqu’à l’entrée {head.anchored_position}."


@transaction.atomic
def _kept(cohort: Cohort, kind: SheetKind, head: Heading, pages: list[Page], proof: str) -> Sheet:
    """Keep what the sheet holds, once: a page that comes back is read by it."""
    said = [repr(head), proof, cohort.code, *(_said_by(page) for page in pages)]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    sheet, _is_new = Sheet.objects.get_or_create(
        cohort=cohort, kind=kind, digest=digest,
        defaults={"pages": [page.layout() for page in pages]},
    )  # fmt: skip
    return sheet


def _said_by(page: Page) -> list[object]:
    columns = [[c.half_day.pk, c.hours, repr(c.seal)] for c in page.columns]
    return [page.day, page.on.isoformat(), columns, [repr(row) for row in page.rows]]
