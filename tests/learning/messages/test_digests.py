"""Once a week trainers and schools are told where their cohorts stand, until they ask not to be."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.users.enums import Role
from learning.attendance.models import AttendanceMark
from learning.reports.digests import write_digests
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation, half_days_of

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def time_is(monkeypatch):
    return lambda *at: monkeypatch.setattr(timezone, "now", lambda: datetime(*at, tzinfo=PARIS))


@pytest.fixture
def week(time_is):
    """A trainer, a school's manager, someone of each with nothing to hear, and a Monday at nine."""
    time_is(2060, 3, 15, 9)
    school = an_organisation()
    trainer, manager = a_person(Role.TRAINER), a_person(Role.SCHOOL_MANAGER, school)
    cohort = a_cohort(starts=date(2060, 4, 6), trainers=[trainer], places=(4, 40))
    for turn, state in enumerate(("confirmed", "waiting", "offered"), start=1):
        an_enrolment(cohort, state=state, queue_number=turn, enrolling_organisation=school)
    a_person(Role.TRAINER)
    a_person(Role.SCHOOL_MANAGER)
    return trainer, manager


def test_each_is_told_once_what_concerns_them_and_nobody_for_nothing(week, mailoutbox):
    trainer, manager = week
    for _run in range(2):
        write_digests()
        do_the_jobs()
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert (set(told), len(mailoutbox)) == ({trainer.email, manager.email}, 2)
    assert "1 inscrits sur 40, 1 en attente ; il en manque 3" in told[trainer.email].body
    assert "1 confirmés, 1 en attente, 1 sans réponse" in told[manager.email].body


@pytest.mark.parametrize("at", [(2060, 3, 15, 7), (2060, 3, 16, 9)])
@pytest.mark.usefixtures("week")
def test_it_leaves_on_monday_morning_only(time_is, at):
    time_is(*at)
    assert write_digests() == 0


def test_one_click_leaves_the_list_and_looking_does_not(week, mailoutbox):
    trainer, _manager = week
    write_digests()
    do_the_jobs()
    (mail,) = [mail for mail in mailoutbox if mail.to == [trainer.email]]
    headers = mail.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<https?://[^/]+(/.*)>", headers["List-Unsubscribe"]).group(1)
    assert url in mail.body
    program = Client(enforce_csrf_checks=True)
    assert "Ne plus le recevoir" in program.get(url).content.decode()
    trainer.refresh_from_db()
    assert trainer.wants_digests
    answer = program.post(url, {"List-Unsubscribe": "One-Click"})
    assert "Vous n’aurez plus de récapitulatif" in answer.content.decode()
    trainer.refresh_from_db()
    assert not trainer.wants_digests
    assert write_digests() == 2, "Those who still want it, with something to hear or not."


def test_a_school_reads_how_many_of_its_people_were_absent_last_week(week, mailoutbox):
    trainer, manager = week
    cohort = a_cohort(starts=date(2060, 3, 9), trainers=[trainer])
    (school,) = manager.organisations_as(Role.SCHOOL_MANAGER)
    theirs = an_enrolment(cohort, enrolling_organisation_id=school)
    other = an_enrolment(cohort)
    first, second = half_days_of(cohort)[:2]
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=who, half_day=half, status="absent", method="struck", recorded_by=trainer
        )
        for who, half in ((theirs, first), (theirs, second), (other, first))
    )
    write_digests()
    do_the_jobs()
    (mail,) = [mail for mail in mailoutbox if mail.to == [manager.email]]
    assert f"{cohort.title} : 2 absences la semaine passée" in mail.body
