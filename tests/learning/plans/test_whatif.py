"""A scenario gives a date, and how sure it is; the quarters it is followed by leave no day out."""

from datetime import date, timedelta

import pytest

from learning.plans.whatif import Scenario, outcome_of, quarters

ON = date(2027, 3, 16)
FIVE = Scenario(cohorts=5, places=40, fill=90, completion=95, fresh=100)
HELD = (30, 34, 38, 36, 28, 40, 35, 33)


def test_a_cohort_adds_its_places_filled_completed_and_not_counted_yet():
    assert FIVE.per_cohort == pytest.approx(40 * 0.9 * 0.95)
    assert FIVE.per_month == pytest.approx(FIVE.per_cohort * 5 / 3)


def test_the_date_is_when_the_people_missing_have_come():
    found = outcome_of(FIVE, missing=342, on=ON)
    # 10 cohorts of 34.2 people: two quarters.
    assert found.cohorts == 10
    assert found.reaches_on == date(2027, 9, 15)
    assert (found.earliest, found.latest) == (None, None)


def test_what_cohorts_held_differ_by_makes_the_range():
    found = outcome_of(FIVE, missing=342, on=ON, yields=HELD)
    assert found.earliest < found.reaches_on < found.latest
    same = outcome_of(FIVE, missing=342, on=ON, yields=[34] * 8)
    assert found.latest - found.earliest > same.latest - same.earliest


def test_a_target_that_is_reached_is_today_and_a_far_one_is_never():
    assert outcome_of(FIVE, missing=0, on=ON).reaches_on == ON
    assert outcome_of(FIVE, missing=10**9, on=ON).reaches_on is None


@pytest.mark.parametrize("days", [0, 15, 91, 92, 400, 900])
def test_quarters_follow_each_other_from_the_first_day_to_the_last(days):
    last = ON + timedelta(days=days)
    found = list(quarters(ON, last))
    assert sum(one.days for one in found) == days + 1
    assert (found[0].first, found[-1].last) == (ON, last)
    assert all((one.first.month - 1) // 3 == (one.last.month - 1) // 3 for one in found)
