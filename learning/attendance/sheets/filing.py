"""File a page that came back, and read its cells."""

from PIL import Image

from learning.attendance.sheets.enums import PageState, Proposal, SheetKind
from learning.attendance.sheets.geometry import cell_box
from learning.attendance.sheets.ink import Ink, InkedPage
from learning.attendance.sheets.models import CellReading, ScanPage, Sheet
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment

# What nobody can measure is looked at.
NOT_MEASURED = Ink(0, Proposal.UNSURE)


def file_page(page: ScanPage, picture: Image.Image, sheet: Sheet, number: int) -> None:
    """Say which page of which sheet it is, and propose what its cells say; saves `page`.

    A sheet printed filled has its marks already: it is kept, nothing is read on it. People and
    half-days that are gone since the sheet was printed are left out.
    """
    page.sheet, page.sheet_page = sheet, number
    if sheet.kind == SheetKind.FILLED:
        page.state = PageState.KEPT
        page.save()
        return
    page.state = PageState.PROPOSED
    page.save()
    inked = InkedPage(picture) if page.is_straight else None
    layout = page.layout
    halves = {half.pk: half for half in HalfDay.objects.filter(pk__in=layout["half_days"])}
    people = {
        str(one.pk): one for one in Enrolment.objects.filter(pk__in=filter(None, layout["rows"]))
    }
    columns = len(layout["half_days"])
    cells = (
        (row, person, column, half_day)
        for row, person in enumerate(layout["rows"])
        for column, half_day in enumerate(layout["half_days"])
        if half_day in halves and (person is None or person in people)
    )
    readings = []
    for row, person, column, half_day in cells:
        ink = inked.look(cell_box(row, column, columns)) if inked else NOT_MEASURED
        if person is None and ink.proposal == Proposal.EMPTY:
            continue
        reading = CellReading(
            page=page, row=row, enrolment=people.get(person or ""), half_day=halves[half_day],
            ink=ink.share, proposal=ink.proposal,
        )  # fmt: skip
        readings.append(reading)
    CellReading.objects.bulk_create(readings)
