"""Check a file against what the platform knows now."""

from typing import cast

from learning.rosters.enums import Field
from learning.rosters.known import read_known
from learning.rosters.models import Roster
from learning.rosters.planning import Line, plan
from learning.rosters.reading import Table, read_table


def table_of(roster: Roster) -> Table:
    """Read the file again."""
    with roster.file.open("rb") as file:
        return read_table(cast("bytes", file.read()))


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
