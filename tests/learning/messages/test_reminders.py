"""Reminders leave on days people work, once, and never late; thanks go to those who came."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from common.jobs.models import Job
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark
from learning.cohorts.enums import CohortState
from learning.enrolment.deadlines import worked_morning_before
from learning.schedule import write_to_people
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, a_venue, an_enrolment, half_days_of

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
TUESDAY = date(2060, 3, 16)
WEEK, EVE = "A few days to go", "See you"


def paris(*at):
    return datetime(*at, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("starts", "days", "leaves"),
    [
        (paris(2027, 3, 16, 9), 7, paris(2027, 3, 9, 10)),
        (paris(2027, 3, 16, 9), 1, paris(2027, 3, 15, 10)),
        (paris(2027, 3, 15, 9), 1, paris(2027, 3, 12, 10)),  # a Monday: on the Friday before
        (paris(2027, 11, 18, 9), 7, paris(2027, 11, 10, 10)),  # the eleventh is a holiday
        (paris(2028, 1, 4, 9), 3, paris(2027, 12, 31, 10)),  # across the year
    ],
)
def test_a_reminder_leaves_on_the_working_day_before(starts, days, leaves):
    assert worked_morning_before(starts, days=days, zone=PARIS) == leaves


@pytest.fixture
def time_is(monkeypatch):
    return lambda *at: monkeypatch.setattr(timezone, "now", lambda: paris(*at))


@pytest.fixture
def cohort(time_is):
    time_is(2060, 2, 1, 9)
    cohort = a_cohort(starts=TUESDAY)
    an_enrolment(cohort, a_person(language="en"))
    an_enrolment(cohort, a_person(email=None))
    return cohort


def subjects(mailoutbox):
    found = [mail.subject for mail in mailoutbox]
    mailoutbox.clear()
    return found


@pytest.mark.usefixtures("cohort")
def test_each_reminder_leaves_once_whatever_the_scheduler_does(time_is, mailoutbox):
    time_is(2060, 3, 9, 9, 59)
    write_to_people()
    assert not Job.objects.exists()
    for minute in (0, 10, 20):
        time_is(2060, 3, 9, 10, minute)
        write_to_people()
    do_the_jobs()
    (week,) = subjects(mailoutbox)
    assert week.startswith(WEEK)
    time_is(2060, 3, 15, 18)
    write_to_people()
    do_the_jobs()
    write_to_people()
    do_the_jobs()
    (eve,) = subjects(mailoutbox)
    assert eve.startswith(EVE)
    assert "at 9:00" in eve


@pytest.mark.usefixtures("cohort")
def test_a_reminder_is_not_sent_late_by_a_scheduler_or_a_worker_that_was_away(time_is, mailoutbox):
    time_is(2060, 3, 10, 10, 1)
    write_to_people()
    assert not Job.objects.exists(), "The scheduler was away."
    time_is(2060, 3, 15, 12)
    write_to_people()
    time_is(2060, 3, 16, 11)
    do_the_jobs()
    assert subjects(mailoutbox) == [], "The worker was away."


def test_who_just_got_a_place_is_not_reminded_of_it(cohort, time_is, mailoutbox):
    time_is(2060, 3, 9, 14)
    an_enrolment(cohort, a_person())
    write_to_people()
    do_the_jobs()
    assert len(subjects(mailoutbox)) == 1


@pytest.mark.parametrize("gone", ["cancelled", "postponed", "moved"])
def test_nobody_is_reminded_of_what_no_longer_holds(cohort, time_is, mailoutbox, gone):
    time_is(2060, 3, 9, 11)
    write_to_people()
    if gone == "cancelled":
        cohort.enrolments.update(state="cancelled")
    elif gone == "postponed":
        cohort.state = CohortState.POSTPONED
        cohort.save()
    else:
        for half_day in half_days_of(cohort):
            half_day.starts_at += timedelta(days=30)
            half_day.ends_at += timedelta(days=30)
            half_day.save()
    do_the_jobs()
    assert subjects(mailoutbox) == []


def test_moved_cohorts_remind_of_their_new_date(time_is, mailoutbox):
    """Also far from Paris: ten o'clock is the venue's."""
    time_is(2060, 2, 1, 9)
    cohort = a_cohort(starts=TUESDAY, venue=a_venue(time_zone="Indian/Reunion", region="04"))
    an_enrolment(cohort)
    time_is(2060, 3, 9, 7, 30)
    write_to_people()
    do_the_jobs()
    assert len(subjects(mailoutbox)) == 1
    for half_day in half_days_of(cohort):
        half_day.starts_at += timedelta(days=14)
        half_day.ends_at += timedelta(days=14)
        half_day.save()
    cohort.starts_on += timedelta(days=14)
    cohort.ends_on += timedelta(days=14)
    cohort.save()
    time_is(2060, 3, 23, 7, 30)
    write_to_people()
    do_the_jobs()
    assert len(subjects(mailoutbox)) == 1


def test_those_who_came_are_thanked_once_and_no_show_is_not(cohort, time_is, mailoutbox):
    cohort.state = CohortState.RUNNING
    cohort.save()
    came, absent = an_enrolment(cohort), an_enrolment(cohort)
    for enrolment, status in ((came, AttendanceStatus.PRESENT), (absent, AttendanceStatus.ABSENT)):
        for half_day in half_days_of(cohort)[:2]:
            AttendanceMark.objects.create(
                enrolment=enrolment, half_day=half_day, status=status,
                method=MarkMethod.TRAINER_RECORDED, recorded_by=a_person(),
            )  # fmt: skip
    time_is(2060, 3, 18, 17)
    assert write_to_people()["thanked"] == 0, "The last half-day is under way."
    time_is(2060, 3, 20, 9)
    write_to_people()
    write_to_people()
    do_the_jobs()
    assert [(mail.to, mail.subject[:5]) for mail in mailoutbox] == [([came.person.email], "Merci")]
    time_is(2060, 3, 26, 9)
    assert write_to_people()["thanked"] == 0
