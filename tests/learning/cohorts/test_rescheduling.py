"""A cohort moves: what it refuses, what it keeps, and who is told."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.cohorts.bookings import VenueIsTaken
from learning.cohorts.enums import CohortState, Period
from learning.cohorts.models import Cohort, VenueBooking
from learning.cohorts.rescheduling import (
    CohortChangedMeanwhile,
    CohortIsOver,
    DayHasNoDate,
    DayOnTwoDates,
    HalfDayHasBegun,
    HalfDayInThePast,
    HalfDaysOverlap,
    HalfDayUpsideDown,
    NothingChanges,
    TrainerIsTaken,
    reschedule,
)
from learning.cohorts.services import CannotManageCohorts, change_state
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Offer
from tests.jobs import do_the_jobs
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    a_venue,
    an_enrolment,
    an_organisation,
    half_days_of,
)
from tests.learning.cohorts.plans import moved, plan_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def administrator():
    return a_person(Role.ADMINISTRATOR)


@pytest.fixture
def cohort():
    return a_cohort(revision=a_revision(days=2))


def planned(administrator, cohort, half_days, seen=0):
    return reschedule(
        actor=administrator, cohort=cohort, venue=cohort.venue, half_days=half_days, seen=seen
    )


def test_the_days_of_a_cohort_move_with_its_dates_its_venue_s_booking_and_its_trail(
    administrator, cohort
):
    before = half_days_of(cohort)
    moved(administrator, cohort, day=2, by=10 * DAY)
    cohort.refresh_from_db()
    after = half_days_of(cohort)
    assert [half.pk for half in after] == [half.pk for half in before]
    assert after[2].starts_at == before[2].starts_at + 10 * DAY
    assert cohort.ends_on == before[2].starts_at.date() + 10 * DAY
    assert cohort.calendar_sequence == 1
    kept = VenueBooking.objects.filter(venue=cohort.venue).order_by("starts_at")
    assert [one.starts_at for one in kept] == [half.starts_at for half in after]
    entry = AuditEntry.objects.get(action="cohort_rescheduled")
    assert entry.actor == administrator
    assert entry.details["words"].startswith("J2 : ")


def test_a_half_day_is_taken_out_and_another_put_in(administrator, cohort):
    plan = plan_of(cohort)
    without = [half for half in plan if (half.day, half.period) != (2, Period.AFTERNOON)]
    planned(administrator, cohort, without)
    assert len(half_days_of(cohort)) == 3
    planned(administrator, cohort, plan, seen=1)
    assert len(half_days_of(cohort)) == 4


def test_another_venue_keeps_the_hours_on_its_own_clock(administrator, cohort):
    elsewhere = a_venue(time_zone="Indian/Reunion", region="04")
    moved(administrator, cohort, venue=elsewhere)
    first = half_days_of(Cohort.objects.get(pk=cohort.pk))[0]
    assert first.starts_at.astimezone(elsewhere.zone).hour == 9
    assert not VenueBooking.objects.filter(venue=cohort.venue).exists()
    assert VenueBooking.objects.filter(venue=elsewhere).count() == 4


def test_a_plan_that_cannot_be_held_is_refused_with_what_is_wrong(administrator, cohort):
    plan = plan_of(cohort)
    first, others = plan[0], plan[1:]
    with pytest.raises(DayOnTwoDates):
        planned(administrator, cohort, [replace(first, on=first.on - DAY), *others])
    with pytest.raises(DayHasNoDate):
        planned(administrator, cohort, [half for half in plan if half.day == 1])
    with pytest.raises(HalfDayUpsideDown):
        planned(administrator, cohort, [replace(first, ends=time(8)), *others])
    with pytest.raises(HalfDaysOverlap):
        planned(administrator, cohort, [replace(half, on=first.on) for half in plan])
    yesterday = timezone.localdate() - DAY
    with pytest.raises(HalfDayInThePast):
        planned(
            administrator, cohort,
            [replace(half, on=yesterday) if half.day == 1 else half for half in plan],
        )  # fmt: skip
    with pytest.raises(NothingChanges):
        planned(administrator, cohort, plan)
    with pytest.raises(CohortChangedMeanwhile):
        planned(administrator, cohort, plan, seen=7)
    with pytest.raises(CannotManageCohorts):
        planned(a_person(Role.TRAINER), cohort, plan)
    assert cohort.half_days.filter(starts_at__lt=timezone.now()).count() == 0


def test_what_has_begun_stays_and_the_rest_may_move(administrator, cohort):
    for half in half_days_of(cohort)[:2]:
        half.starts_at, half.ends_at = half.starts_at - 31 * DAY, half.ends_at - 31 * DAY
        half.save()
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.RUNNING)
    with pytest.raises(HalfDayHasBegun):
        moved(administrator, cohort, day=1, by=40 * DAY)
    with pytest.raises(HalfDayHasBegun):
        moved(administrator, cohort, venue=a_venue())
    moved(administrator, cohort, day=2, by=DAY)


@pytest.mark.parametrize("state", [CohortState.CLOSED, CohortState.CANCELLED])
def test_a_cohort_that_is_over_moves_no_more(administrator, cohort, state):
    Cohort.objects.filter(pk=cohort.pk).update(state=state)
    with pytest.raises(CohortIsOver):
        moved(administrator, cohort, by=DAY)


def test_a_venue_receives_one_group_at_a_time_whoever_plans_or_moves(administrator):
    venue, revision = a_venue(), a_revision(days=1)
    held = a_cohort(revision=revision, venue=venue)
    with pytest.raises(VenueIsTaken, match=held.title):
        a_cohort(revision=revision, venue=venue)
    later = a_cohort(revision=revision, venue=venue, starts=held.starts_on + 5 * DAY)
    with pytest.raises(VenueIsTaken):
        moved(administrator, later, by=-5 * DAY)
    assert Cohort.objects.get(pk=later.pk).calendar_sequence == 0
    change_state(actor=administrator, cohort=held, to=CohortState.POSTPONED, reason="Grève")
    moved(administrator, later, by=-5 * DAY)
    with pytest.raises(VenueIsTaken):
        change_state(actor=administrator, cohort=held, to=CohortState.OPEN)


def test_the_database_itself_refuses_two_bookings_that_overlap(cohort):
    assert connection.vendor == "postgresql"
    mine = VenueBooking.objects.filter(venue=cohort.venue).earliest("starts_at")
    other = half_days_of(a_cohort(revision=cohort.revision))[0]
    VenueBooking.objects.filter(half_day=other).delete()
    with pytest.raises(IntegrityError, match="venue_booking_no_overlap"):
        VenueBooking.objects.create(
            venue=cohort.venue, half_day=other,
            starts_at=mine.starts_at + timedelta(hours=1), ends_at=mine.ends_at + DAY,
        )  # fmt: skip


def test_a_trainer_expected_elsewhere_is_named(administrator):
    trainer, revision = a_person(Role.TRAINER, first_name="Maëlle"), a_revision(days=1)
    there = a_cohort(revision=revision, trainers=[trainer])
    here = a_cohort(revision=revision, trainers=[trainer], starts=there.starts_on + 3 * DAY)
    with pytest.raises(TrainerIsTaken, match="Maëlle"):
        moved(administrator, here, by=-3 * DAY)


def test_everyone_with_a_place_is_told_once_with_what_was_and_their_new_calendar(
    administrator, mailoutbox
):
    trainer = a_person(Role.TRAINER)
    cohort = a_cohort(revision=a_revision(days=1), trainers=[trainer])
    town = an_organisation(approver_email="rh@montbrune.example")
    confirmed = an_enrolment(cohort, employer=town)
    offered = an_enrolment(cohort, state=EnrolmentState.OFFERED, confirmed_at=None, queue_number=1)
    offer = Offer.objects.create(
        enrolment=offered, expires_at=half_days_of(cohort)[0].starts_at - DAY
    )
    waiting = an_enrolment(cohort, state=EnrolmentState.WAITING, confirmed_at=None, queue_number=2)
    moved(administrator, cohort, by=3 * DAY)
    moved(administrator, cohort, by=-10 * DAY)
    do_the_jobs()
    told = {mail.to[0]: sorted(file[0] for file in mail.attachments) for mail in mailoutbox}
    assert len(mailoutbox) == len(told), "Moved twice before the mails left: one mail each."
    assert told == {
        confirmed.person.email: ["convocation.pdf", "jour-1.ics"],
        "rh@montbrune.example": ["convocation.pdf"],
        offered.person.email: [],
        trainer.email: ["jour-1.ics"],
    }
    assert waiting.person.email not in told
    offer.refresh_from_db()
    assert offer.expires_at == half_days_of(cohort)[0].starts_at, "No offer outlives the start."
