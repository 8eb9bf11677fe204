"""One round of `roster_import_2000`: an import, then the same rows by `bulk_create`."""

import time
from collections import Counter
from dataclasses import dataclass

from django.db import models, transaction

from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from common.audit.models import AuditEntry
from common.jobs import runner
from common.jobs.models import Job
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.rosters.enums import LineKind, Lines
from learning.rosters.models import Roster
from learning.rosters.services import apply_roster, counts_of, send_roster
from tests.learning.builders import a_cohort, a_person, an_organisation
from tests.learning.rosters.files import a_csv, people

# In the order that their keys allow.
WRITTEN: tuple[type[models.Model], ...] = (
    User, AgentProfile, Enrolment, AuditEntry, Job, Roster,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of both sides, rows written, and what a second application would change."""

    ours: float
    floor: float
    rows: int
    changes: int


def one_round(number: int, lines: int) -> Round:
    """Import `lines` people; write the same rows again plainly, the import's own taken out."""
    school = an_organisation()
    manager, cohort = a_person(Role.SCHOOL_MANAGER, school), a_cohort(places=(2, 40))
    data = a_csv(people(lines, first=number * lines)).encode()
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in WRITTEN}

    start = time.perf_counter()
    roster = _import(manager, cohort, data)
    ours = time.perf_counter() - start
    assert counts_of(roster) == Counter({LineKind.CREATE.value: lines})
    rows = {
        model: [
            row for row in model._default_manager.all()
            if row.pk not in before[model]
        ]
        for model in WRITTEN
    }  # fmt: skip
    floor = _plainly(rows)
    again = send_roster(
        actor=manager, cohort=cohort, organisation=school, filename="liste.csv", data=data
    )
    changes = lines - counts_of(again)[LineKind.UNCHANGED]
    return Round(ours, floor, sum(map(len, rows.values())), changes)


def _import(manager: User, cohort: Cohort, data: bytes) -> Roster:
    school = manager.memberships.get().organisation
    roster = send_roster(
        actor=manager, cohort=cohort, organisation=school, filename="liste.csv", data=data
    )
    job = apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    runner.run(job.pk)
    roster.refresh_from_db()
    return roster


def _plainly(rows: dict[type[models.Model], list[models.Model]]) -> float:
    """Take the rows out, then write them as they were in one transaction; return its seconds."""
    with transaction.atomic():
        for model in reversed(WRITTEN):
            keys = [row.pk for row in rows[model]]
            model._default_manager.filter(pk__in=keys)._raw_delete("default")
    start = time.perf_counter()
    with transaction.atomic():
        for model in WRITTEN:
            model._default_manager.bulk_create(rows[model])
    return time.perf_counter() - start
