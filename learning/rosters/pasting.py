"""A list that someone pastes: a few lines from a mail, a message or a spreadsheet. Pure.

A paste with titles is a table like any other. Without, each line is a person: what holds an @ is
the address, and the rest is read around it.
"""

import re
from collections.abc import Iterator

from learning.rosters.enums import Field
from learning.rosters.mapping import guess
from learning.rosters.reading import Row, Table, as_table, decode, read_table
from learning.rosters.samples import TITLES

FIELDS = (Field.LAST_NAME, Field.FIRST_NAME, Field.EMAIL, Field.FUNCTION)
# Titles found in a first line that make it one.
_ENOUGH = 2
_ADDRESS = re.compile(r"<\s*([^<>\s]*)\s*>")
# Where a mail program's list of recipients goes on to the next person.
_NEXT_PERSON = re.compile(r"(?<=>)\s*[;,]\s*(?=[^;,<>]*<)")
_CUTS = ("\t", ";", "|", ",")


def read_pasted(data: bytes) -> Table:
    """Return what was pasted, as the table it would be in a file.

    Lines are numbered as they were pasted, or as people come when a line holds several of them.
    Raises RosterIsTooBig, RosterIsEmpty or RosterIsNotATable.
    """
    text, _encoding = decode(data)
    lines = re.split(r"\r\n|\n|\r", text)
    if _has_titles(next((line for line in lines if line.strip()), "")):
        return read_table(data)
    if any(_NEXT_PERSON.search(line) for line in lines):
        lines = [one for line in lines if line.strip() for one in _NEXT_PERSON.split(line)]
    return as_table(_rows(lines), "paste")


def _has_titles(line: str) -> bool:
    cuts = max(_CUTS, key=line.count)
    return "@" not in line and len(guess(line.split(cuts), {})) >= _ENOUGH


def _rows(lines: list[str]) -> Iterator[Row]:
    yield Row(0, tuple(TITLES[field] for field in FIELDS))
    for number, line in enumerate(lines, start=1):
        if line.strip(" \t;,|"):
            yield Row(number, _person(line))


def _person(line: str) -> tuple[str, ...]:
    """Return the last name, the first name, the address and the function that a line tells."""
    bracketed = _ADDRESS.search(line)
    if bracketed:
        name = line[: bracketed.start()].strip(" \t;,\"'")
        last, first = _split(name)
        return last, first, bracketed[1], line[bracketed.end() :].strip(" \t;,|")
    cut = next((one for one in _CUTS if one in line), None)
    if cut is None:
        return _alone(line)
    cells = [cell.strip(" \"'") for cell in line.split(cut)]
    return _in_cells(cells)


def _alone(line: str) -> tuple[str, ...]:
    """Return the person of a line without separator: names, an address, or both."""
    words = line.split()
    address = next((word for word in words if "@" in word), "")
    last, first = _split(" ".join(word for word in words if word != address))
    return last, first, address, ""


def _in_cells(cells: list[str]) -> tuple[str, ...]:
    at = next((n for n, cell in enumerate(cells) if "@" in cell), None)
    address = "" if at is None else cells.pop(at)
    if at == 1:
        # "Prénom Nom ; adresse": the names are one cell.
        last, first = _split(cells[0])
        return last, first, address, " ".join(cells[1:]).strip()
    one, two, *rest = [*cells, "", ""]
    # "adresse ; prénom ; nom" as people say it, "nom ; prénom ; adresse" as spreadsheets do.
    last, first = (two, one) if at == 0 else (one, two)
    if _is_loud(first) and not _is_loud(last):
        last, first = first, last
    return last, first, address, " ".join(rest).strip()


def _split(name: str) -> tuple[str, str]:
    """Return the last and the first name: "Corre, Maëlle", "CORRE Maëlle", "Maëlle Corre"."""
    if "," in name:
        last, _comma, first = name.partition(",")
        return last.strip(), first.strip()
    words = name.split()
    loud = [word for word in words if _is_loud(word)]
    if loud and len(loud) < len(words):
        return " ".join(loud), " ".join(word for word in words if word not in loud)
    return " ".join(words[1:]), "".join(words[:1])


def _is_loud(word: str) -> bool:
    """Return whether a word is in capitals, as last names often are."""
    return len(word) > 1 and word.isupper()
