"""What every list shares: a search, pages of forty, and the same rows as a file."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

PAGE_SIZE = 40
COLUMN_WIDTH = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Column = tuple[str | Promise, Callable[[Any], object]]
M = TypeVar("M", bound=Model)


def matching(rows: "QuerySet[M]", typed: str, fields: Sequence[str]) -> "QuerySet[M]":
    """Return the rows where every word typed is found in one of the fields."""
    # PostgreSQL holds no NUL: nothing has one.
    for word in typed.replace("\x00", "").split():
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(wanted)
    return rows


def ordered(
    request: HttpRequest, rows: "QuerySet[M]", orders: Mapping[str, Sequence[str]]
) -> tuple["QuerySet[M]", str]:
    """Return the rows in the order asked for by `tri`, and its name; the first is the default."""
    asked = request.GET.get("tri", "")
    name = asked if asked in orders else next(iter(orders))
    return rows.order_by(*orders[name]), name


def page_of(request: HttpRequest, rows: "QuerySet[M]") -> "Page[M]":
    """Return the page asked for by `page`; a number out of range gives the nearest one."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def csv_text(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """Return the rows as a text that French spreadsheets open as it is (BOM, semicolons)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([title for title, _value in columns])
    for row in rows:
        writer.writerow([_safe(value(row)) for _title, value in columns])
    return "\ufeff" + text.getvalue()


def as_csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """Return the rows as a file: see `csv_text`."""
    response = HttpResponse(csv_text(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_xlsx(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """Return the rows as a spreadsheet: numbers and dates are such, the rest is text.

    No cell is a formula, whatever it begins with: text is written as text.
    """
    book = Workbook()
    sheet = book.active
    sheet.freeze_panes = "A2"
    for at, (title, _value) in enumerate(columns, start=1):
        sheet.cell(1, at, str(title)).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = COLUMN_WIDTH
    for line, row in enumerate(rows, start=2):
        for at, (_title, value) in enumerate(columns, start=1):
            write_cell(sheet.cell(line, at), value(row))
    file = io.BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def write_cell(cell: Any, value: object) -> None:
    """Write a value in a spreadsheet's cell: a number, a date, else text, never a formula."""
    if value is None or value == "":
        return
    if isinstance(value, int | float | date) and not isinstance(value, bool | datetime):
        cell.value = value
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell.data_type = "s"


def as_file(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Callable[[], Iterable[Any]]
) -> HttpResponse | None:
    """Return the file that `format` asks for, csv or xlsx; None when it asks for a page.

    `rows` gives all of them, and is asked for a file only.
    """
    write = {"csv": as_csv, "xlsx": as_xlsx}.get(request.GET.get("format", ""))
    return write(name, columns, rows()) if write else None


def _safe(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
