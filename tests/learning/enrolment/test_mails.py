"""Each state of an enrolment is told by a mail, once."""

import pytest
from icalendar import Calendar

from common.jobs.models import Job
from common.jobs.runner import run
from learning.enrolment.services import cancel_enrolment, request_place
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, a_venue

pytestmark = pytest.mark.django_db


def test_a_confirmed_place_comes_with_the_dates_for_one_s_calendar(mailoutbox):
    person = a_person()
    cohort = a_cohort(venue=a_venue(time_zone="Indian/Reunion", region="04"))
    request_place(person=person, cohort=cohort)
    do_the_jobs()
    (mail,) = mailoutbox
    assert mail.to == [person.email]
    assert "9 h" in mail.body.replace("\u00a0", " "), "Hours are those of the place."
    paper, *days = mail.attachments
    assert paper[0] == "convocation.pdf"
    assert {kind for _name, _content, kind in days} == {"text/calendar; method=REQUEST"}
    events = [Calendar.from_ical(content).walk("VEVENT") for _name, content, _kind in days]
    assert [len(alone) for alone in events] == [1, 1, 1]
    assert events[0][0].decoded("dtstart").hour == 9


def test_someone_who_waits_is_told_their_rank_and_then_offered_a_place(mailoutbox):
    cohort = a_cohort(places=(1, 1))
    first, second = a_person(), a_person()
    taken = request_place(person=first, cohort=cohort)
    request_place(person=second, cohort=cohort)
    do_the_jobs()
    cancel_enrolment(actor=first, enrolment=taken)
    do_the_jobs()
    told = [(mail.to[0], len(mail.attachments)) for mail in mailoutbox]
    assert sorted(told) == sorted(
        [(first.email, 4), (second.email, 0), (first.email, 3), (second.email, 0)]
    )
    assert "/place/" in mailoutbox[-1].body


def test_a_mail_that_is_no_longer_true_is_not_sent(mailoutbox):
    person = a_person()
    enrolment = request_place(person=person, cohort=a_cohort())
    cancel_enrolment(actor=person, enrolment=enrolment)
    do_the_jobs()
    assert len(mailoutbox) == 1, "Only that the place was given up."


def test_someone_without_an_address_is_told_nothing_and_nothing_fails(mailoutbox):
    request_place(person=a_person(email=None), cohort=a_cohort())
    do_the_jobs()
    assert not mailoutbox
    assert Job.objects.get().result == {"sent": False}


def test_a_mail_job_delivered_twice_sends_one_mail(mailoutbox):
    request_place(person=a_person(), cohort=a_cohort())
    job = Job.objects.get()
    run(job.pk)
    run(job.pk)
    assert len(mailoutbox) == 1
