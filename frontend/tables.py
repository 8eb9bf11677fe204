"""What every list shares: a search, pages of forty, and the same rows as a CSV file."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

PAGE_SIZE = 40
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Column = tuple[str | Promise, Callable[[Any], object]]
M = TypeVar("M", bound=Model)


def matching(rows: "QuerySet[M]", typed: str, fields: Sequence[str]) -> "QuerySet[M]":
    """Return the rows where every word typed is found in one of the fields."""
    for word in typed.split():
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


def as_csv(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """Return the rows as a file that French spreadsheets open as it is (BOM, semicolons)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([title for title, _value in columns])
    for row in rows:
        writer.writerow([_safe(value(row)) for _title, value in columns])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _safe(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
