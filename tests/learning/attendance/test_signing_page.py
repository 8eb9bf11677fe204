"""The page where one signs: what it says in each state, with or without scripts."""

import pytest
from django.urls import reverse

from learning.attendance.models import AttendanceMark
from learning.attendance.services import countersign_half_day
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db
DRAWN = "M 10 20 L 30 40 L 50 60 M 5 5 L 600 200"


@pytest.fixture
def room():
    return a_room()


def sheet(room):
    return reverse("learner:sign", args=[room.enrolment.pk, room.now.pk])


def words(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def drawn(client):
    """A room whose format asks for a drawn signature; its participant is signed in."""
    room = a_room(signature="drawn")
    client.force_login(room.person)
    return room


def test_signing_twice_is_harmless(client, room):
    client.force_login(room.person)
    assert "Je signe" in words(client.get(sheet(room)))
    for _press in range(2):
        assert client.post(sheet(room)).url == sheet(room)
    assert AttendanceMark.objects.get().method == "self_signed"
    assert "C’est signé" in words(client.get(sheet(room)))


def test_a_drawing_is_kept_and_shown_once_signed(client, drawn):
    assert 'data-island="signature-pad"' in words(client.get(sheet(drawn)))
    client.post(sheet(drawn), {"strokes": DRAWN, "typed": ""})
    assert f'd="{DRAWN}"' in words(client.get(sheet(drawn)))


def test_whoever_cannot_draw_writes_their_name_and_so_does_a_page_without_scripts(client, drawn):
    client.post(sheet(drawn), {"strokes": "", "typed": "Maud Cassagne"})
    assert AttendanceMark.objects.get().signature.typed == "Maud Cassagne"
    assert "Nom écrit en guise de signature" in words(client.get(sheet(drawn)))


def test_a_refused_signature_says_why_and_keeps_what_was_drawn(client, drawn):
    answer = client.post(sheet(drawn), {"strokes": "", "typed": " "})
    assert answer.status_code == 409
    assert 'role="alert"' in words(answer)
    slip = client.post(sheet(drawn), {"strokes": "M 1 1 L 2 2", "typed": ""})
    assert "Cette signature ne se lit pas" in words(slip)
    assert 'value="M 1 1 L 2 2"' in words(slip)
    assert not AttendanceMark.objects.exists()


def test_pressed_after_the_seal_the_button_says_that_the_sheet_is_closed(client, room):
    client.force_login(room.person)
    countersign_half_day(trainer=room.trainer, half_day=room.now)
    answer = client.post(sheet(room))
    assert answer.status_code == 409
    assert "La feuille est contresignée : on ne signe plus" in words(answer)
    assert "Vous étiez dans la salle ?" in words(answer)
