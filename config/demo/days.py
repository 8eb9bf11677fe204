"""The demo's calendar: working days relative to today, and where it is a working hour now."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from learning.cohorts.models import Venue
from learning.cohorts.services import AFTERNOON, MORNING

FRIDAY = 4
# When people sign, in the formats of the demo: what a format says unless told otherwise.
OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(minutes=30)
# How much earlier the afternoons begin where the demo finds people at lunch.
EARLY_AFTERNOON = timedelta(minutes=45)


def working_day(day: date, *, step: int = 1) -> date:
    """Return the day itself, or the nearest working day after it (before it with step=-1)."""
    while day.weekday() > FRIDAY:
        day += timedelta(days=step)
    return day


def days_from(today: date, starts_in: int, offsets: list[int]) -> list[date]:
    """Return the working days that begin `starts_in` days from today; a weekend moves them on."""
    days: list[date] = []
    first = working_day(today + timedelta(days=starts_in))
    for offset in offsets:
        day = working_day(first + timedelta(days=offset))
        while days and day <= days[-1]:
            day = working_day(day + timedelta(days=1))
        days.append(day)
    return days


def is_signing_time(zone: ZoneInfo, at: datetime) -> bool:
    """Return whether a half-day of usual hours can be signed there now."""
    local = at.astimezone(zone)
    return any(
        _at(local, starts) - OPENS_BEFORE <= local <= _at(local, ends) + CLOSES_AFTER
        for starts, ends in (MORNING, AFTERNOON)
    )


def is_lunch(zone: ZoneInfo, at: datetime) -> bool:
    """Return whether it is too late there to sign the morning and too early for the afternoon."""
    local = at.astimezone(zone)
    return _at(local, MORNING[1]) + CLOSES_AFTER < local < _at(local, AFTERNOON[0]) - OPENS_BEFORE


def _at(local: datetime, hour: time) -> datetime:
    return local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)


def venue_at_work(venues: list[Venue], at: datetime) -> Venue:
    """Return the first venue where people are in the room now: the Republic never sleeps.

    Paris comes first; at night there, it is day overseas. For three quarters of an hour of winter
    evenings, only lunch is found: see EARLY_AFTERNOON.
    """
    at_work = (v for v in venues if is_signing_time(v.zone, at))
    at_lunch = (v for v in venues if is_lunch(v.zone, at))
    return next(at_work, None) or next(at_lunch, venues[0])


def days_around_now(zone: ZoneInfo, at: datetime) -> list[date]:
    """Return three days of which today, there, is the second."""
    today = at.astimezone(zone).date()
    before = working_day(today - timedelta(days=1), step=-1)
    after = working_day(today + timedelta(days=1))
    return [before, today, after]
