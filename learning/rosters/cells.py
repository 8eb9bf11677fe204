"""From the cells of a line to what is told of an agent, and what is wrong with them. Pure."""

import re
from string import ascii_uppercase
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.fr import siret as siret_number

from accounts.users.services import AgentDetails
from learning.rosters.enums import REQUIRED, Field
from learning.rosters.known import Known
from learning.rosters.mapping import Columns, key_of
from learning.rosters.problems import Problem
from learning.rosters.reading import Row
from learning.rosters.values import TOLD, VALUES, value_of

# What UTF-8 looks like when it was read as something else, and what stands for the unreadable.
_DAMAGED = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")
_FORMULA = ("=", "+", "-", "@")
_SIRET_DIGITS = 14
# What the columns of people and profiles hold.
_LONGEST = {
    Field.FIRST_NAME: 150, Field.LAST_NAME: 150, Field.EMAIL: 254, Field.FUNCTION: 200,
    Field.SERVICE: 200,
}  # fmt: skip


class Cells:
    """Reads the cells of each line by the columns that were chosen."""

    def __init__(self, headers: tuple[str, ...], columns: Columns, known: Known) -> None:
        """Keep where each field is; `known` gives the structures."""
        self.headers, self.columns, self.known = headers, columns, known
        self._titles = {field: title_of(headers, at) for field, at in columns.items()}
        self._employers: dict[tuple[str, str], UUID | Problem] = {}

    def title(self, field: str) -> str:
        """Return how the person's file calls the column of a field."""
        return self._titles.get(field) or str(Field(field).label)

    def typed(self, row: Row) -> tuple[str, str, str]:
        """Return the last name, the first name and the address as they were typed."""
        get = self._cell
        return get(row, Field.LAST_NAME), get(row, Field.FIRST_NAME), get(row, Field.EMAIL)

    def _cell(self, row: Row, field: str) -> str:
        at = self.columns.get(field)
        return "" if at is None else row.cells[at]

    def read(self, row: Row) -> tuple[AgentDetails, list[Problem]]:
        """Return what the line tells of someone, and everything wrong with it."""
        cells = {field: row.cells[at] for field, at in self.columns.items()}
        problems = [
            problem
            for field, value in cells.items()
            if (problem := self._problem(field, value)) is not None
        ]
        told: dict[str, str] = {}
        for field in VALUES:
            if field not in cells:
                continue
            value = value_of(field, cells[field])
            if value is None:
                said = Problem(
                    "unknown_word", self.title(field), value=cells[field], words=TOLD[Field(field)]
                )
                problems.append(said)
            else:
                told[field] = value
        employer = self._employer(cells)
        if isinstance(employer, Problem):
            problems.append(employer)
        details = AgentDetails(
            first_name=cells.get(Field.FIRST_NAME, ""), last_name=cells.get(Field.LAST_NAME, ""),
            email=cells.get(Field.EMAIL, "").lower(), function=cells.get(Field.FUNCTION, ""),
            service=cells.get(Field.SERVICE, ""),
            employer_id=None if isinstance(employer, Problem) else employer, **told,
        )  # fmt: skip
        return details, problems

    def _problem(self, field: str, value: str) -> Problem | None:
        """Return what is wrong with a cell by itself."""
        code, values = None, {"value": value[:80]}
        if not value:
            return Problem("missing", self.title(field)) if field in REQUIRED else None
        longest = _LONGEST.get(Field(field))
        if _DAMAGED.search(value):
            code = "unreadable"
        elif value.startswith("=") or (field in REQUIRED and value.startswith(_FORMULA)):
            code = "formula"
        elif longest and len(value) > longest:
            return Problem("too_long", self.title(field), most=longest, **values)
        elif field == Field.EMAIL and not _is_address(value):
            code = "bad_email"
        return Problem(code, self.title(field), **values) if code else None

    def _employer(self, cells: dict[str, str]) -> UUID | Problem:
        """Return the structure that the line names: by its SIRET, by its name, or the school."""
        number, name = cells.get(Field.SIRET, ""), cells.get(Field.EMPLOYER, "")
        asked = (number, name)
        if asked not in self._employers:
            self._employers[asked] = self._find_employer(number, name)
        return self._employers[asked]

    def _find_employer(self, number: str, name: str) -> UUID | Problem:
        where = Field.SIRET
        if not number and _is_number(name):
            where, number = Field.EMPLOYER, name
        if number:
            digits = re.sub(r"\D", "", number)
            if not siret_number.is_valid(digits):
                return Problem("bad_siret", self.title(where), value=number)
            if digits in self.known.sirets:
                return self.known.sirets[digits]
            if where == Field.EMPLOYER or not name:
                return Problem("unknown_employer", self.title(where), value=number)
        if not name:
            return self.known.organisation.pk
        return self._named(name)

    def _named(self, name: str) -> UUID | Problem:
        column = self.title(Field.EMPLOYER)
        found = self.known.names.get(key_of(name), [])
        if len(found) == 1:
            return found[0][0]
        if found:
            return Problem("ambiguous_employer", column, value=name)
        near = self.known.near(name)
        if near:
            return Problem("unknown_employer_near", column, value=name, near=near)
        return Problem("unknown_employer", column, value=name)


def title_of(headers: tuple[str, ...], at: int) -> str:
    """Return the title of a column, or its letter as spreadsheets count."""
    if headers[at]:
        return headers[at]
    return ascii_uppercase[at] if at < len(ascii_uppercase) else str(at + 1)


def _is_number(name: str) -> bool:
    """Return whether what stands for a structure's name is its SIRET."""
    digits = re.sub(r"\s", "", name)
    return len(digits) == _SIRET_DIGITS and digits.isdigit()


def _is_address(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True
