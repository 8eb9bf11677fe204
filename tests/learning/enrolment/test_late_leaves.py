"""A place given up when the group counts on it: a reason, and the organisers are told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.cohorts.models import Cohort
from learning.enrolment.deadlines import is_late, worked_days_before
from learning.enrolment.moving import move_enrolment
from learning.enrolment.services import LateLeaveNeedsAReason, cancel_enrolment
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment
from tests.learning.enrolment.lines import ask, standing, with_rules


def test_working_days_skip_week_ends_and_holidays():
    # Tuesday 30 March 2027 follows Easter Monday.
    assert worked_days_before(date(2027, 3, 30), 1) == date(2027, 3, 26)
    assert worked_days_before(date(2027, 1, 4), 1) == date(2026, 12, 31)


def test_a_place_is_given_up_late_after_the_decision_or_in_the_last_working_days():
    starts, decided = date(2027, 3, 16), date(2027, 3, 1)
    assert not is_late(date(2027, 3, 8), starts_on=starts, decision_on=None)
    assert is_late(date(2027, 3, 9), starts_on=starts, decision_on=None)
    assert not is_late(decided, starts_on=starts, decision_on=decided)
    assert is_late(date(2027, 3, 2), starts_on=starts, decision_on=decided)


@pytest.fixture
def decided(db):  # noqa: ARG001 - `db` gives access to the database
    cohort = with_rules(1)
    yesterday = timezone.localdate() - timedelta(days=1)
    Cohort.objects.filter(pk=cohort.pk).update(decision_on=yesterday)
    cohort.refresh_from_db()
    return cohort


def test_late_everyone_says_why_and_the_organisers_are_told_once(decided, mailoutbox):
    boss = a_person(Role.ADMINISTRATOR)
    organiser = a_person(Role.SCHOOL_MANAGER, decided.organiser)
    a_person(Role.SCHOOL_MANAGER)
    mine, waiting = ask(decided), ask(decided)
    for actor in (mine.person, boss):
        with pytest.raises(LateLeaveNeedsAReason):
            cancel_enrolment(actor=actor, enrolment=mine, reason=" ")
    assert standing(mine)[0] == "confirmed"
    assert cancel_enrolment(actor=mine.person, enrolment=mine, reason="Arrêt maladie").left_late
    assert AuditEntry.objects.about(mine).filter(details__late=True).count() == 1
    assert standing(waiting)[0] == "offered"
    do_the_jobs("tell_of_a_late_leave")
    assert {message.to[0] for message in mailoutbox} == {boss.email, organiser.email}
    assert "Arrêt maladie" in mailoutbox[0].body


def test_who_only_waits_leaves_nobody_short(decided):
    ask(decided)
    waiting = ask(decided)
    assert not cancel_enrolment(actor=waiting.person, enrolment=waiting).left_late
    assert not Job.objects.filter(kind="tell_of_a_late_leave").exists()


def test_a_late_move_is_a_late_leave_too(decided):
    boss = a_person(Role.ADMINISTRATOR)
    mine = an_enrolment(decided)
    joined = a_cohort(revision=decided.revision)
    move_enrolment(actor=boss, enrolment=mine, to=joined, reason="Jury")
    mine.refresh_from_db()
    assert mine.left_late
