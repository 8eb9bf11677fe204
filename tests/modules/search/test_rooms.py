"""What each room gives to find, at the moment it changes; and the whole index written again."""

import io

import pytest
from django.core.management import call_command

from modules.contents.models import Content
from modules.contents.services import archive_content, restore_content
from modules.glossary.services import TermText, add_term
from modules.programmes.models import Activity, Sequence
from modules.programmes.services import publish_revision, start_next_revision
from modules.search.models import SearchEntry
from modules.search.typed import Typed
from tests.learning.builders import a_content_version, a_revision
from tests.modules.contents.senders import a_content
from tests.modules.h5p.builder import pack, package_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def found(typed: str, kind: str) -> set[str]:
    rows = SearchEntry.objects.filter(kind=kind).matching(Typed.read(typed))
    return set(rows.values_list("title", flat=True))


def a_draft(days: int = 1):
    draft = start_next_revision(actor=None, revision=a_revision(days=days))
    sequence = Sequence.objects.filter(day__revision=draft)[0]
    sequence.title = "Cartographier les acteurs"
    sequence.save()
    activity = sequence.activities.get()
    activity.title = "La mangrove"
    activity.body = "<p>Un <em>palétuvier</em> &amp; ses racines</p>"
    activity.save()
    return draft, activity


def test_a_draft_is_not_found_and_its_publication_is():
    draft, activity = a_draft()
    assert found("mangrove", "activity") == set()
    publish_revision(actor=None, revision=draft)
    assert found("mangroves", "activity") == found("palétuviers racine", "activity")
    assert found("mangrove", "activity") == {"La mangrove"}
    assert found("cartographier", "module") == {draft.edition.module.title}
    entry = SearchEntry.objects.get(kind="activity", key=str(activity.pk))
    assert (entry.reach, entry.part_of) == ("workshop", draft.edition.module.slug)


def test_the_next_publication_takes_the_place_of_the_one_before():
    draft, _activity = a_draft()
    publish_revision(actor=None, revision=draft)
    following = start_next_revision(actor=None, revision=draft)
    Activity.objects.filter(sequence__day__revision=following).update(title="La lagune")
    publish_revision(actor=None, revision=following)
    assert found("mangrove", "activity") == set()
    assert found("lagune", "activity") == {"La lagune"}
    count = Activity.objects.filter(sequence__day__revision=following).count()
    assert SearchEntry.objects.filter(kind="activity").count() == count


def test_the_text_of_a_module_tells_nothing_that_its_public_page_does_not():
    draft, activity = a_draft()
    activity.sequence.trainer_notes = "Surtout pas de kouglof."
    activity.sequence.save()
    publish_revision(actor=None, revision=draft)
    assert found("palétuvier", "module") == found("kouglof", "module") == set()


def test_a_content_is_found_by_its_words_and_no_more_once_archived():
    words = {"greeting": "Bonjour la mangrove"}
    content = a_content(pack(package_files(params=words)))
    assert len(found("mangrove", "content")) == 1
    archive_content(actor=None, content=content)
    assert found("mangrove", "content") == set()
    restore_content(actor=None, content=content)
    assert len(found("mangrove", "content")) == 1


def test_a_content_says_its_texts_and_not_its_machinery():
    version = a_content_version()
    version.library.semantics = [
        {"name": "question", "type": "text"},
        {"name": "verify", "type": "text", "common": True},
    ]
    version.library.save()
    version.params = {
        "question": "<p>Où pousse la <b>mangrove</b> ?</p>",
        "verify": "Corriger",
        "l10n": {"score": "Total"},
        "answers": [{"text": "Au bord", "library": "H5P.AdvancedText 1.1", "type": "single"}],
        "picture": {"path": "images/palmier.png", "mime": "image/png"},
        "href": "https://exemple.example/volcan",
    }
    version.save()
    call_command("reindex", stdout=io.StringIO())
    text = SearchEntry.objects.get(kind="content").text
    assert text == "Essai. Au bord Où pousse la mangrove ?"


def test_reindex_finds_everything_again_whatever_was_lost():
    draft, _activity = a_draft()
    publish_revision(actor=None, revision=draft)
    a_content(pack(package_files(params={"greeting": "Bonjour"})))
    add_term(actor=None, text=TermText("mangrove", "Une forêt les pieds dans l’eau."))
    before = set(SearchEntry.objects.values_list("kind", "key", "title", "text", "part_of"))
    SearchEntry.objects.all().delete()
    told = io.StringIO()
    call_command("reindex", stdout=told)
    after = set(SearchEntry.objects.values_list("kind", "key", "title", "text", "part_of"))
    assert after == before
    assert told.getvalue() == f"{len(before)} entrées\n"
    assert {kind for kind, *_rest in after} == {"module", "activity", "content", "term"}
    assert Content.objects.count() == 1
