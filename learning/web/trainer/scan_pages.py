"""What a page that came back shows: its lines, the picture of each cell, what is known already."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image

from learning.attendance.models import AttendanceMark, is_sealed
from learning.attendance.sheets.enums import Decision, Proposal
from learning.attendance.sheets.geometry import SCALE, Box, cell_box, trainer_box
from learning.attendance.sheets.models import CellReading, ScanPage
from learning.cohorts.models import Cohort

# Shown around a cell: signatures cross their lines.
AROUND_MM = 1.6
TEAM = "equipe"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell, the column it stands in, the mark that is known, and the choice to begin with."""

    reading: CellReading
    column: int
    mark: AttendanceMark | None
    choice: str

    @property
    def differs(self) -> bool:
        """Return whether it seems signed by someone who is noted away."""
        away = self.mark is not None and not self.mark.was_there
        return away and self.reading.proposal == Proposal.SIGNED


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line of the page; `name` is "" where it was empty when printed."""

    row: int
    name: str
    cells: list[ShownCell]


def rows_of(page: ScanPage, cohort: Cohort, typed: Mapping[str, str]) -> list[ShownRow]:
    """Return the lines that were read, with what was typed in a form that was refused."""
    readings = list(
        page.cells.select_related(
            "enrolment__person", "half_day__countersignature", "decided_by"
        ).order_by("row", "half_day__starts_at")
    )
    marks = {
        (mark.enrolment_id, mark.half_day_id): mark
        for mark in AttendanceMark.objects.filter(
            half_day__cohort=cohort, half_day__in={reading.half_day_id for reading in readings}
        )
    }
    columns = {half_day: at for at, half_day in enumerate(page.layout["half_days"])}
    rows = []
    for row, of_row in groupby(readings, key=lambda reading: reading.row):
        cells = []
        for reading in of_row:
            mark = marks.get((reading.enrolment_id, reading.half_day_id))  # type: ignore[arg-type]
            choice = typed.get(f"c-{reading.pk}", first_choice(reading, mark))
            cells.append(ShownCell(reading, columns[reading.half_day_id], mark, choice))
        someone = cells[0].reading.enrolment
        name = f"{someone.person.last_name} {someone.person.first_name}" if someone else ""
        rows.append(ShownRow(row, name, cells))
    return rows


def first_choice(reading: CellReading, mark: AttendanceMark | None) -> str:
    """Return what is chosen before anyone chooses: nothing where someone must look."""
    if reading.enrolment_id is None or reading.proposal == Proposal.UNSURE:
        return ""
    if reading.proposal == Proposal.EMPTY:
        return Decision.NOTHING
    return "" if mark and not mark.was_there else Decision.PRESENT


def counts_of(cells: Iterable[ShownCell]) -> list[tuple[Proposal, str]]:
    """Return how many cells there are of each proposal, in words; none is not told."""
    counts = Counter(Proposal(cell.reading.proposal) for cell in cells)
    signed, unsure, empty = (
        counts[one] for one in (Proposal.SIGNED, Proposal.UNSURE, Proposal.EMPTY)
    )
    told = (
        (
            Proposal.SIGNED,
            signed,
            ngettext("%(n)s semble signée", "%(n)s semblent signées", signed),
        ),
        (Proposal.UNSURE, unsure, ngettext("%(n)s à regarder", "%(n)s à regarder", unsure)),
        (Proposal.EMPTY, empty, ngettext("%(n)s semble vide", "%(n)s semblent vides", empty)),
    )
    return [(proposal, words % {"n": n}) for proposal, n, words in told if n]


def has_sealed(cells: Iterable[ShownCell]) -> bool:
    """Return whether what is decided here corrects a half-day that is countersigned."""
    return any(is_sealed(cell.reading.half_day) for cell in cells if not cell.reading.decision)


def default_reason(page: ScanPage) -> str:
    """Return the reason a correction begins with: where the signature is."""
    if page.sheet is None:
        return ""
    return _("Signature sur la feuille papier %(sheet)s, page %(page)s") % {
        "sheet": page.sheet.reference,
        "page": page.sheet_page,
    }


def cut(page: ScanPage, asked: Mapping[str, str]) -> bytes:
    """Return the whole picture, or the cell asked for. Raises Http404 where there is none."""
    with page.image.open("rb") as kept:
        if "ligne" not in asked:
            whole: bytes = kept.read()
            return whole
        with Image.open(kept) as picture:
            return _as_jpeg(picture, _box_asked(page, asked))


def _box_asked(page: ScanPage, asked: Mapping[str, str]) -> Box:
    row, column = asked["ligne"], asked.get("colonne", "0")
    if not page.is_straight or page.sheet is None or not column.isdecimal():
        raise Http404
    layout = page.layout
    columns = len(layout["half_days"])
    if int(column) >= columns:
        raise Http404
    if row == TEAM:
        return trainer_box(int(column), columns)
    if not row.isdecimal() or int(row) >= len(layout["rows"]):
        raise Http404
    return cell_box(int(row), int(column), columns)


def _as_jpeg(picture: Image.Image, box: Box) -> bytes:
    shown = box.inside(-AROUND_MM)
    left, top, right, bottom = (
        round(at * SCALE)
        for at in (shown.left, shown.top, shown.left + shown.width, shown.top + shown.height)
    )
    out = BytesIO()
    picture.crop((left, top, right, bottom)).save(out, "JPEG", quality=85)
    return out.getvalue()
