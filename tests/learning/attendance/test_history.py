"""One's own half-days, over all one's modules: on the page, and as a file."""

import pytest
from django.urls import reverse

from learning.attendance.services import countersign_half_day, record_mark
from tests.learning.makeups.scenes import a_missed_half_day
from tests.learning.scenes import PRESENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    scene = a_missed_half_day()
    scene.accepted()
    date = scene.hold_the_date()
    record_mark(
        actor=scene.room.trainer, enrolment=scene.room.enrolment, half_day=date, presence=PRESENT
    )
    countersign_half_day(trainer=scene.room.trainer, half_day=date)
    return scene


def test_it_says_each_half_day_its_hours_how_and_who_countersigned(scene, client):
    client.force_login(scene.room.person)
    page = client.get(reverse("learner:attendance")).content.decode()
    # Four of six here, and one made up elsewhere.
    assert "5 demi-journées sur\n            7" in page or "5 demi-journées sur 7" in page
    assert f"rattrapage avec {scene.host.title}" in " ".join(page.split())
    assert scene.room.trainer.display_name in page
    assert "Noté par l’équipe de formation" in page


def test_the_file_has_a_line_per_half_day(scene, client):
    client.force_login(scene.room.person)
    lines = client.get(reverse("learner:attendance") + "?format=csv").content.decode().splitlines()
    assert len(lines) == 8
    assert sum(";210;" in line for line in lines) == 5


def test_nobody_reads_anothers(scene, client):
    client.force_login(scene.room.trainer)
    page = client.get(reverse("learner:attendance")).content.decode()
    assert "Vous n’avez encore suivi aucune demi-journée" in page


def test_the_grid_gives_hours_and_methods_on_the_page_and_in_both_files(scene, client):
    client.force_login(scene.room.trainer)
    url = reverse("trainer:group", args=[scene.room.cohort.code])
    assert (
        "<small>Noté par l’équipe de formation</small>"
        in client.get(url + "?detail=1").content.decode()
    )
    text = client.get(url + "?format=csv").content.decode()
    assert "J1 matin, méthode" in text
    assert text.count("Noté par l’équipe de formation") == 6
    assert client.get(url + "?format=xlsx").content.startswith(b"PK")
