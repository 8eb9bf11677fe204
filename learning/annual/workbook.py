"""The yearly return as a spreadsheet: its totals are formulas."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from frontend.tables import write_cell
from learning.annual.filled import FilledFrame, Return, said

INK, SAND = "FF1C1A2E", "FFF3ECDD"
WIDTHS = (8, 58, 16, 16, 70)
COUNTS = "#,##0"


def workbook_of(shown: Return) -> bytes:
    """Return the return of a year, a frame after the other on one sheet, totals as formulas."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = _("Bilan %(year)s") % {"year": shown.year}
    heads = (_("Ligne"), _("Rubrique"), _("Nombre ou valeur"), _("Heures"), _("Source"))
    for at, (title, width) in enumerate(zip(heads, WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, at)
        write_cell(cell, title)
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), PatternFill("solid", INK)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    row = 2
    for one in shown.frames:
        row = _frame(sheet, one, row)
        if one.frame.key == "f3":
            row = _specialities(sheet, shown, row)
    book.properties.title = f"Bilan pédagogique et financier {shown.year}"
    book.calculation.fullCalcOnLoad = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _title(sheet: Worksheet, words: str, row: int) -> int:
    write_cell(sheet.cell(row, 1), words)
    for at in range(1, len(WIDTHS) + 1):
        sheet.cell(row, at).fill = PatternFill("solid", SAND)
        sheet.cell(row, at).font = Font(bold=True)
    return row + 1


def _frame(sheet: Worksheet, one: FilledFrame, row: int) -> int:
    row = first = _title(sheet, str(one.frame.title), row)
    for line in one.lines:
        write_cell(sheet.cell(row, 1), line.number)
        write_cell(sheet.cell(row, 2), line.label)
        for at, cell in enumerate(line.cells, start=3):
            written = sheet.cell(row, at)
            if isinstance(cell.value, int):
                written.value, written.number_format = cell.value, COUNTS
            else:
                write_cell(written, said(cell.value, cell.box.kind))
            written.alignment = Alignment(horizontal="right" if one.frame.adds else "left")
        write_cell(sheet.cell(row, 5), " ".join(dict.fromkeys(cell.origin for cell in line.cells)))
        sheet.cell(row, 5).alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
    return _total(sheet, len(one.frame.adds), first, row)


def _total(sheet: Worksheet, columns: int, first: int, row: int) -> int:
    """Write the total of the columns that add up, as formulas."""
    if columns:
        write_cell(sheet.cell(row, 2), _("Total"))
        sheet.cell(row, 2).font = Font(bold=True)
        for at in range(3, 3 + columns):
            cell = sheet.cell(row, at)
            cell.value = f"=SUM({cell.column_letter}{first}:{cell.column_letter}{row - 1})"
            cell.font, cell.number_format = Font(bold=True), COUNTS
        row += 1
    return row + 1


def _specialities(sheet: Worksheet, shown: Return, row: int) -> int:
    row = first = _title(sheet, _("F-4. Spécialités de formation"), row)
    for line in shown.specialities:
        write_cell(sheet.cell(row, 1), line.code)
        write_cell(sheet.cell(row, 2), ", ".join(module.title for module in line.modules))
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = line.amount.people, line.hours
        for at in (3, 4):
            sheet.cell(row, at).number_format = COUNTS
        if not line.code:
            write_cell(sheet.cell(row, 5), _("Code à donner à ces modules."))
        row += 1
    return _total(sheet, 2 if shown.specialities else 0, first, row)
