"""Where the count is, how fast it grows, when it will be there. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_PER_MONTH = 365.2425 / 12
# The pace held is that of the last twelve months: a year evens out the seasons.
PACE_WINDOW = timedelta(days=365)
# In days: further than this, a projected date says nothing.
BEYOND_A_LIFETIME = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """A count against its target on one day. Paces are in people per month."""

    on: date
    count: int
    target: int
    expected: int
    held: float
    needed: float | None
    projected_on: date | None
    days_ahead: int

    @property
    def missing(self) -> int:
        """Return how many people are still to train."""
        return max(self.target - self.count, 0)

    def missed_on(self, ends_on: date) -> int:
        """Return how many people would be missing on the last day, at the pace held."""
        left = max((ends_on - self.on).days, 0) / DAYS_PER_MONTH
        return max(round(self.target - self.count - self.held * left), 0)

    @property
    def is_reached(self) -> bool:
        """Return whether the target is reached."""
        return self.count >= self.target


def window_start(starts_on: date, on: date) -> date:
    """Return the eve of the first day that the pace is held over: a day counts from its morning."""
    return max(on - PACE_WINDOW, starts_on - timedelta(days=1))


def pace_of(
    *, count: int, lately: int, target: int, starts_on: date, ends_on: date, on: date
) -> Pace:
    """Return the pace on a day: `lately` of the people counted came after `window_start`.

    `needed` is None when the time is over. `projected_on` is the day of the target at the pace
    held; None when nobody was counted lately. `days_ahead` compares the count with a straight
    line from the first day to the last: negative when late.
    """
    window = max((on - window_start(starts_on, on)).days, 1)
    held_per_day = lately / window
    missing = max(target - count, 0)
    left = (ends_on - on).days
    total = (ends_on - starts_on).days
    elapsed = min(max((on - starts_on).days, 0), total)
    return Pace(
        on=on,
        count=count,
        target=target,
        expected=round(target * elapsed / total),
        held=held_per_day * DAYS_PER_MONTH,
        needed=missing / left * DAYS_PER_MONTH if left > 0 else None,
        projected_on=_projected(on, missing, held_per_day),
        days_ahead=round(count * total / target) - elapsed,
    )


def _projected(on: date, missing: int, held_per_day: float) -> date | None:
    if missing == 0:
        return on
    if held_per_day == 0:
        return None
    days = missing / held_per_day
    return on + timedelta(days=round(days)) if days < BEYOND_A_LIFETIME else None
