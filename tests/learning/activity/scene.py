"""A programme with something to report: verdicts of two schools, by region, over a year."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import formulas

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.completion.enums import Verdict
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation
from tests.learning.figures.verdicts import TODAY, a_target, write_verdict


@dataclass(frozen=True, slots=True)
class Programme:
    """Who reads, and what there is to read."""

    administrator: User
    manager: User
    school: Organisation
    other: Organisation
    cohort: Cohort
    target: Target


def a_programme() -> Programme:
    """Return two schools' people: five and two trained, one who missed it, one sensitised."""
    school, other = an_organisation(name="École de Penvern"), an_organisation(name="=1+1 École")
    cohort = a_cohort(state=CohortState.CLOSED)
    regions = [Region.BRETAGNE] * 3 + [Region.OCCITANIE, Region.MAYOTTE]
    for turn, region in enumerate(regions):
        _verdict(cohort, school, 40 * (turn + 1), region=region)
    _verdict(cohort, school, 10, verdict=Verdict.NOT_ACQUIRED, half_days_attended=1)
    for days in (20, 300):
        _verdict(a_cohort(), other, days)
    _verdict(a_cohort(), None, 50, counts_as=CountsAs.SENSITISED)
    return Programme(
        administrator=a_person(Role.ADMINISTRATOR),
        manager=a_person(Role.SCHOOL_MANAGER, school),
        school=school, other=other, cohort=cohort, target=a_target(),
    )  # fmt: skip


def _verdict(cohort: Cohort, school: Organisation | None, days_ago: int, **fields: object) -> None:
    enrolment = an_enrolment(cohort, enrolling_organisation=school)
    write_verdict(enrolment, TODAY - timedelta(days=days_ago), school=school, **fields)


def calculated(content: bytes, folder: Path) -> dict[tuple[str, str], object]:
    """Return the cells of a spreadsheet by (sheet, cell), its formulas worked out by `formulas`."""
    path = folder / "book.xlsx"
    path.write_bytes(content)
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    found = {}
    for name, cell in solution.items():
        sheet, _mark, place = str(name).partition("]")[2].partition("'!")
        if place and ":" not in place:
            found[sheet, place] = cell.value[0][0]
    return found
