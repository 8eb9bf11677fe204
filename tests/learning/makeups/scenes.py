"""A half-day missed, and the same one to come in another cohort."""

from dataclasses import dataclass
from datetime import timedelta

from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.makeups.models import MakeUp
from learning.makeups.services import answer_make_up, open_make_up
from tests.learning.builders import a_cohort, half_days_of
from tests.learning.scenes import Room, a_room


@dataclass(frozen=True, slots=True)
class Missed:
    """A finished room where the participant missed the sixth half-day, and where to make up."""

    room: Room
    host: Cohort

    @property
    def half_day(self) -> HalfDay:
        """Return what was missed."""
        return self.room.half_days[5]

    @property
    def date(self) -> HalfDay:
        """Return the half-day to come where the same is taught."""
        return half_days_of(self.host)[5]

    def accepted(self) -> MakeUp:
        """Have the participant asked for, and the team accept, that date."""
        asked = open_make_up(
            actor=self.room.person, enrolment=self.room.enrolment, missed=self.half_day,
            taken=self.date,
        )  # fmt: skip
        return answer_make_up(actor=self.room.trainer, make_up=asked, accepts=True)

    def hold_the_date(self) -> HalfDay:
        """Let time pass: the host's half-day is over, its sheet open."""
        date = self.date
        date.starts_at -= timedelta(days=60)
        date.ends_at -= timedelta(days=60)
        date.save(update_fields=["starts_at", "ends_at"])
        return date


def a_missed_half_day(there: int = 4) -> Missed:
    """Return the scene; the participant was at the first `there` half-days."""
    room = a_room(is_over=True)
    room.seal(there=range(1, there + 1))
    host = a_cohort(
        state=CohortState.OPEN,
        revision=room.cohort.revision,
        trainers=[room.trainer],
        places=(1, 2),
    )
    return Missed(room, host)
