"""Writing what an activity is made of."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.users.enums import Role
from modules.authoring.activities import (
    ContentIsUnknown,
    NotAFilm,
    NotCaptions,
    PictureIsUnknown,
    PictureSaysNothing,
    ScoreIsMissing,
    edit_activity,
)
from modules.authoring.gestures import BlockIsGone, EditedMeanwhile
from modules.authoring.undo import undo
from modules.commons.services import add_asset
from modules.programmes.enums import ActivityKind, DoneWhen
from modules.programmes.models import Activity
from modules.programmes.services import (
    ActivityIsIncomplete,
    RevisionIsFrozen,
    publish_revision,
    start_next_revision,
)
from tests.learning.builders import a_content_version, a_person, a_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER)


@pytest.fixture
def activity():
    draft = start_next_revision(actor=None, revision=a_revision(days=1))
    return Activity.objects.filter(sequence__day__revision=draft).earliest("pk")


def a_file(name, data=b"Une fiche"):
    return add_asset(actor=None, file=ContentFile(data), filename=name)


def a_picture():
    kept = io.BytesIO()
    Image.new("RGB", (4, 4)).save(kept, "PNG")
    return a_file("plan.png", kept.getvalue())


def test_what_is_written_is_sanitised_recorded_and_undone(author, activity):
    was = activity.body
    written = edit_activity(
        actor=author, activity=activity, version=1, body="<script>x</script><p>Bon</p>"
    )
    assert (written.body, written.version) == ("<p>Bon</p>", 2)
    undo(actor=author, revision=activity.sequence.day.revision)
    activity.refresh_from_db()
    assert activity.body == was


def test_what_somebody_wrote_meanwhile_is_not_overwritten(author, activity):
    edit_activity(actor=a_person(Role.TRAINER), activity=activity, version=1, title="Le leur")
    with pytest.raises(EditedMeanwhile) as refused:
        edit_activity(actor=author, activity=activity, version=1, title="Le mien")
    assert str(refused.value.block) == "Le leur"


def test_an_activity_that_was_removed_is_said_to_be_gone(author, activity):
    Activity.objects.filter(pk=activity.pk).delete()
    with pytest.raises(BlockIsGone):
        edit_activity(actor=author, activity=activity, version=1, title="Seule")


def test_a_published_activity_is_read_only(author):
    published = Activity.objects.filter(sequence__day__revision=a_revision(days=1)).earliest("pk")
    with pytest.raises(RevisionIsFrozen):
        edit_activity(actor=author, activity=published, version=1, title="Trop tard")


def test_only_what_an_activity_is_made_of_is_edited(author, activity):
    with pytest.raises(TypeError, match="position"):
        edit_activity(actor=author, activity=activity, version=1, position=9)


def test_a_picture_says_what_it_shows_or_that_it_shows_nothing(author, activity):
    picture = a_picture()
    silent = f'<p>a</p><img data-asset="{picture.pk}" alt=" ">'
    with pytest.raises(PictureSaysNothing, match="n° 1"):
        edit_activity(actor=author, activity=activity, version=1, body=silent)
    decoration = f'<img data-asset="{picture.pk}" data-decoration>'
    written = edit_activity(actor=author, activity=activity, version=1, body=decoration)
    assert "data-decoration" in written.body


def test_a_picture_that_is_no_file_of_the_site_is_refused(author, activity):
    document = a_file("fiche.pdf")
    body = f'<img data-asset="{document.pk}" alt="Une fiche">'
    with pytest.raises(PictureIsUnknown):
        edit_activity(actor=author, activity=activity, version=1, body=body)


def test_a_film_is_a_film_and_its_captions_are_captions(author, activity):
    fiche, film = a_file("fiche.pdf"), a_file("film.mp4")
    kind = {"actor": author, "activity": activity, "version": None, "kind": ActivityKind.VIDEO}
    with pytest.raises(NotAFilm, match=r"fiche\.pdf"):
        edit_activity(**kind, asset=fiche)
    with pytest.raises(NotCaptions, match=r"fiche\.pdf"):
        edit_activity(**kind, asset=film, captions=fiche)
    vtt = a_file("film.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour")
    written = edit_activity(**kind, asset=film, captions=vtt, transcript="Bonjour")
    assert (written.asset, written.captions) == (film, vtt)


def test_a_score_that_is_asked_for_is_said(author, activity):
    interactive = {
        "actor": author, "activity": activity, "version": None, "kind": ActivityKind.H5P,
        "content_version": a_content_version(),
    }  # fmt: skip
    for wrong in (None, 0, 101):
        with pytest.raises(ScoreIsMissing):
            edit_activity(**interactive, done_when=DoneWhen.SCORED, min_score=wrong)
    assert edit_activity(**interactive, done_when=DoneWhen.SCORED, min_score=80).min_score == 80
    assert edit_activity(**interactive, done_when=DoneWhen.ANSWERED).min_score is None


def test_a_content_one_may_not_see_is_not_chosen(activity):
    with pytest.raises(ContentIsUnknown):
        edit_activity(
            actor=a_person(), activity=activity, version=None, kind=ActivityKind.H5P,
            content_version=a_content_version(),
        )  # fmt: skip


def test_an_activity_that_changes_kind_leaves_nothing_of_the_other_behind(author, activity):
    link = edit_activity(
        actor=author, activity=activity, version=None, kind=ActivityKind.LINK,
        url="https://exemple.example/",
    )  # fmt: skip
    assert link.url
    page = edit_activity(actor=author, activity=link, version=None, kind=ActivityKind.PAGE)
    assert page.url == ""


@pytest.mark.parametrize(
    ("kind", "what"),
    [(ActivityKind.LINK, "l’adresse"), (ActivityKind.DOCUMENT, "le document"),
     (ActivityKind.VIDEO, "la vidéo")],
)  # fmt: skip
def test_what_a_kind_cannot_do_without_is_asked_for_before_publishing(author, activity, kind, what):
    edit_activity(actor=author, activity=activity, version=None, kind=kind)
    with pytest.raises(ActivityIsIncomplete, match=what):
        publish_revision(actor=author, revision=activity.sequence.day.revision)
