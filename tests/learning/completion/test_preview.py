"""What a correction changes is said before it is written, and is what then happens."""

import pytest
from django.urls import reverse

from certificates.awards.models import Award
from learning.attendance.services import correct_mark
from learning.completion.models import Completion
from learning.completion.preview import Consequence, consequence_of, what_follows
from learning.completion.queries import Seen
from learning.completion.rules import Ruling
from tests.jobs import do_the_jobs
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
FACTS = ("half_day_sealed", "mark_corrected")


def told(room, number, status):
    return what_follows(room.enrolment, room.half_days[number - 1], Seen(status))


def correct(room, number, presence):
    correct_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.half_days[number - 1],
        presence=presence, reason="Feuille mal lue",
    )  # fmt: skip
    do_the_jobs(*FACTS)


def test_four_to_five_grants_and_five_to_four_withdraws_as_was_said():
    room = a_room(is_over=True)
    room.seal(there=[1, 2, 3, 4])
    do_the_jobs(*FACTS)
    before = told(room, 5, "present")
    assert before.consequence == Consequence.GRANTS
    correct(room, 5, PRESENT)
    held = Completion.objects.current().get()
    assert (held.verdict, held.reason) == ("acquired", before.reason)
    back = told(room, 5, "absent")
    assert (back.consequence, back.award) == (Consequence.WITHDRAWS, Award.objects.get())
    correct(room, 5, ABSENT)
    assert Completion.objects.current().get().verdict == "not_acquired"
    assert Award.objects.get().revoked_at is not None


def test_what_keeps_the_verdict_says_so():
    room = a_room(is_over=True)
    room.seal(there=range(1, 7))
    do_the_jobs(*FACTS)
    assert told(room, 6, "present").consequence == Consequence.NOTHING
    assert told(room, 6, "absent").consequence == Consequence.REPLACES


def test_while_a_half_day_is_open_the_verdict_waits():
    room = a_room(is_over=True)
    room.seal(there=[1], upto=5)
    assert told(room, 1, "absent").consequence == Consequence.WAITS


def test_without_a_rule_nothing_follows():
    ruling: Ruling | None = None
    assert consequence_of(None, ruling, 0, is_sealed=True) == Consequence.DECLARED


def test_the_page_says_it_and_writes_nothing_until_it_is_confirmed(client):
    room = a_room(is_over=True)
    room.seal(there=[1, 2, 3, 4, 5])
    do_the_jobs(*FACTS)
    award = Award.objects.get()
    client.force_login(room.trainer)
    url = reverse("trainer:correct", args=[room.cohort.code, room.now.pk, room.enrolment.pk])
    sent = {f"p-{room.enrolment.pk}": "absent", "raison": "Confondue", "acte": "voir"}
    page = client.post(url, sent).content.decode()
    assert "Cette correction retire l’achèvement" in page
    assert award.serial in page
    assert room.now.marks.get().status == "present"
    assert client.post(url, {**sent, "acte": "ecrire"}).status_code == 302
    assert room.now.marks.get().status == "absent"
