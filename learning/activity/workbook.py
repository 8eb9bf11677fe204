"""The report as a spreadsheet whose totals are formulas: change a cell, they follow."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from accounts.users.models import User
from frontend.formats import month_and_year
from frontend.tables import write_cell
from learning.activity.contents import Contents
from learning.counting.cells import Measures
from learning.counting.enums import Dimension

INK, SAND = "FF1C1A2E", "FFF3ECDD"
WHOLE, PART, DECIMAL, DAY = "#,##0", "0.0%", "#,##0.0", "dd/mm/yyyy"
WIDE, NARROW = 38, 14
HEADERS = 1
TOTALS = 2
# A sheet's name: what a spreadsheet takes, and less than its limit of 31 signs.
LONGEST = 28
# More rows than this would take minutes, and nobody reads them: the list's own file has them.
MOST_PEOPLE = 20_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of measures: a value to write, or a formula of the row, and how its total is made.

    In a formula, {name} is the cell of the column of that name, in the same row.
    """

    name: str
    title: str
    format: str
    formula: str = ""


def _columns() -> tuple[Column, ...]:
    return (
        Column("people", _("Personnes"), WHOLE),
        Column("share", _("Part des personnes"), PART, "=IF({whole}=0,0,{people}/{whole})"),
        Column("judged", _("Évaluées"), WHOLE),
        Column("acquired", _("Acquis"), WHOLE),
        Column("completion", _("Achèvement"), PART, "=IF({judged}=0,0,{acquired}/{judged})"),
        Column("minutes", _("Minutes suivies"), WHOLE),
        Column("hours", _("Heures-stagiaires"), DECIMAL, "={minutes}/60"),
        Column("half_days", _("Demi-journées suivies"), WHOLE),
        Column("half_days_planned", _("Demi-journées prévues"), WHOLE),
        Column(
            "attendance", _("Présence"), PART,
            "=IF({half_days_planned}=0,0,{half_days}/{half_days_planned})",
        ),
    )  # fmt: skip


def workbook_of(contents: Contents, reader: User) -> bytes:
    """Return the spreadsheet: its sheets are the report's parts; people are those `reader` may see.

    The first sheet's totals are formulas on the others, beside what the report prints.
    """
    book = Workbook()
    summary: Worksheet = book.active
    summary.title = _("Synthèse")
    months = [(month_and_year(point.on), point.measures, ()) for point in contents.months]
    by_month = _sheet(book, _("Par mois"), (_("Mois"),), months)
    for dimension, rows in _dimensions(contents):
        _sheet(book, str(dimension.label).capitalize()[:LONGEST], (str(dimension.label),), rows)
    _cohorts(book, contents)
    listed = _people(book, contents, reader)
    _summary(summary, contents, by_month, listed)
    book.properties.title = f"{_('Rapport d’activité')}, {contents.subject}"
    book.properties.creator = "Réenchantez l’action publique"
    book.calculation.fullCalcOnLoad = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


Rows = Sequence[tuple[str, Measures, tuple[Any, ...]]]


def _dimensions(contents: Contents) -> list[tuple[Dimension, Rows]]:
    found: list[tuple[Dimension, Rows]] = [
        (one.dimension, [(part.label, part.measures, ()) for part in one.parts])
        for one in contents.breakdowns
    ]
    for dimension in (Dimension.FORMAT, Dimension.EMPLOYER):
        parts = contents.figures.by(dimension)
        found.append((dimension, [(part.label, part.measures, ()) for part in parts]))
    return found


def _sheet(book: Workbook, name: str, titles: Sequence[str], rows: Rows) -> Worksheet:
    """Add a sheet: a line per row, the totals above them, which do not scroll away."""
    sheet: Worksheet = book.create_sheet(name)
    columns, first = _columns(), len(titles) + 1
    _heads(sheet, [*titles, *(column.title for column in columns)])
    letters = {column.name: get_column_letter(at) for at, column in enumerate(columns, start=first)}
    last = TOTALS + max(len(rows), 1)
    write_cell(sheet.cell(TOTALS, 1), _("Total"))
    for at, column in enumerate(columns, start=first):
        letter = letters[column.name]
        added = f"=SUM({letter}{TOTALS + 1}:{letter}{last})"
        cell = sheet.cell(TOTALS, at)
        cell.value = _formula(column.formula, letters, TOTALS) if column.formula else added
        cell.number_format = column.format
    for cell in sheet[TOTALS]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", SAND)
    for line, (label, measures, more) in enumerate(rows, start=TOTALS + 1):
        for at, value in enumerate((label, *more), start=1):
            write_cell(sheet.cell(line, at), value)
        for at, column in enumerate(columns, start=first):
            cell = sheet.cell(line, at)
            if column.formula:
                cell.value = _formula(column.formula, letters, line)
            else:
                cell.value = getattr(measures, column.name)
            cell.number_format = column.format
    sheet.auto_filter.ref = f"A{HEADERS}:{get_column_letter(first + len(columns) - 1)}{last}"
    sheet.freeze_panes = sheet.cell(TOTALS + 1, 2)
    return sheet


def _formula(pattern: str, letters: dict[str, str], line: int) -> str:
    cells = {name: f"{letter}{line}" for name, letter in letters.items()}
    return pattern.format(**cells, whole=f"{letters['people']}${TOTALS}")


