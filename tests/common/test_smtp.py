"""A convocation that really goes out by SMTP, and what the person's mailbox receives."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings
from icalendar import Calendar

from common.jobs import runner
from common.jobs.models import Job
from learning.enrolment.services import request_place
from tests.bench.server import free_port
from tests.learning.builders import a_cohort, a_person, half_days_of


class Mailbox:
    """What the relay was given."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A relay on loopback, and the product sending through it."""
    box = Mailbox()
    port = free_port()
    relay = Controller(box, hostname="127.0.0.1", port=port)
    relay.start()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=port,
    ):  # fmt: skip
        yield box
    relay.stop()


@pytest.mark.django_db(transaction=True)
def test_a_confirmed_person_receives_a_convocation_that_their_calendar_can_read(mailbox):
    cohort = a_cohort()
    person = a_person()

    request_place(person=person, cohort=cohort)
    for job in Job.objects.all():
        runner.run(job.pk)

    [message] = mailbox.received
    assert message["To"] == person.email
    assert cohort.venue.address in message.get_body().get_content()
    [paper, *days] = message.iter_attachments()
    assert paper.get_content().startswith(b"%PDF-")
    assert {day.get_content_type() for day in days} == {"text/calendar"}
    assert {day.get_param("method") for day in days} == {"REQUEST"}
    events = [Calendar.from_ical(day.get_content()).walk("VEVENT")[0] for day in days]
    assert [event["DTSTART"].dt for event in events] == [
        half_day.starts_at for half_day in half_days_of(cohort) if half_day.period == "am"
    ]
