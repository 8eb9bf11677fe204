"""Write a day of two hundred people, with figures kept and without: run by `tests.run`.

A day is two roll calls, two countersignatures, and everybody's verdict and certificate.
"""

import json
import statistics
import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.attendance.enums import AttendanceStatus
from learning.attendance.services import Presence, countersign_half_day, record_roll_call
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.completion import services
from learning.counting.services import record_verdict
from learning.enrolment.models import Enrolment
from tests.budgets.rows import people
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    an_enrolment,
    half_days_of,
    number,
)

PEOPLE, TURNS = 200, 5
NUMBERS_TAKEN = 1000
PRESENT = Presence(status=AttendanceStatus.PRESENT)


def main() -> None:
    """Print the measure, and that of the verdicts alone, as JSON."""
    # What filled the database took the first numbers, in another process.
    for _taken in range(NUMBERS_TAKEN):
        number()
    days, verdicts = [], []
    for _turn in range(TURNS):
        kept, bare = _write(), _write(figures=False)
        days.append((sum(kept), sum(bare)))
        verdicts.append((kept[1], bare[1]))
    print(
        json.dumps(
            [
                _told("day_200_written", "the same day without figures", days),
                _told("verdicts_200_written", "the same verdicts without figures", verdicts),
            ]
        )
    )


def _told(name: str, floor_name: str, pairs: list[tuple[float, float]]) -> dict[str, object]:
    mine, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "name": name, "value": round(mine), "unit": "ms", "floor": round(bare),
        "floor_name": floor_name, "ratio": round(mine / bare, 3),
        "ratios": [one / other for one, other in pairs], "n": len(pairs),
    }  # fmt: skip


def _write(*, figures: bool = True) -> tuple[float, float]:
    """Return the milliseconds spent on the sheets, then on the verdicts; nothing is kept."""
    if not figures:
        setattr(services, "record_verdict", lambda **_told: None)  # noqa: B010
    try:
        with transaction.atomic():
            trainer, enrolments, halves = _a_day()
            begun = time.perf_counter()
            for half in halves:
                record_roll_call(
                    actor=trainer, half_day=half, presences=dict.fromkeys(enrolments, PRESENT)
                )
                countersign_half_day(trainer=trainer, half_day=half)
            sealed = time.perf_counter()
            for enrolment in enrolments:
                services.evaluate_enrolment(enrolment=enrolment)
            judged = time.perf_counter()
            transaction.set_rollback(True)
    finally:
        setattr(services, "record_verdict", record_verdict)  # noqa: B010
    return (sealed - begun) * 1000, (judged - sealed) * 1000


def _a_day() -> tuple[User, list[Enrolment], list[HalfDay]]:
    trainer = a_person(Role.TRAINER)
    revision = a_revision(days=1, required_half_days=2, planned_minutes=420)
    cohort = a_cohort(
        revision=revision, trainers=[trainer], places=(2, PEOPLE), state=CohortState.RUNNING
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=yesterday, ends_on=yesterday)
    over = timezone.now() - timedelta(hours=1)
    HalfDay.objects.filter(cohort=cohort).update(starts_at=over - timedelta(hours=3), ends_at=over)
    enrolments = [an_enrolment(cohort, person) for person in people(PEOPLE)]
    return trainer, enrolments, half_days_of(cohort)
