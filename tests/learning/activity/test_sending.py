"""A report leaves at its dates, once a period, for those who may still read it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.activity.enums import Cadence, Span
from learning.activity.models import Report, Subscription
from learning.activity.periods import days_of, latest_due, next_due
from learning.activity.sending import send_due_reports
from learning.activity.services import (
    CannotReport,
    DayIsWrong,
    MayNotReceive,
    NobodyToSendTo,
    Sending,
    leave,
    stop,
    subscribe,
)
from learning.figures.filters import EVERYTHING, Filters
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_organisation
from tests.learning.figures.verdicts import a_target

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONTHLY = Sending(Cadence.MONTHLY, 5)


@pytest.mark.parametrize(
    ("cadence", "day", "today", "due", "first", "last"),
    [
        ("weekly", 1, "2027-03-18", "2027-03-15", "2027-03-08", "2027-03-14"),
        ("weekly", 5, "2027-03-18", "2027-03-12", "2027-03-01", "2027-03-07"),
        ("monthly", 5, "2027-03-18", "2027-03-05", "2027-02-01", "2027-02-28"),
        ("monthly", 5, "2027-01-04", "2026-12-05", "2026-11-01", "2026-11-30"),
        ("quarterly", 10, "2027-04-10", "2027-04-10", "2027-01-01", "2027-03-31"),
        ("quarterly", 10, "2027-04-09", "2027-01-10", "2026-10-01", "2026-12-31"),
    ],
)
def test_a_report_tells_of_the_period_that_ended_before_its_day(
    cadence, day, today, due, first, last
):
    asked = Cadence(cadence)
    on = date.fromisoformat(today)
    assert latest_due(asked, day, on).isoformat() == due
    told = days_of(asked, date.fromisoformat(due))
    assert [one.isoformat() for one in told] == [first, last]
    coming = next_due(asked, day, on)
    assert coming > on
    assert latest_due(asked, day, coming) == coming


@pytest.fixture
def time_is(monkeypatch):
    return lambda *at: monkeypatch.setattr(timezone, "now", lambda: datetime(*at, tzinfo=PARIS))


@pytest.fixture
def people():
    school = an_organisation()
    return (
        a_person(Role.ADMINISTRATOR),
        a_person(Role.SCHOOL_MANAGER, school),
        a_person(Role.SCHOOL_MANAGER, school),
        school,
    )


@pytest.fixture
def sent(time_is, people):
    """A school's report, sent on the fifth of each month to both its managers and to who steers."""
    time_is(2060, 3, 1, 9)
    steering, first, second, school = people
    target = a_target(starts_on=date(2059, 1, 1), ends_on=date(2062, 12, 31))
    return subscribe(
        actor=steering, target=target, filters=Filters(school=school.pk), sending=MONTHLY,
        people=[steering, first, second],
    )  # fmt: skip


def run():
    send_due_reports()
    do_the_jobs("report_due", "report_told")


def test_it_leaves_once_with_an_address_and_no_name(sent, people, time_is, mailoutbox, client):
    steering, first, second, _school = people
    run()
    assert not mailoutbox, "What was due before it was asked for is not sent."
    time_is(2060, 3, 5, 6)
    run()
    assert not mailoutbox, "Not in the night."
    for hour in (9, 10):
        time_is(2060, 3, 5, hour)
        run()
    report = Report.objects.get()
    assert (report.filters.since, report.filters.until) == (date(2060, 2, 1), date(2060, 2, 29))
    assert {mail.to[0] for mail in mailoutbox} == {steering.email, first.email, second.email}
    assert len(mailoutbox) == 3
    assert not any(mail.attachments for mail in mailoutbox)
    read = reverse("school:report_made", args=[report.pk])
    mail = next(mail for mail in mailoutbox if mail.to == [first.email])
    assert read in mail.body
    assert reverse("school:report_subscription", args=[sent.pk]) in mail.body
    client.force_login(first)
    assert client.get(read).status_code == 200
    assert report.told == 3


def test_who_may_no_longer_read_it_or_left_is_told_nothing(sent, people, time_is, mailoutbox):
    steering, first, second, _school = people
    first.memberships.update(ended_on=date(2060, 3, 2))
    leave(actor=second, subscription=sent)
    leave(actor=second, subscription=sent)
    time_is(2060, 3, 6, 9)
    run()
    assert [mail.to for mail in mailoutbox] == [[steering.email]]
    with pytest.raises(CannotReport):
        leave(actor=a_person(), subscription=sent)


def test_stopped_it_leaves_no_more(sent, people, time_is, mailoutbox):
    steering, first, *_others = people
    with pytest.raises(CannotReport):
        stop(actor=first, subscription=sent)
    stop(actor=steering, subscription=sent)
    assert stop(actor=steering, subscription=sent).stopped_at == timezone.now()
    time_is(2060, 4, 6, 9)
    run()
    assert not mailoutbox
    assert not Report.objects.exists()


def test_it_may_tell_everything_since_the_beginning(sent, time_is):
    Subscription.objects.update(span=Span.START)
    time_is(2060, 3, 6, 9)
    run()
    assert Report.objects.get().filters == Filters(school=sent.school_id)


def test_it_is_sent_only_to_who_may_read_it(people):
    steering, manager, _second, school = people
    target, theirs = a_target(), Filters(school=school.pk)
    asked = {"target": target, "sending": MONTHLY}
    with pytest.raises(MayNotReceive):
        subscribe(actor=steering, filters=EVERYTHING, people=[manager], **asked)
    with pytest.raises(NobodyToSendTo):
        subscribe(actor=steering, filters=EVERYTHING, people=[], **asked)
    with pytest.raises(CannotReport):
        subscribe(actor=manager, filters=EVERYTHING, people=[manager], **asked)
    with pytest.raises(CannotReport):
        subscribe(actor=manager, filters=theirs, people=[steering], **asked)
    with pytest.raises(DayIsWrong):
        subscribe(
            actor=steering, target=target, filters=theirs, people=[manager],
            sending=Sending(Cadence.WEEKLY, 8),
        )  # fmt: skip
    assert subscribe(actor=manager, filters=theirs, people=[manager], **asked).school == school


def test_a_school_asks_for_its_own_from_its_page_and_stops_it_there(client, people):
    _steering, manager, *_others = people
    a_target()
    client.force_login(manager)
    asked = {"acte": "envoi", "quand": "weekly:2", "couvre": "start"}
    page = client.post(reverse("school:report"), asked)["Location"]
    made = Subscription.objects.get()
    assert (made.cadence, made.day, made.span) == ("weekly", 2, "start")
    assert "chaque mardi" in client.get(page).content.decode()
    client.post(page, {"acte": "moi"})
    assert made.recipients.get().stopped_at is not None
