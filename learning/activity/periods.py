"""Which day a report is due, and which days it is about. Pure: no database, no clock."""

from datetime import date, timedelta

from learning.activity.enums import Cadence

DAY = timedelta(days=1)
MONTHS_OF_A_QUARTER = 3


def latest_due(cadence: Cadence, day: int, today: date) -> date:
    """Return the last day, today included, on which such a report was due."""
    if cadence == Cadence.WEEKLY:
        return today - timedelta(days=(today.isoweekday() - day) % 7)
    first = period_start(cadence, today)
    due = first + timedelta(days=day - 1)
    return due if due <= today else period_start(cadence, first - DAY) + timedelta(days=day - 1)


def next_due(cadence: Cadence, day: int, today: date) -> date:
    """Return the next day, after today, on which such a report is due."""
    if cadence == Cadence.WEEKLY:
        return latest_due(cadence, day, today) + timedelta(days=7)
    coming = today
    while latest_due(cadence, day, coming) <= today:
        coming += DAY
    return coming


def period_start(cadence: Cadence, day: date) -> date:
    """Return the first day of the month or the quarter that a day is in."""
    if cadence == Cadence.QUARTERLY:
        return date(day.year, (day.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + 1, 1)
    return day.replace(day=1)


def days_of(cadence: Cadence, due: date) -> tuple[date, date]:
    """Return the first and last day of the period that ended before a report was due."""
    if cadence == Cadence.WEEKLY:
        monday = due - timedelta(days=due.weekday())
        return monday - timedelta(days=7), monday - DAY
    last = period_start(cadence, due) - DAY
    return period_start(cadence, last), last
