"""A chart's table, in HTML for its page or its paper, and as the columns of a file."""

from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from frontend import formats
from frontend.charts.spec import Cell, Column, Kind, Row, Table
from frontend.tables import Column as FileColumn

MOST_ROWS = 60


def words_of(cell: Cell, kind: Kind) -> str:
    """Return what a cell says; nothing is said of what is not known."""
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return formats.plain_date(cell)
    if isinstance(cell, str):
        return cell
    if kind == Kind.SHARE:
        return f"{formats.grouped(round(cell * 100))}{formats.NBSP}%"
    sign = "+" if kind == Kind.GAP and cell > 0 else ""
    return f"{sign}{formats.grouped(round(cell, 1))}"


def table_html(table: Table, *, has_links: bool = True) -> SafeString:
    """Return the table; a page may hold ten of them, so they are written by hand."""
    heads = "".join(
        f'<th scope="col"{_side(one)}>{escape(one.title)}</th>' for one in table.columns
    )
    body = "".join(_row(table, row, has_links=has_links) for row in table.rows)
    foot = ""
    if table.total:
        foot = f"<tfoot>{_row(table, table.total, has_links=has_links)}</tfoot>"
    return mark_safe(  # noqa: S308 - all words are escaped
        f"<table><caption>{escape(table.caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody>{foot}</table>"
    )


def shortened(table: Table) -> Table:
    """Return the table without the rows that are too many to read: the file has them all."""
    left = len(table.rows) - MOST_ROWS
    if left <= 0:
        return table
    words = ngettext(
        "%(caption)s (%(n)s ligne de plus dans le fichier)",
        "%(caption)s (%(n)s lignes de plus dans le fichier)", left,
    ) % {"caption": table.caption, "n": left}  # fmt: skip
    return replace(table, caption=words, rows=table.rows[:MOST_ROWS])


def _row(table: Table, row: Row, *, has_links: bool) -> str:
    cells = [
        words_of(cell, column.kind) for cell, column in zip(row.cells, table.columns, strict=True)
    ]
    head = escape(cells[0])
    if row.url and has_links:
        head = f'<a href="{escape(row.url)}">{head}</a>'
    rest = "".join(
        f"<td{_side(column)}>{escape(words)}</td>"
        for words, column in zip(cells[1:], table.columns[1:], strict=True)
    )
    return f'<tr><th scope="row">{head}</th>{rest}</tr>'


def _side(column: Column) -> str:
    return "" if column.kind in (Kind.TEXT, Kind.DAY) else ' class="n"'


def file_columns(table: Table) -> tuple[FileColumn, ...]:
    """Return the columns of the table for `frontend.tables.as_csv` and `as_xlsx`, over its rows.

    Shares are written in per cent.
    """

    def column_at(place: int, column: Column) -> FileColumn:
        def value(row: Row) -> Any:
            cell = row.cells[place]
            if column.kind == Kind.SHARE and isinstance(cell, float | int):
                return round(cell * 100, 1)
            return cell

        title = f"{column.title} (%)" if column.kind == Kind.SHARE else column.title
        return (title, value)

    return tuple(column_at(place, column) for place, column in enumerate(table.columns))
