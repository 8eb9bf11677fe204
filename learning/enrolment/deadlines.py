"""Until when an offered place may be accepted: hours that people can answer in."""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

# Nobody has to answer before nine or after seven, nor on a day off.
OPENS, CLOSES, MORNING = time(9), time(19), time(10)
SHORTEST = timedelta(hours=2)
# Near the start, an answer is due within this part of the time that is left.
PART_OF_WHAT_IS_LEFT = 4
# After this, a place goes to whoever comes.
TOO_LATE = timedelta(hours=2)
_LONGEST_BREAK = 10


def offer_deadline(
    *, now: datetime, hours: int, first_half_day: datetime, zone: ZoneInfo
) -> datetime | None:
    """Return when an offer made `now` expires; None when it is too late to offer anything.

    `hours` is what the cohort's page promises. Near the first half-day it is shortened; an
    expiry outside working hours, in the venue's zone, waits for ten on the next working day.
    """
    left = first_half_day - now
    if left <= TOO_LATE:
        return None
    last = first_half_day - TOO_LATE / 2
    due = now + min(timedelta(hours=hours), max(SHORTEST, left / PART_OF_WHAT_IS_LEFT))
    return min(_when_people_work(due, zone), last)


def _when_people_work(due: datetime, zone: ZoneInfo) -> datetime:
    """Return `due`, or ten o'clock on the next working day if nobody works then."""
    local = due.astimezone(zone)
    off = _days_off(local.year)
    if _is_worked(local, off) and OPENS <= local.time() <= CLOSES:
        return due
    if local.time() > CLOSES or not _is_worked(local, off):
        local += timedelta(days=1)
    for _day in range(_LONGEST_BREAK):
        if _is_worked(local, off):
            break
        local += timedelta(days=1)
    return datetime.combine(local.date(), MORNING, zone)


def worked_morning_before(at: datetime, *, days: int, zone: ZoneInfo) -> datetime:
    """Return ten o'clock of the working day that is `days` before `at`, or earlier if none is."""
    day = at.astimezone(zone) - timedelta(days=days)
    for _day in range(_LONGEST_BREAK):
        if _is_worked(day, _days_off(day.year)):
            break
        day -= timedelta(days=1)
    return datetime.combine(day.date(), MORNING, zone)


@cache
def _days_off(year: int) -> "holidays.HolidayBase":
    """Return the public holidays of a year and the next: reading them takes long the first time."""
    return holidays.country_holidays("FR", years=[year, year + 1])


def _is_worked(at: datetime, off: "holidays.HolidayBase") -> bool:
    return at.weekday() < 5 and at.date() not in off  # noqa: PLR2004 - Saturday is the sixth day
