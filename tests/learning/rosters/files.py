"""Make files of people, sound and broken."""

import io
import random
from collections.abc import Callable, Sequence

from django.core.files.base import ContentFile
from openpyxl import Workbook

from accounts.organisations.models import Organisation
from learning.cohorts.models import Cohort
from learning.rosters.enums import RosterState
from learning.rosters.models import Roster

TITLES = ("Nom", "Prénom", "Courriel", "Fonction", "Versant")
Rows = Sequence[Sequence[str]]


def people(count: int, first: int = 0) -> list[list[str]]:
    """Return as many invented people, none a namesake of another."""
    return [
        [
            f"Nom{n:05d}", f"Zoé{n}", f"agent{n}@essai.example", "Chargée d’accueil",
            ("FPE", "FPT", "FPH")[n % 3],
        ]
        for n in range(first, first + count)
    ]  # fmt: skip


def a_csv(rows: Rows, titles: Sequence[str] = TITLES, separator: str = ";") -> str:
    """Return the text of a file."""
    return "\r\n".join(separator.join(row) for row in [titles, *rows]) + "\r\n"


def an_xlsx(rows: Rows, titles: Sequence[str] = TITLES) -> bytes:
    """Return a spreadsheet; a cell that begins with = is a formula there."""
    book = Workbook()
    sheet = book.active
    for row in [titles, *rows]:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_checked_roster(cohort: Cohort, school: Organisation, lines: int = 2) -> Roster:
    """Return a file that a school sent and has not applied."""
    rows = people(lines)
    roster = Roster(
        cohort=cohort, organisation=school, filename="liste.csv", headers=list(TITLES),
        columns={"last_name": 0, "first_name": 1, "email": 2}, state=RosterState.CHECKED,
    )  # fmt: skip
    roster.report = [
        {
            "n": at, "kind": "create", "last_name": row[0], "first_name": row[1], "email": row[2],
            "said": [],
        }
        for at, row in enumerate(rows, start=2)
    ]  # fmt: skip
    roster.file.save("liste.csv", ContentFile(a_csv(rows).encode()))
    return roster


# What may be wrong with a line, and the code of what is said about it.
FAULTS: dict[str, Callable[[list[str]], None]] = {
    "missing": lambda row: row.__setitem__(0, ""),
    "bad_email": lambda row: row.__setitem__(2, "pas une adresse"),
    "formula": lambda row: row.__setitem__(1, "=HYPERLINK(1)"),
    "unknown_word": lambda row: row.__setitem__(4, "Quatrième"),
    "too_many_cells": lambda row: row.append("de trop"),
    "unreadable": lambda row: row.__setitem__(1, "ZoÃ©"),
    "open_quote": lambda row: row.__setitem__(0, '"Nom jamais fermé'),
    "too_long": lambda row: row.__setitem__(3, "x" * 300),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
SEPARATORS = (";", ",", "\t", "|")


def broken(seed: int) -> tuple[bytes, dict[int, str]]:
    """Return a file with three bad lines, and what is wrong with each, by its number.

    Its make (separator, encoding, BOM, quotes, ends of lines) comes with the seed.
    """
    chance = random.Random(seed)
    rows = people(chance.randint(6, 30), first=1000 * seed)
    separator, encoding = chance.choice(SEPARATORS), chance.choice(ENCODINGS)
    titles = list(TITLES)
    if encoding == "latin-1":
        for row in rows:
            row[3] = "Charge d'accueil"
    if chance.random() < 0.5:
        for row in rows:
            row[3] = f'"{row[3]}{separator} accueil"'
    bad: dict[int, str] = {}
    for at in sorted(chance.sample(range(1, len(rows)), 3)):
        code = chance.choice(sorted(FAULTS))
        if code == "unreadable" and encoding == "cp1252":
            code = "bad_email"
        FAULTS[code](rows[at])
        bad[at + 2] = code
    end = chance.choice(["\r\n", "\n", "\r"])
    text = end.join(separator.join(row) for row in [titles, *rows])
    return text.encode(encoding), bad
