"""The calendar files of a person, read by another library than the one that writes them."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.utils import timezone
from ical.calendar_stream import CalendarStream
from ical.event import EventStatus

from accounts.users.enums import Role
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.rescheduling import reschedule
from learning.cohorts.services import change_state
from learning.enrolment.calendars import days_of_enrolment, published
from learning.enrolment.feeds import (
    CannotFollowCohort,
    make_feed,
    read_feed,
    revoke_feed,
)
from learning.enrolment.models import CalendarFeed, Enrolment
from learning.enrolment.services import cancel_enrolment, request_place
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, a_revision, a_venue, an_enrolment
from tests.learning.cohorts.plans import moved, plan_of

pytestmark = pytest.mark.django_db
REUNION = {"time_zone": "Indian/Reunion", "region": "04"}


def read(content):
    """Return the one calendar of a file."""
    text = content.decode() if isinstance(content, bytes) else content
    (calendar,) = CalendarStream.from_ics(text).calendars
    return calendar


def calendars_in(mail):
    """Return the calendar files of a mail as it travels: their type, and what is in them."""
    parts = message_from_bytes(mail.message().as_bytes()).walk()
    return [
        (part.get_param("method"), read(part.get_payload(decode=True)))
        for part in parts
        if part.get_content_type() == "text/calendar"
    ]


def events_in(mail, method):
    """Return the events of a mail, each alone in a file of that method."""
    found = calendars_in(mail)
    assert found
    assert {sent for sent, _calendar in found} == {method}
    assert all(calendar.method == method for _sent, calendar in found)
    return [event for _sent, calendar in found for (event,) in [calendar.events]]


def an_administrator():
    return a_person(Role.ADMINISTRATOR)


def test_a_day_is_created_changed_and_cancelled_under_one_identifier(mailoutbox):
    cohort = a_cohort(revision=a_revision(days=2), venue=a_venue(**REUNION))
    person = a_person(email="lou@essai.example")
    enrolment = request_place(person=person, cohort=cohort)
    do_the_jobs()
    created = events_in(mailoutbox[-1], "REQUEST")
    assert [event.sequence for event in created] == [0, 0]
    first, second = created
    assert first.uid != second.uid
    assert [one.uid for one in first.related_to] == [second.uid]
    assert (first.dtstart.hour, first.dtend.hour) == (9, 17), "Hours are those of the venue."
    assert first.dtstart.utcoffset() == timedelta(hours=4)
    assert str(first.attendees[0].uri) == "mailto:lou@essai.example"
    assert str(first.organizer.uri).startswith("mailto:")
    assert str(enrolment.pk) in str(first.url)

    moved(an_administrator(), cohort, day=2, by=timedelta(days=3))
    do_the_jobs()
    changed = events_in(mailoutbox[-1], "REQUEST")
    assert [event.uid for event in changed] == [first.uid, second.uid]
    assert [event.sequence for event in changed] == [1, 1]
    assert changed[0].dtstart == first.dtstart
    assert changed[1].dtstart == second.dtstart + timedelta(days=3)

    cancel_enrolment(actor=person, enrolment=enrolment)
    do_the_jobs()
    gone = events_in(mailoutbox[-1], "CANCEL")
    assert [event.uid for event in gone] == [first.uid, second.uid]
    assert {(event.sequence, event.status) for event in gone} == {(2, EventStatus.CANCELLED)}


def test_giving_a_turn_up_takes_nothing_out_of_a_calendar(mailoutbox):
    cohort = a_cohort(places=(1, 1))
    request_place(person=a_person(), cohort=cohort)
    waiting = request_place(person=a_person(), cohort=cohort)
    cancel_enrolment(actor=waiting.person, enrolment=waiting)
    do_the_jobs()
    assert not calendars_in(mailoutbox[-1])


def test_a_cancelled_cohort_takes_its_days_out_of_calendars(mailoutbox):
    cohort = a_cohort()
    request_place(person=a_person(), cohort=cohort)
    do_the_jobs()
    change_state(actor=an_administrator(), cohort=cohort, to=CohortState.CANCELLED, reason="Grève")
    do_the_jobs()
    sent, cancelled = (
        [event.sequence for event in events_in(mail, method)]
        for mail, method in zip(mailoutbox, ("REQUEST", "CANCEL"), strict=True)
    )
    assert len(cancelled) == 3
    assert min(cancelled) > max(sent)


@pytest.mark.parametrize(
    "zone", ["America/Guadeloupe", "America/Miquelon", "Pacific/Tahiti", "Pacific/Marquesas"]
)
def test_the_file_of_the_page_holds_every_day_in_the_venue_s_zone(zone):
    enrolment = an_enrolment(a_cohort(venue=a_venue(time_zone=zone)))
    found = read(published(days_of_enrolment(enrolment, address="https://essai.example/")))
    assert found.method == "PUBLISH"
    assert [zone] == [one.tz_id for one in found.timezones]
    assert {event.dtstart.hour for event in found.events} == {9}
    assert not any(event.attendees for event in found.events), "RFC 5546, 3.2.1."
    offsets = {event.dtstart.utcoffset() for event in found.events}
    half = enrolment.cohort.half_days.first().starts_at.astimezone(enrolment.cohort.venue.zone)
    assert offsets == {half.utcoffset()}


def test_a_person_s_feed_holds_what_they_follow_and_train_and_what_they_gave_up_lately():
    person = a_person()
    mine = an_enrolment(a_cohort(revision=a_revision(days=1)), person)
    trained = a_cohort(revision=a_revision(days=1), trainers=[person])
    gone = request_place(person=person, cohort=a_cohort(revision=a_revision(days=1)))
    cancel_enrolment(actor=person, enrolment=gone)
    old = an_enrolment(a_cohort(), person, state="cancelled")
    long_ago = timezone.now() - timedelta(days=31)
    Enrolment.objects.filter(pk=old.pk).update(cancelled_at=long_ago)
    Cohort.objects.filter(pk=old.cohort_id).update(calendar_changed_at=long_ago)
    an_enrolment(a_cohort(), a_person())
    feed = read_feed(make_feed(person=person))
    told = {event.uid.rpartition("-")[0]: event.status.value for event in read(feed).events}
    assert told == {
        str(mine.pk): "CONFIRMED",
        f"{trained.pk}-{person.pk}": "CONFIRMED",
        str(gone.pk): "CANCELLED",
    }


def test_an_address_is_kept_hashed_and_dies_when_made_again_or_revoked():
    person = a_person()
    an_enrolment(a_cohort(), person)
    first = make_feed(person=person)
    assert not CalendarFeed.objects.filter(digest=first).exists()
    assert read_feed(first) == read_feed(first), "The same days, the same bytes."
    second = make_feed(person=person)
    assert read_feed(first) is None
    assert read_feed(second)
    assert revoke_feed(person=person)
    assert not revoke_feed(person=person)
    assert read_feed(second) is None


def test_a_cohort_s_address_asks_for_its_owner_s_right_at_each_reading():
    trainer = a_person(Role.TRAINER)
    cohort = a_cohort(trainers=[trainer])
    secret = make_feed(person=trainer, cohort=cohort)
    assert len(read(read_feed(secret)).events) == 3
    cohort.trainers.remove(trainer)
    assert read_feed(secret) is None
    with pytest.raises(CannotFollowCohort):
        make_feed(person=trainer, cohort=cohort)


def test_whoever_may_not_sign_in_any_more_reads_no_feed():
    person = a_person()
    secret = make_feed(person=person)
    person.is_active = False
    person.save()
    assert read_feed(secret) is None


def test_a_postponed_cohort_s_days_are_cancelled_in_feeds_until_it_has_others():
    administrator, person = an_administrator(), a_person()
    cohort = a_cohort(revision=a_revision(days=1))
    an_enrolment(cohort, person)
    secret = make_feed(person=person)
    change_state(actor=administrator, cohort=cohort, to=CohortState.POSTPONED, reason="Grève")
    (event,) = read(read_feed(secret)).events
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 1)
    cohort.refresh_from_db()
    reschedule(
        actor=administrator, cohort=cohort, venue=cohort.venue, seen=1,
        half_days=plan_of(cohort, by=timedelta(days=7)),
    )  # fmt: skip
    change_state(actor=administrator, cohort=cohort, to=CohortState.OPEN)
    (event,) = read(read_feed(secret)).events
    assert (event.status, event.sequence) == (EventStatus.CONFIRMED, 2)
