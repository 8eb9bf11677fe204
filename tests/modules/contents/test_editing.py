"""Contents written with a form: created, saved as versions, previewed as drafts."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.users.enums import Role
from modules.contents.editing import (
    ContentHasFaults,
    ContentIsUnreadable,
    ContentMovedOn,
    TypeIsNotInstalled,
    create_content,
    fault_words,
    keep_draft,
    read_form,
    save_version,
)
from modules.contents.forms import form_of, types_to_make
from modules.contents.media import (
    MediaIsEmpty,
    MediaIsTooLarge,
    MediaKindRefused,
    receive_media,
)
from modules.contents.models import Blob, Content, Draft, Library
from modules.contents.queries import needed_by, used_names
from modules.contents.tidying import GRACE, collect_blobs, forget_old_drafts
from modules.contents.upgrading import go_back, propose_upgrade
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content, stored
from tests.modules.h5p.builder import (
    GREETING,
    PIXEL,
    SEMANTICS,
    h5p_json,
    js,
    library_files,
    pack,
    package_files,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return a_person(Role.TRAINER)


@pytest.fixture
def content():
    return a_content()


def current(content):
    return content.versions.get(state="current")


def save(actor, content, params, *, base=None, **metadata):
    version = current(content)
    return save_version(
        actor=actor, content=content, base=version.number if base is None else base, params=params,
        metadata={**version.metadata, **metadata},
    )  # fmt: skip


def a_picture(actor, data=PIXEL, name="photo.png", kind="image"):
    return receive_media(actor=actor, file=ContentFile(data), filename=name, kind=kind)


def test_an_edit_is_a_new_version_and_one_act_brings_the_old_one_back(actor, content):
    first = current(content)
    second = save(actor, content, {"greeting": "Bonsoir"}, title="Le soir", license="CC BY")
    content.refresh_from_db()
    assert (second.number, second.title, content.title) == (2, "Le soir", "Le soir")
    assert (second.params, second.licence) == ({"greeting": "Bonsoir"}, "CC BY")
    assert second.files == first.files
    assert second.metadata["embedTypes"] == ["div"]
    assert used_names(second) == used_names(first)
    assert go_back(actor=actor, content=content) == first
    assert save(actor, content, {"greeting": "Encore"}).number == 3


def test_what_a_form_sends_is_filtered(actor, content):
    version = save(actor, content, {"greeting": "<script>x</script><em>Oh</em>", "unknown": 1})
    assert version.params == {"greeting": "<em>Oh</em>"}


def test_an_edit_made_from_an_older_version_is_refused(actor, content):
    save(actor, content, {"greeting": "Bonsoir"})
    with pytest.raises(ContentMovedOn, match="version 2"):
        save(actor, content, {"greeting": "Le mien"}, base=1)
    assert current(content).params == {"greeting": "Bonsoir"}


def test_what_has_to_be_corrected_is_told_by_place_and_nothing_is_written(actor, content):
    with pytest.raises(ContentHasFaults) as refusal:
        save(actor, content, {"greeting": " "}, title="")
    assert [(one.place, fault_words(one)) for one in refusal.value.faults] == [
        ("@metadata/title", "Remplissez ce champ."),
        ("/greeting", "Remplissez ce champ."),
    ]
    assert current(content).number == 1


def test_a_fault_that_was_there_before_stops_nobody(actor):
    content = a_content(pack(package_files(params={"image": {"path": "images/pixel.png"}})))
    assert save(actor, content, {"image": {"path": "images/pixel.png"}}, title="Autre").number == 2


def test_a_content_that_nests_without_end_is_refused(actor):
    endless: dict = {"library": f"{GREETING} 1.0", "params": {}}
    for _ in range(130):
        endless = {"library": f"{GREETING} 1.0", "params": {"inside": endless}}
    semantics = [{"name": "inside", "type": "library", "options": [f"{GREETING} 1.0"],
                  "optional": True}]  # fmt: skip
    content = a_content(pack(package_files(params={}, semantics=semantics)))
    with pytest.raises(ContentIsUnreadable):
        save(actor, content, {"inside": endless})


def test_an_upgrade_that_waits_is_dropped_by_an_edit(actor, content):
    newer = f"{GREETING} 1.1"
    a_content(pack(package_files(h5p=h5p_json(newer, title="Un autre"), name=newer)))
    target = Library.objects.get(machine_name=GREETING, minor=1)
    propose_upgrade(actor=actor, content=content, target=target, params={"greeting": "Bonjour"})
    save(actor, content, {"greeting": "Bonsoir"})
    assert not content.versions.filter(state="proposed").exists()


def test_a_content_is_written_from_nothing_with_an_installed_library(actor, content):
    library = current(content).library
    version = create_content(
        actor=actor, library=library, params={"greeting": "Salut"},
        metadata={"title": "Un salut neuf", "language": "fr", "license": "CC BY-SA"},
    )  # fmt: skip
    assert (version.number, version.title, version.language) == (1, "Un salut neuf", "fr")
    assert version.content.created_by == actor
    assert used_names(version) == (library.name,)
    assert types_to_make() == [library]


def test_a_library_that_does_not_play_alone_makes_no_content(actor, content):
    library = current(content).library
    library.runnable = False
    with pytest.raises(TypeIsNotInstalled):
        create_content(actor=actor, library=library, params={}, metadata={"title": "x"})
    assert Content.objects.count() == 1


def test_the_form_of_a_library_is_in_french_where_it_speaks_french(content):
    library = current(content).library
    assert form_of(library, "fr")["fields"][0]["label"] == "Bonjour"
    assert "label" not in form_of(library, "en")["fields"][0]


def test_a_file_sent_by_the_form_stays_once_a_version_names_it(actor, content):
    sent = a_picture(actor, PIXEL + b"autre")
    assert sent["mime"] == "image/png"
    version = save(actor, content, {"greeting": "x", "image": {**sent, "width": 8}})
    assert version.files[sent["path"]][1] == len(PIXEL) + 5
    Blob.objects.filter(superseded_at__isnull=False).update(
        superseded_at=timezone.now() - 2 * GRACE
    )
    collect_blobs()
    assert any(version.files[sent["path"]][0] in path for path in stored())


def test_a_file_that_nothing_names_goes_after_a_day(actor, content):
    sent = a_picture(actor, PIXEL + b"orpheline")
    before = len(stored())
    Blob.objects.filter(superseded_at__isnull=False).update(
        superseded_at=timezone.now() - 2 * GRACE
    )
    assert collect_blobs() == 1
    assert len(stored()) == before - 1
    with pytest.raises(ContentHasFaults) as refusal:
        save(actor, content, {"greeting": "x", "image": sent})
    assert [(one.code, one.place) for one in refusal.value.faults] == [("file-gone", "/image")]


def test_a_file_sent_twice_or_in_use_is_kept_once(actor, content):
    a_picture(actor)  # the very file of the content
    assert not Blob.objects.filter(superseded_at__isnull=False).exists()
    first = a_picture(actor, PIXEL + b"deux")
    long_ago = timezone.now() - 2 * GRACE
    Blob.objects.filter(superseded_at__isnull=False).update(superseded_at=long_ago)
    assert a_picture(actor, PIXEL + b"deux") == first
    assert Blob.objects.get(superseded_at__isnull=False).superseded_at > long_ago
    assert current(content).files


def test_a_replaced_file_leaves_the_version_and_an_unnamed_one_stays(actor):
    params = {"greeting": "x", "image": {"path": "images/pixel.png"}}
    files = {**package_files(params=params), "content/images/other.png": PIXEL + b"!"}
    content = a_content(pack(files))
    sent = a_picture(actor, PIXEL + b"neuve")
    version = save(actor, content, {"greeting": "x", "image": sent})
    assert set(version.files) == {sent["path"], "images/other.png"}


def test_a_file_of_another_kind_empty_or_too_heavy_is_refused(actor, settings):
    with pytest.raises(MediaKindRefused, match="png"):
        a_picture(actor, name="photo.svg")
    with pytest.raises(MediaIsEmpty):
        a_picture(actor, data=b"")
    settings.H5P_LIMITS = {"max_file": 10}
    with pytest.raises(MediaIsTooLarge):
        a_picture(actor)
    assert stored() == []


def test_a_draft_is_written_over_by_its_author_only_and_goes_after_a_day(actor, content):
    base = current(content)

    def draft(person, known, words):
        written = read_form(base.library, {"greeting": words}, base.metadata, base)
        return keep_draft(actor=person, draft=known, written=written)

    first = draft(actor, None, "Un")
    assert draft(actor, first.pk, "Deux").pk == first.pk
    assert draft(a_person(Role.TRAINER), first.pk, "Trois").pk != first.pk
    first.refresh_from_db()
    assert first.params == {"greeting": "Deux"}
    assert [one.name for one in needed_by(first).all] == [base.library.name]
    assert current(content) == base
    Draft.objects.filter(pk=first.pk).update(written_at=timezone.now() - GRACE - timedelta(hours=1))
    assert forget_old_drafts() == 1
    assert Draft.objects.count() == 1


def test_an_unknown_sub_content_is_carried_through_an_edit(actor):
    semantics = [*SEMANTICS, {"name": "sub", "type": "library", "options": ["H5P.Gone 1.0"]}]
    gone = {"library": "H5P.Gone 1.0", "params": {"text": "<em>là</em>", "n": 1.5}}
    files = {
        "h5p.json": js(h5p_json()), "content/content.json": js({"greeting": "x", "sub": gone}),
        **library_files(semantics=semantics),
    }  # fmt: skip
    content = a_content(pack(files))
    before = current(content).params
    after = save(actor, content, {**before, "greeting": "y"}).params
    assert after == {**before, "greeting": "y"}
    assert after["sub"] == gone
