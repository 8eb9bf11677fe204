"""From the bytes of a file to numbered rows of text: CSV of any usual make, or XLSX.

Nothing is evaluated: a formula is the text that it is written with. Pure: no database here.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from common.errors import DomainError
from learning.rosters.problems import Problem

MOST_BYTES = 5_000_000
MOST_LINES = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 1_000
# How far down a sheet is looked at, and what it may weigh once out of its zip.
DEEPEST_ROW = 100_000
MOST_UNZIPPED = 60_000_000
SEPARATORS = (";", ",", "\t", "|")
# Lines that a cell in quotes may run over.
LONGEST_QUOTE = 5
_SAMPLE = 30
_ENDS = re.compile(r"\r\n|\n|\r")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD_SPREADSHEET = b"\xd0\xcf\x11\xe0"


class RosterIsTooBig(DomainError):
    """More than one sends at once."""

    code = "roster_is_too_big"
    sentence = _(
        "Ce fichier est trop grand : %(lines)s lignes et %(megabytes)s Mo au plus. Coupez-le en "
        "plusieurs."
    )


class RosterIsEmpty(DomainError):
    """No line under the titles."""

    code = "roster_is_empty"
    sentence = _("Ce fichier n’a aucune ligne de données : vérifiez que c’est le bon.")


class RosterIsNotATable(DomainError):
    """Another kind of file."""

    code = "roster_is_not_a_table"
    sentence = _(
        "Ce fichier n’est pas un tableau lisible : enregistrez-le en CSV ou en .xlsx, puis "
        "envoyez-le de nouveau."
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the person sees it numbered in their file; `problem` says why it is unreadable."""

    number: int
    cells: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: the titles of its columns, its lines, and how it was written."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    written: str


def read_table(data: bytes) -> Table:
    """Return the titles and the lines of a file.

    Raises RosterIsTooBig, RosterIsEmpty or RosterIsNotATable.
    """
    if len(data) > MOST_BYTES:
        raise too_big()
    if data.startswith(b"PK\x03\x04"):
        return as_table(_spreadsheet(data), "XLSX")
    if data.startswith((_OLD_SPREADSHEET, b"%PDF")):
        raise RosterIsNotATable
    text, encoding = decode(data)
    lines = _ENDS.split(text)
    start, separator = 0, None
    if lines[0].lower().startswith("sep=") and len(lines[0]) == len("sep=") + 1:
        start, separator = 1, lines[0][-1]
    separator = separator or _separator(lines)
    return as_table(_records(lines, start, separator), f"CSV {separator!r} {encoding}")


def too_big() -> RosterIsTooBig:
    """Return the refusal, with how much may be sent."""
    return RosterIsTooBig(lines=MOST_LINES, megabytes=MOST_BYTES // 1_000_000)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding it was found in. Raises RosterIsNotATable."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _text(data, encoding)
    if b"\0" in data:
        half = data[: 2 * _SAMPLE]
        is_little = half[1::2].count(0) >= half[::2].count(0)
        return _text(data, "utf-16-le" if is_little else "utf-16-be")
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 reads any byte")


def _text(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        # A mark that lies, or a character cut in two: what can be read is, line by line.
        text = data.decode(encoding, errors="replace")
    if "\0" in text:
        raise RosterIsNotATable
    return text, encoding


def _separator(lines: list[str]) -> str:
    """Return what cuts most of the first lines into as many cells as their titles."""
    sample = [line for line in lines if line.strip()][:_SAMPLE]

    def fits(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=separator)]
        if not widths or widths[0] == 1:
            return 0, 0
        return sum(width == widths[0] for width in widths), widths[0]

    return max(SEPARATORS, key=fits)


def _records(lines: list[str], start: int, separator: str) -> Iterator[Row]:
    """Yield the rows of a CSV text. A quote never closed spoils its own line only."""
    at = start
    while at < len(lines):
        taken, cells = _record(lines, at, separator)
        if cells is None:
            yield Row(at + 1, (), Problem("open_quote"))
        elif any(cell.strip() for cell in cells):
            yield Row(at + 1, tuple(cells))
        at += taken


def _record(lines: list[str], at: int, separator: str) -> tuple[int, list[str] | None]:
    """Return how many lines the record at `at` takes, and its cells; None when unreadable."""
    if '"' not in lines[at]:
        return 1, lines[at].split(separator)
    for taken in range(1, LONGEST_QUOTE + 1):
        piece = [f"{line}\n" for line in lines[at : at + taken]]
        try:
            cells = list(csv.reader(piece, delimiter=separator, strict=True))
        except csv.Error:
            continue
        if len(cells) == 1:
            return taken, cells[0]
    return 1, None


def _spreadsheet(data: bytes) -> Iterator[Row]:
    """Yield the rows of the first sheet. Raises RosterIsTooBig or RosterIsNotATable."""
    try:
        yield from _cells_of(data)
    except DomainError:
        raise
    except Exception as broken:
        # The library lets anything through from a bad file.
        raise RosterIsNotATable from broken


def _cells_of(data: bytes) -> Iterator[Row]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNZIPPED:
            raise too_big()
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    grid = sheet.iter_rows(max_row=DEEPEST_ROW, max_col=MOST_COLUMNS + 1, values_only=True)
    for number, values in enumerate(grid, start=1):
        if number == DEEPEST_ROW:
            raise too_big()
        cells = [_as_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield Row(number, tuple(cells))


def _as_text(value: object) -> str:
    """Return a cell as the person typed it: a SIRET typed as a number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def as_table(records: Iterator[Row], written: str) -> Table:
    """Return the titles and the lines of rows, each with what is wrong with it.

    Raises RosterIsTooBig, RosterIsEmpty or RosterIsNotATable.
    """
    rows: list[Row] = []
    for row in records:
        rows.append(row)
        if len(rows) > MOST_LINES + 1 or len(row.cells) > MOST_COLUMNS:
            raise too_big()
    if not rows:
        raise RosterIsEmpty
    first = rows[0]
    if first.problem:
        raise RosterIsNotATable
    headers = [" ".join(cell.split()) for cell in first.cells]
    if any("@" in cell for cell in headers):
        # No line of titles: its first line is already someone.
        headers = ["" for _cell in headers]
    else:
        rows = rows[1:]
    if not rows:
        raise RosterIsEmpty
    if len(headers) == 1:
        raise RosterIsNotATable
    return Table(tuple(headers), tuple(_checked(row, len(headers)) for row in rows), written)


def _checked(row: Row, width: int) -> Row:
    """Return the row with exactly `width` cells, or with what is wrong with it."""
    if row.problem:
        return row
    if any(cell.strip() for cell in row.cells[width:]):
        return Row(row.number, row.cells, Problem("too_many_cells", count=len(row.cells) - width))
    if any(len(cell) > LONGEST_CELL for cell in row.cells):
        return Row(row.number, row.cells[:width], Problem("cell_too_long"))
    cells = tuple(" ".join(cell.split()) for cell in row.cells[:width])
    return Row(row.number, cells + ("",) * (width - len(cells)))
