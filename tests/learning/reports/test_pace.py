"""The pace: pure arithmetic on the days people were first counted."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.reports.pace import DAYS_PER_MONTH, pace_of, window_start

STARTS, ENDS = date(2025, 1, 1), date(2028, 12, 31)
DAYS = st.dates(STARTS, ENDS)
# How fast days are drawn says how busy the machine is.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def pace(days, on, target=2000, starts_on=STARTS, ends_on=ENDS):
    return pace_of(
        count=sum(day <= on for day in days),
        lately=sum(window_start(starts_on, on) < day <= on for day in days),
        target=target, starts_on=starts_on, ends_on=ends_on, on=on,
    )  # fmt: skip


def every(days, start, count):
    return [start + timedelta(days=days * n) for n in range(count)]


def test_one_person_a_day_is_a_month_of_days_and_says_when_it_will_be_over():
    on = date(2026, 6, 30)
    told = pace(every(1, STARTS, (on - STARTS).days + 1), on)
    assert told.count == 546
    assert told.held == pytest.approx(DAYS_PER_MONTH)
    assert told.projected_on == on + timedelta(days=2000 - 546)


def test_people_of_the_very_first_day_count_in_the_pace():
    told = pace([STARTS] * 30, STARTS)
    assert told.count == 30
    assert told.held == pytest.approx(30 * DAYS_PER_MONTH)


def test_the_pace_held_forgets_what_is_more_than_a_year_old():
    assert pace([STARTS] * 500, date(2026, 6, 30)).held == 0


def test_nobody_lately_means_no_date():
    told = pace([STARTS], date(2026, 6, 30))
    assert told.projected_on is None
    assert told.missing == 1999


def test_a_date_beyond_a_lifetime_is_not_told():
    assert pace([date(2026, 6, 1)], date(2026, 6, 30), target=100_000).projected_on is None


def test_once_reached_the_target_is_reached_today_and_nothing_is_needed():
    told = pace([STARTS] * 3, date(2026, 6, 30), target=2)
    assert told.is_reached
    assert (told.missing, told.needed, told.projected_on) == (0, 0, date(2026, 6, 30))


def test_when_the_time_is_over_no_pace_can_be_needed():
    assert pace([STARTS], ENDS).needed is None
    assert pace([STARTS], ENDS + timedelta(days=30)).needed is None


def test_the_pace_needed_shares_what_is_missing_over_what_is_left():
    told = pace([], ENDS - timedelta(days=100), target=100)
    assert told.needed == pytest.approx(DAYS_PER_MONTH)


def test_being_late_is_told_in_days():
    span = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 4, 11)}  # a hundred days
    told = pace([date(2026, 1, 2)] * 20, date(2026, 2, 20), target=100, **span)
    assert (told.expected, told.days_ahead) == (50, -30)


@unhurried
@given(st.lists(DAYS, max_size=50), DAYS, st.integers(1, 3000))
def test_whatever_the_days_the_figures_agree_with_each_other(days, on, target):
    told = pace(days, on, target=target)
    assert told.count + told.missing >= target
    assert told.count <= len(days)
    assert 0 <= told.expected <= target
    assert told.held >= 0
    assert told.needed is None or told.needed >= 0
    assert told.projected_on is None or told.projected_on >= on


@unhurried
@given(st.lists(DAYS, max_size=50), DAYS, DAYS)
def test_the_count_never_goes_down_with_time(days, one, other):
    earlier, later = sorted((one, other))
    assert pace(days, earlier).count <= pace(days, later).count
