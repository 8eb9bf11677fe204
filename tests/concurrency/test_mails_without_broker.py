"""The broker is away while a hundred people enrol: nobody waits, every mail leaves, none twice."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

from accounts.notifications.models import Message
from learning.enrolment.models import Enrolment
from tests.concurrency.rush import ask, base_env, csrf_token, server
from tests.concurrency.seed import people_signed_in
from tests.concurrency.workers import broker, environment, worker
from tests.learning.builders import a_cohort, a_revision
from tests.processes import free_port, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
PEOPLE, PLACES = 100, 40
# One server process answers one at a time: each waits for the others of its turn.
AT_ONCE = 4
PATIENCE_S = 2
SECONDS_AFTER_ITS_RETURN = 60


class Relay:
    """A real mail server that keeps (who it is for, its name) of what it is given."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the library's name
        mail = message_from_bytes(envelope.content)
        self.received.append((envelope.rcpt_tos[0], mail["Message-ID"]))
        return "250 OK"


@pytest.fixture
def relay():
    found, port = Relay(), free_port()
    control = Controller(found, hostname="127.0.0.1", port=port)
    control.start()
    yield found, port
    control.stop()


def test_a_hundred_enrolments_without_a_broker_are_answered_and_told_once_it_is_back(
    relay, tmp_path
):
    mailbox, port = relay
    place = {**environment(tmp_path), "SMTP_PORT": str(port)}
    cohort = a_cohort(revision=a_revision(days=1), places=(2, PLACES))
    first, *others = people_signed_in(PEOPLE + 1)
    env = {**base_env(place["DATABASE_URL"], tmp_path), **place}
    with (
        server(env=env, log=tmp_path / "web.log", processes=1) as web,
        worker(place, tmp_path),
    ):
        token = csrf_token(web)

        def timed(session: str) -> tuple[int, float]:
            begun = time.monotonic()
            return ask(web, cohort.code, session, token).status, time.monotonic() - begun

        with broker(place, tmp_path):
            assert timed(first)[0] == 201
            wait_until(lambda: len(mailbox.received) == 1, seconds=60, what="the first mail")
        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(timed, others))
        assert {status for status, _seconds in answers} == {201}
        slowest = max(seconds for _status, seconds in answers)
        assert slowest < PATIENCE_S, f"Somebody waited for {slowest:.1f} s."
        assert len(mailbox.received) == 1, "Nothing can have left: the broker is away."
        with broker(place, tmp_path):
            back = time.monotonic()
            wait_until(
                lambda: Message.objects.filter(state="sent").count() == PEOPLE + 1,
                seconds=SECONDS_AFTER_ITS_RETURN, what="every mail",
            )  # fmt: skip
            print(f"slowest {slowest:.2f} s, all out after {time.monotonic() - back:.0f} s")
            # Long enough for the sweeper to hand out again whatever it thinks was lost.
            time.sleep(3)
    told = Counter(address for address, _name in mailbox.received)
    assert set(told.values()) == {1}
    assert set(told) == set(Enrolment.objects.values_list("person__email", flat=True))
    assert len(mailbox.received) == PEOPLE + 1
    subjects = Counter(Message.objects.values_list("kind", flat=True))
    assert subjects == {"confirmed": PLACES, "waiting": PEOPLE + 1 - PLACES}
