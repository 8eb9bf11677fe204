"""Scenes that several tests start from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.users.enums import Role
from accounts.users.models import User
from learning.attendance.enums import AttendanceStatus
from learning.attendance.services import Presence, countersign_half_day, record_roll_call
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from tests.learning.builders import (
    a_finished_cohort,
    a_person,
    a_revision,
    a_running_cohort,
    an_enrolment,
    half_days_of,
    the_provider,
)

PRESENT = Presence(status=AttendanceStatus.PRESENT)
ABSENT = Presence(status=AttendanceStatus.ABSENT)


@dataclass(frozen=True, slots=True)
class Room:
    """A cohort, its trainer, one participant and its half-days in order."""

    cohort: Cohort
    trainer: User
    enrolment: Enrolment
    half_days: list[HalfDay]

    @property
    def person(self) -> User:
        """Return the participant."""
        return self.enrolment.person

    @property
    def now(self) -> HalfDay:
        """Return the first half-day, under way in a running cohort."""
        return self.half_days[0]

    def seal(
        self, there: Iterable[int] = (), enrolment: Enrolment | None = None, *, upto: int = 99
    ) -> None:
        """Countersign the half-days; the participant is present at those numbered in `there`."""
        who = enrolment or self.enrolment
        attended = set(there)
        for number, half_day in enumerate(self.half_days[:upto], start=1):
            presence = PRESENT if number in attended else ABSENT
            record_roll_call(actor=self.trainer, half_day=half_day, presences={who: presence})
            countersign_half_day(trainer=self.trainer, half_day=half_day)


def a_room(*, is_over: bool = False, days: int = 3, person: User | None = None, **fmt: Any) -> Room:
    """Return a running cohort on its first half-day, or a finished one."""
    the_provider()
    trainer = a_person(Role.TRAINER)
    make = a_finished_cohort if is_over else a_running_cohort
    cohort = make(revision=a_revision(days=days, **fmt), trainers=[trainer])
    enrolment = an_enrolment(cohort, person or a_person())
    return Room(cohort, trainer, enrolment, half_days_of(cohort))
