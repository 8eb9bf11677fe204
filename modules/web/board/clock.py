"""The board's clock: hours in words, and where each thing stands on the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from frontend import formats
from modules.programmes.queries import DayPlan
from modules.programmes.timetable import end_of, minute_of

STEP = 5
HOUR = 60
MIDNIGHT = 24 * HOUR


def hour(minute: int) -> str:
    """Return a minute since midnight as "9 h 05"; the next midnight is 0 h 00."""
    hours, minutes = divmod(minute % MIDNIGHT, HOUR)
    return formats.hour(time(hours, minutes))


@dataclass(frozen=True, slots=True)
class Clock:
    """What the board shows of a day: from one hour to another, in minutes since midnight."""

    opens: int
    closes: int

    def slot(self, minute: int) -> int:
        """Return how many steps of five minutes a minute is from the top."""
        return (minute - self.opens) // STEP

    @property
    def slots(self) -> int:
        """Return the height of a day, in steps."""
        return self.slot(self.closes)

    @property
    def hours(self) -> list[tuple[int, str]]:
        """Return the hours beside the days: where, and in words ("9 h")."""
        whole = range(self.opens, self.closes, HOUR)
        return [(self.slot(minute), formats.duration(minute)) for minute in whole]

    def holds(self, starts: int, ends: int) -> bool:
        """Return whether a sequence can be drawn without changing the clock."""
        return self.opens <= starts and ends <= self.closes


def clock_of(plans: Iterable[DayPlan]) -> Clock:
    """Return the clock that shows all of the days."""
    starts, ends = [9 * HOUR], [17 * HOUR]
    for plan in plans:
        starts.append(minute_of(plan.day.starts))
        ends.append(minute_of(plan.day.ends))
        for sequence in plan.sequences:
            starts.append(minute_of(sequence.starts))
            ends.append(end_of(sequence))
    half = HOUR // 2
    return Clock(min(starts) // HOUR * HOUR, min(MIDNIGHT, -(-max(ends) // half) * half))
