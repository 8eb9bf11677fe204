"""An offer is answered at hours when people work, before the first day, and never in the past."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.enrolment.deadlines import CLOSES, OPENS, TOO_LATE, offer_deadline

PARIS = ZoneInfo("Europe/Paris")
OFF = holidays.country_holidays("FR", years=range(2026, 2032))
ZONES = ["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea"]
YEARS = timedelta(days=4 * 365)
instants = st.integers(0, int(YEARS.total_seconds())).map(
    lambda seconds: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
lengths = st.integers(1, 90 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))

# The machine that checks may be busy: what is slow here is not the rule.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def deadline(now, first, hours=48, zone=PARIS):
    return offer_deadline(now=now, hours=hours, first_half_day=first, zone=zone)


def paris(*at):
    return datetime(*at, tzinfo=PARIS)


def is_worked(at):
    local = at.time()
    return at.weekday() < 5 and at.date() not in OFF and OPENS <= local <= CLOSES


@unhurried
@given(
    now=instants, left=lengths, hours=st.integers(1, 200), zone=st.sampled_from(ZONES),
)  # fmt: skip
def test_a_deadline_is_ahead_before_the_start_and_at_a_working_hour(now, left, hours, zone):
    first, zone = now + left, ZoneInfo(zone)
    due = deadline(now, first, hours, zone)
    if left <= TOO_LATE:
        assert due is None
        return
    assert now < due < first
    if not is_worked(due.astimezone(zone)):
        assert due == first - TOO_LATE / 2, "Only the start forces another hour."


@unhurried
@given(now=instants, hours=st.integers(1, 96))
def test_far_from_the_start_nobody_has_less_than_what_the_page_promises(now, hours):
    due = deadline(now, now + timedelta(days=60), hours)
    assert due >= now + timedelta(hours=hours)
    assert due <= now + timedelta(hours=hours, days=6), "Nor so long that the place sleeps."


@pytest.mark.parametrize(
    ("now", "first", "due"),
    [
        # Tuesday at ten, two days on.
        (paris(2027, 3, 2, 10), paris(2027, 4, 6, 9), paris(2027, 3, 4, 10)),
        # Friday at ten: Sunday is nobody's hour.
        (paris(2027, 3, 5, 10), paris(2027, 4, 6, 9), paris(2027, 3, 8, 10)),
        # Two days on is Easter Monday; then it is Tuesday.
        (paris(2027, 3, 27, 11), paris(2027, 5, 6, 9), paris(2027, 3, 30, 10)),
        # At night, the answer is due in the morning.
        (paris(2027, 3, 1, 23), paris(2027, 4, 6, 9), paris(2027, 3, 4, 10)),
        # Eight hours before the start: a quarter of what is left.
        (paris(2027, 3, 2, 9), paris(2027, 3, 2, 17), paris(2027, 3, 2, 11)),
        # Two hours before, a place goes to whoever comes.
        (paris(2027, 3, 2, 7), paris(2027, 3, 2, 9), None),
    ],
)
def test_a_few_deadlines_read_on_a_calendar(now, first, due):
    assert deadline(now, first) == due


def test_hours_are_those_of_the_place():
    zone = ZoneInfo("Indian/Reunion")
    due = deadline(paris(2027, 3, 1, 20), paris(2027, 4, 6, 9), zone=zone)
    assert due.astimezone(zone).time() == time(10)
