"""Two people plan a cohort in one venue at the same instant: one of them has it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from learning.cohorts import bookings
from learning.cohorts.bookings import VenueIsTaken
from learning.cohorts.models import VenueBooking
from tests.learning.builders import a_cohort, a_revision, a_venue, an_organisation

PLANNERS = 4
ROUNDS = 5


def bookings_of_a_race() -> list[int]:
    """Have everybody plan at once, in a venue a round; return how many got each."""
    revision, organiser = a_revision(days=1), an_organisation()
    start = Barrier(PLANNERS)

    def plan(venue) -> bool:
        try:
            start.wait(timeout=30)
            a_cohort(revision=revision, organiser=organiser, venue=venue)
        except VenueIsTaken:
            return False
        finally:
            connection.close()
        return True

    got = []
    with ThreadPoolExecutor(PLANNERS) as planners:
        for _round in range(ROUNDS):
            venue = a_venue()
            got.append(sum(planners.map(plan, [venue] * PLANNERS, timeout=60)))
            assert VenueBooking.objects.filter(venue=venue).count() == 2 * got[-1]
    return got


@pytest.mark.django_db(transaction=True)
def test_of_those_who_plan_in_one_venue_at_once_one_has_it():
    assert bookings_of_a_race() == [1] * ROUNDS


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_and_the_constraint_the_race_is_lost(monkeypatch):
    """The negative control: what the test above would see if nothing held the venue."""
    monkeypatch.setattr(bookings, "lock_venue", lambda _venue_id: None)
    drop = "ALTER TABLE learning_venuebooking DROP CONSTRAINT venue_booking_no_overlap"
    add = (
        "ALTER TABLE learning_venuebooking ADD CONSTRAINT venue_booking_no_overlap "
        "EXCLUDE USING gist (int8range(venue_id, venue_id, '[]') WITH &&, "
        "tstzrange(starts_at, ends_at) WITH &&)"
    )
    with connection.cursor() as cursor:
        cursor.execute(drop)
        try:
            assert max(bookings_of_a_race()) > 1
        finally:
            VenueBooking.objects.all().delete()
            cursor.execute(add)
