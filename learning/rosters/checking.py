"""Check a file against what the platform knows now."""

from typing import cast

from learning.rosters.enums import Field
from learning.rosters.known import read_known
from learning.rosters.models import Roster
from learning.rosters.pasting import read_pasted
from learning.rosters.planning import Line, plan
from learning.rosters.reading import Table, read_table


def table_of(roster: Roster) -> Table:
    """Read the file again."""
    return read(bytes_of(roster), is_pasted=roster.is_pasted)


def bytes_of(roster: Roster) -> bytes:
    """Return what was sent, or pasted."""
    with roster.file.open("rb") as file:
        return cast("bytes", file.read())


def read(data: bytes, *, is_pasted: bool) -> Table:
    """Return the table of what was sent, or pasted. Raises what `read_table` does."""
    return read_pasted(data) if is_pasted else read_table(data)


def check(roster: Roster, table: Table | None = None) -> list[Line]:
    """Return what each line of the file would do now."""
    table = table or table_of(roster)
    columns: dict[str, int] = roster.columns
    at = columns[Field.EMAIL]
    addresses = {row.cells[at].lower() for row in table.rows if row.problem is None}
    known = read_known(
        cohort=roster.cohort,
        organisation=roster.organisation,
        addresses=addresses - {""},
        has_employers=Field.EMPLOYER in columns or Field.SIRET in columns,
    )
    return plan(table, columns, known, roster.answers)
