"""What waits for someone: cohorts, half-days and papers to look at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from learning.cohorts.enums import CohortState
from learning.reports.permissions import can_steer
from learning.reports.queries import (
    cohorts_at_risk,
    cohorts_waited_for,
    papers_not_drawn,
    unsealed_half_days,
)
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db


class TestToLookAt:
    def test_cohorts_to_come_under_their_minimum_are_at_risk(self):
        risky = a_cohort(places=(2, 10))
        safe = a_cohort(places=(1, 10))
        for cohort in (risky, safe):
            an_enrolment(cohort)
        a_cohort(places=(2, 10), state=CohortState.CANCELLED)
        a_cohort(places=(2, 10), starts=timezone.localdate() - timedelta(days=3))
        assert list(cohorts_at_risk(timezone.now())) == [risky]

    def test_cohorts_to_come_that_people_wait_for_ask_for_another_date(self):
        full = a_cohort(places=(1, 1))
        an_enrolment(full)
        an_enrolment(full, state="waiting", queue_number=1, confirmed_at=None)
        an_enrolment(a_cohort(places=(1, 2)))
        assert list(cohorts_waited_for(timezone.now())) == [full]

    def test_a_paper_not_drawn_for_a_while_should_be_looked_at(self):
        room = a_room(is_over=True)
        room.seal(there=range(1, 7))
        do_the_jobs("half_day_sealed")
        now = timezone.now()
        assert not papers_not_drawn(now).exists()
        assert papers_not_drawn(now + timedelta(hours=1)).get().recipient == room.person

    def test_half_days_that_are_over_wait_for_their_countersignature(self):
        room = a_room(is_over=True)
        over = [half for half in room.half_days if half.ends_at < timezone.now()]
        mine = unsealed_half_days(timezone.now()).filter(cohort=room.cohort)
        assert list(mine) == over
        room.seal(upto=1)
        assert list(mine.all()) == over[1:]
        over[0].refresh_from_db()
        assert over[0].sealed


def test_only_administrators_steer():
    assert can_steer(a_person(Role.ADMINISTRATOR))
    assert not any(can_steer(a_person(role)) for role in Role if role != Role.ADMINISTRATOR)
