"""An interactive activity pins a version of a content."""

import pytest
from django.db import IntegrityError, transaction

from modules.contents.models import Content, ContentVersion, Library
from modules.programmes.enums import ActivityKind, DoneWhen
from modules.programmes.services import ContentIsMissing, publish_revision, start_next_revision
from tests.learning.builders import a_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    draft = start_next_revision(actor=None, revision=a_revision())
    found = draft.days.first().sequences.first().activities.first()
    found.kind = ActivityKind.H5P
    found.save()
    return found


@pytest.fixture
def version():
    library = Library.objects.create(
        machine_name="H5P.Salut", major=1, minor=0, patch=0, title="Salut", runnable=True,
        digest="0" * 64, document={},
    )  # fmt: skip
    return ContentVersion.objects.create(
        content=Content.objects.create(title="Un salut"), number=1, library=library,
        title="Un salut", language="fr", params={},
    )  # fmt: skip


def test_a_revision_is_not_published_with_an_interactive_activity_that_has_no_content(activity):
    with pytest.raises(ContentIsMissing, match=activity.title):
        publish_revision(actor=None, revision=activity.sequence.day.revision)


def test_once_the_content_is_chosen_it_is_published_and_the_next_revision_pins_it_too(
    activity, version
):
    activity.content_version = version
    activity.save()
    published = publish_revision(actor=None, revision=activity.sequence.day.revision)
    start_next_revision(actor=None, revision=published)
    assert version.activities.filter(lineage=activity.lineage).count() == 2


def test_an_activity_done_by_its_score_says_which_score_and_no_other_does(activity):
    activity.done_when, activity.min_score = DoneWhen.SCORED, None
    with pytest.raises(IntegrityError), transaction.atomic():
        activity.save()
    activity.done_when, activity.min_score = DoneWhen.OPENED, 50
    with pytest.raises(IntegrityError), transaction.atomic():
        activity.save()
    activity.done_when, activity.min_score = DoneWhen.SCORED, 50
    activity.save()