def _heads(sheet: Worksheet, titles: Sequence[str]) -> None:
    for at, title in enumerate(titles, start=1):
        cell = sheet.cell(HEADERS, at)
        write_cell(cell, title)
        cell.font = Font(bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", INK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = WIDE if at == 1 else NARROW
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = f"{HEADERS}:{HEADERS}"
    _for_print(sheet)


def _for_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.right.text = "&P / &N"


def _cohorts(book: Workbook, contents: Contents) -> None:
    titles = (
        _("Cohorte"),
        _("Module"),
        _("Ville"),
        _("Premier jour"),
        _("Dernier jour"),
        _("Places"),
    )
    rows = [
        (
            line.cohort.title, line.measures,
            (
                line.cohort.public_title, line.cohort.venue.city, line.cohort.starts_on,
                line.cohort.ends_on, line.cohort.places_max,
            ),
        )
        for line in contents.cohorts
    ]  # fmt: skip
    sheet = _sheet(book, _("Cohortes"), titles, rows)
    for column in ("D", "E"):
        for cell in sheet[column][TOTALS:]:
            cell.number_format = DAY


def _people(book: Workbook, contents: Contents, reader: User) -> Worksheet | None:
    """Add the people counted that the reader may see; none where they are too many to write."""
    rows = list(contents.people_for(reader)[: MOST_PEOPLE + 1])
    if not rows or len(rows) > MOST_PEOPLE:
        return None
    sheet: Worksheet = book.create_sheet(_("Personnes"))
    titles = (
        _("Nom"), _("Prénom"), _("Employeur"), _("Région"), _("Versant"), _("Catégorie"),
        _("Module"), _("Cohorte"), _("Compte au"),
    )  # fmt: skip
    _heads(sheet, titles)
    for line, row in enumerate(rows, start=HEADERS + 1):
        values = (
            row.person.last_name, row.person.first_name, row.employer.name if row.employer else "",
            row.get_region_display(), row.get_versant_display(), row.get_category_display(),
            row.module.title, row.enrolment.cohort.title, row.effective_on,
        )  # fmt: skip
        for at, value in enumerate(values, start=1):
            write_cell(sheet.cell(line, at), value)
        sheet.cell(line, len(titles)).number_format = DAY
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(rows) + 1}"
    return sheet


def _summary(
    sheet: Worksheet, contents: Contents, months: Worksheet, listed: Worksheet | None
) -> None:
    """Write the headline: each total is a formula, beside it what the report prints."""
    figures = contents.figures
    names = {
        column.name: f"'{months.title}'!{get_column_letter(at)}{TOTALS}"
        for at, column in enumerate(_columns(), start=2)
    }
    _heads(sheet, (_("Chiffre"), _("Calculé ici"), _("Dans le rapport"), _("Contrôle")))
    lines: list[tuple[str, str, float | None, str]] = [
        (_("Personnes"), f"={names['people']}", contents.people, WHOLE),
        (_("Heures-stagiaires"), f"=INT({names['hours']})", figures.hours, WHOLE),
        (_("Achèvement"), f"={names['completion']}", figures.completion_rate, PART),
        (_("Présence"), f"={names['attendance']}", figures.attendance_rate, PART),
    ]
    if listed is not None:
        counted = f"=COUNTA('{listed.title}'!A2:A{listed.max_row})"
        lines.append((_("Personnes nommées"), counted, None, WHOLE))
    for line, (label, formula, printed, shape) in enumerate(lines, start=HEADERS + 1):
        write_cell(sheet.cell(line, 1), label)
        sheet.cell(line, 2).value = formula
        sheet.cell(line, 2).font = Font(bold=True, size=14 if line == HEADERS + 1 else 11)
        if printed is not None:
            sheet.cell(line, 3).value = printed
            same, other = _("concorde"), _("écart")
            sheet.cell(line, 4).value = f'=IF(ABS(B{line}-C{line})<0.0001,"{same}","{other}")'
        for at in (2, 3):
            sheet.cell(line, at).number_format = shape
    told = [
        (_("Objet"), contents.subject),
        (_("Période"), contents.period),
        *((_("Limité à"), said) for said in contents.part),
        (_("Arrêté au"), timezone.localtime(contents.at).strftime("%d/%m/%Y %H:%M")),
        (_("Sensibilisés, à part"), figures.sensitised),
        (_("Objectif"), figures.terms.count if contents.is_whole else ""),
        (_("Définition"), contents.definition),
        *((_("Méthode"), said) for said in contents.method),
    ]
    for line, (label, value) in enumerate(told, start=len(lines) + HEADERS + 2):
        write_cell(sheet.cell(line, 1), label)
        write_cell(sheet.cell(line, 2), value)
        if len(str(value)) > WIDE:
            sheet.merge_cells(start_row=line, end_row=line, start_column=2, end_column=8)
            sheet.cell(line, 2).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[line].height = 15 * (len(str(value)) // 95 + 1)
        else:
            sheet.cell(line, 2).alignment = Alignment(horizontal="left")


def csv_rows(contents: Contents) -> list[tuple[str, str, str, Measures]]:
    """Return the report line by line: what by, the code, its words, the sums."""
    figures = contents.figures
    rows = [(_("total"), "", _("Total"), figures.totals)]
    rows += [
        (_("mois"), point.on.isoformat()[:7], month_and_year(point.on), point.measures)
        for point in contents.months
    ]
    for one in contents.breakdowns:
        rows += [
            (str(one.dimension.label), part.value, part.label, part.measures) for part in one.parts
        ]
    rows += [
        (_("cohorte"), line.cohort.code, line.cohort.title, line.measures)
        for line in contents.cohorts
    ]
    return rows
