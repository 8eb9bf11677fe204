"""What to look at before a cohort meets."""

from datetime import date, timedelta

import pytest

from accounts.organisations.enums import Region
from accounts.users.enums import Role
from learning.cohorts.enums import CohortState
from learning.cohorts.queries import warnings
from tests.learning.builders import a_cohort, a_person, a_revision, a_venue

pytestmark = pytest.mark.django_db
ORDINARY = date(2027, 3, 16)


def told(cohort):
    return [(warning.code, str(warning.sentence)) for warning in warnings(cohort)]


def one_day(starts, **fields):
    return a_cohort(revision=a_revision(days=1), starts=starts, **fields)


def test_an_ordinary_cohort_warns_of_nothing():
    assert told(one_day(ORDINARY)) == []


def test_a_public_holiday_is_named():
    assert told(one_day(date(2027, 7, 14))) == [
        ("public_holiday", "Le 14/07/2027 est férié : Fête nationale.")
    ]


@pytest.mark.parametrize(
    ("region", "zone", "own_day"),
    [
        (Region.LA_REUNION, "Indian/Reunion", date(2027, 12, 20)),
        (Region.GUADELOUPE, "America/Guadeloupe", date(2027, 5, 27)),
        (Region.MARTINIQUE, "America/Martinique", date(2027, 5, 22)),
        (Region.GUYANE, "America/Cayenne", date(2027, 6, 10)),
        (Region.MAYOTTE, "Indian/Mayotte", date(2027, 4, 27)),
        (Region.NOUVELLE_CALEDONIE, "Pacific/Noumea", date(2027, 9, 24)),
        (Region.POLYNESIE_FRANCAISE, "Pacific/Tahiti", date(2027, 3, 5)),
    ],
)
def test_an_overseas_region_has_its_own_holidays(region, zone, own_day):
    there = one_day(own_day, venue=a_venue(region=region, time_zone=zone))
    assert [code for code, _sentence in told(there)] == ["public_holiday"]
    assert told(one_day(own_day)) == [], "In Rennes it is an ordinary day."


def test_strasbourg_has_its_good_friday():
    friday = date(2027, 3, 26)
    strasbourg = a_venue(region=Region.GRAND_EST, postal_code="67000", city="Strasbourg")
    reims = a_venue(region=Region.GRAND_EST, postal_code="51100", city="Reims")
    assert [code for code, _told in told(one_day(friday, venue=strasbourg))] == ["public_holiday"]
    assert told(one_day(friday, venue=reims)) == []


def test_a_trainer_expected_elsewhere_at_the_same_time_is_named():
    trainer = a_person(Role.TRAINER, first_name="Maëlle", last_name="Corre")
    other = one_day(ORDINARY, trainers=[trainer])
    mine = one_day(ORDINARY, trainers=[trainer])
    assert told(mine) == [
        ("trainer_double_booked", f"Maëlle Corre est attendu·e au même moment ailleurs : {other}.")
    ]


def test_the_day_after_is_not_the_same_time():
    trainer = a_person(Role.TRAINER)
    one_day(ORDINARY + timedelta(days=1), trainers=[trainer])
    assert told(one_day(ORDINARY, trainers=[trainer])) == []


def test_days_in_between_are_free():
    trainer = a_person(Role.TRAINER)
    spread = a_cohort(revision=a_revision(days=2), starts=ORDINARY, trainers=[trainer])
    for half_day in spread.half_days.filter(day=2):
        half_day.starts_at += timedelta(days=5)
        half_day.ends_at += timedelta(days=5)
        half_day.save()
    assert told(one_day(ORDINARY + timedelta(days=2), trainers=[trainer])) == []


@pytest.mark.parametrize("state", [CohortState.CANCELLED, CohortState.POSTPONED])
def test_a_cohort_that_will_not_meet_that_day_keeps_nobody_busy(state):
    trainer = a_person(Role.TRAINER)
    one_day(ORDINARY, trainers=[trainer], state=state)
    assert told(one_day(ORDINARY, trainers=[trainer])) == []


def test_a_group_larger_than_the_room_is_told_with_both_numbers():
    cohort = one_day(ORDINARY, places=(2, 40), venue=a_venue(capacity=30))
    assert told(cohort) == [
        ("group_above_room", "Le groupe peut compter 40 personnes, la salle 30.")
    ]
