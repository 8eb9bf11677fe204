"""What only the training team sees never reaches participants; the room shows it."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from learning.progress.services import NotYourActivity, set_activity_done
from learning.web.learner.timeline import timeline_of
from modules.commons.services import add_asset
from modules.programmes.enums import ActivityKind, Audience
from modules.programmes.models import Activity
from tests.learning.builders import a_content_version
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return a_room(days=1)


@pytest.fixture
def ours(room):
    found = Activity.objects.filter(sequence__day__revision=room.cohort.revision).earliest("pk")
    found.audience, found.title = Audience.TRAINERS, "Le corrigé de l’équipe"
    found.kind, found.content_version = ActivityKind.H5P, a_content_version()
    found.save()
    return found


def test_it_is_in_no_list_of_the_participant_and_counts_for_nothing(room, ours):
    timeline = timeline_of(room.enrolment, timezone.now())
    tasks = [*timeline.before, *timeline.after]
    tasks += [task for day in timeline.days for step in day.steps for task in step.tasks]
    assert len(tasks) == 3
    assert ours not in [task.activity for task in tasks]


def test_its_page_its_statements_and_its_state_are_not_there_for_participants(room, ours, client):
    client.force_login(room.person)
    mine = reverse("learner:enrolment", args=[room.enrolment.pk])
    assert ours.title not in client.get(mine).content.decode()
    part = [room.enrolment.pk, ours.pk]
    assert client.get(reverse("learner:activity", args=part)).status_code == 404
    assert client.post(reverse("learner:activity", args=part), {"fait": "1"}).status_code == 404
    assert client.post(reverse("learner:restart", args=part)).status_code == 404
    assert client.post(reverse("learner:write", args=part), {"text": "a"}).status_code == 404
    assert client.get(reverse("api:state", args=part)).status_code == 404
    told = {"id": str(uuid.uuid4())}
    said = client.post(reverse("api:statements", args=part), told, content_type="application/json")
    assert said.status_code == 404


def test_it_is_ticked_by_nobody(room, ours):
    with pytest.raises(NotYourActivity):
        set_activity_done(person=room.person, enrolment=room.enrolment, activity=ours, is_done=True)


def test_it_is_not_among_the_results_of_the_group(room, ours, client):
    client.force_login(room.trainer)
    code = room.cohort.code
    listed = client.get(reverse("trainer:results", args=[code])).content.decode()
    assert ours.title not in listed
    alone = client.get(reverse("trainer:activity_results", args=[code, ours.pk]))
    assert alone.status_code == 404


def test_the_room_lists_it_and_shows_it(room, ours, client):
    client.force_login(room.trainer)
    code = room.cohort.code
    shown = client.get(reverse("trainer:room", args=[code])).content.decode()
    assert ours.title in shown
    assert "l’équipe seule la voit" in shown
    page = client.get(reverse("trainer:activity", args=[code, ours.pk])).content.decode()
    assert "L’équipe seule la voit" in page


def test_a_participant_has_the_files_of_what_they_are_shown(room, client):
    activity = Activity.objects.filter(sequence__day__revision=room.cohort.revision).earliest("pk")
    film = add_asset(actor=None, file=ContentFile(b"un film"), filename="film.mp4")
    vtt = b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour"
    activity.captions = add_asset(actor=None, file=ContentFile(vtt), filename="film.vtt")
    activity.kind, activity.asset, activity.transcript = ActivityKind.VIDEO, film, "Bonjour à tous"
    activity.save()
    client.force_login(room.person)
    page = client.get(reverse("learner:activity", args=[room.enrolment.pk, activity.pk]))
    said = page.content.decode()
    assert "Bonjour à tous" in said
    assert "<track" in said
    address = said.partition('src="/fichiers/')[2].partition('"')[0]
    assert b"".join(client.get(f"/fichiers/{address}").streaming_content) == b"un film"
    assert 'href="https://creativecommons.org/licenses/by-sa/4.0/"' in said
