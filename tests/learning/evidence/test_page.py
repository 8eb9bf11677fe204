"""Trainers see the evidence of their cohort, and take it away to check it elsewhere."""

import hashlib
import json

import pytest
from django.urls import reverse

from learning.attendance.services import correct_mark
from learning.evidence.models import EvidenceEntry
from tests.learning.builders import an_enrolment
from tests.learning.scenes import ABSENT, a_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(client):
    room = a_room(is_over=True)
    an_enrolment(room.cohort)
    room.seal({1}, upto=1)
    correct_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.now, presence=ABSENT,
        reason="Partie avant l’appel",
    )  # fmt: skip
    client.force_login(room.trainer)
    return room


def page(client, room, **asked):
    return client.get(reverse("trainer:evidence", args=[room.cohort.code]), asked)


def test_the_page_says_that_the_evidence_is_whole_and_tells_each_line(client, room):
    text = page(client, room).content.decode()
    assert "4 lignes de preuve" in text
    assert "Partie avant l’appel" in text
    assert "Demi-journée contresignée" in text
    assert "4 lignes pas encore" in text


def test_it_says_what_was_done_to_it(client, room):
    EvidenceEntry.objects.filter(position=2).update(status="present")
    text = page(client, room).content.decode()
    assert "Les preuves ont été altérées" in text
    assert "Ligne 2" in text


def test_lines_are_found_by_name_kind_and_half_day(client, room):
    def found(**asked):
        return [line.entry.position for line in page(client, room, **asked).context["lines"]]

    assert found(q=room.person.last_name) == [4, 1]
    assert found(genre="sealed") == [3]
    assert found(demi=str(room.half_days[1].pk)) == []
    assert found(demi=str(room.now.pk), genre="corrected") == [4]


def test_the_chain_is_taken_away_and_computed_again(client, room):
    lines = page(client, room, format="jsonl").content.decode().splitlines()
    previous = None
    for line in map(json.loads, lines):
        assert hashlib.sha256(line["words"].encode()).hexdigest() == line["sha256"]
        assert previous in {None, json.loads(line["words"])["previous"]}
        previous = line["sha256"]
    assert len(lines) == 4


def test_the_lines_are_a_file(client, room):
    text = page(client, room, format="csv").content.decode("utf-8-sig")
    assert text.count("\r\n") == 5
    assert f"{room.person.last_name} {room.person.first_name}" in text
