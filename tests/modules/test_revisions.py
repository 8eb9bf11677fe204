"""Revisions: written, published, frozen; the next one begins as a copy."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from modules.programmes.enums import CompletionBasis, Lane, RevisionState
from modules.programmes.models import Activity, Day, Revision, Sequence
from modules.programmes.services import (
    RevisionHasNoDay,
    RevisionIsEmpty,
    RevisionIsFrozen,
    SequencesOverlap,
    publish_revision,
    start_next_revision,
)
from tests.learning.builders import a_cohort, a_format, a_person, a_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return start_next_revision(actor=None, revision=a_revision(days=2))


def test_publishing_freezes_and_is_audited(draft):
    author = a_person(Role.ADMINISTRATOR)
    published = publish_revision(actor=author, revision=draft)
    assert published.state == RevisionState.PUBLISHED
    assert published.published_by == author
    assert AuditEntry.objects.about(draft).first().action == "revision_published"


def test_a_published_revision_is_not_published_again(draft):
    publish_revision(actor=None, revision=draft)
    with pytest.raises(RevisionIsFrozen):
        publish_revision(actor=None, revision=draft)


def test_a_revision_without_a_day_is_not_published(draft):
    draft.days.all().delete()
    with pytest.raises(RevisionHasNoDay):
        publish_revision(actor=None, revision=draft)


def test_a_day_without_a_sequence_is_named_and_stops_the_publication(draft):
    Day.objects.create(revision=draft, position=3, title="La restitution")
    with pytest.raises(RevisionIsEmpty, match="La restitution") as refused:
        publish_revision(actor=None, revision=draft)
    assert "La restitution" in str(refused.value)


def test_sequences_that_overlap_are_both_named(draft):
    first, second = Sequence.objects.filter(day__revision=draft, day__position=1)[:2]
    first.minutes = 90
    first.save()
    with pytest.raises(SequencesOverlap) as refused:
        publish_revision(actor=None, revision=draft)
    assert first.title in str(refused.value)
    assert second.title in str(refused.value)


def test_sequences_may_touch(draft):
    Sequence.objects.filter(day__revision=draft, starts=time(14)).update(minutes=90)
    assert publish_revision(actor=None, revision=draft).published_at


def test_the_next_revision_copies_everything_and_leaves_the_first_alone():
    first = a_revision(days=2)
    draft = start_next_revision(actor=None, revision=first)
    assert (draft.number, draft.state, draft.edition) == (2, "draft", first.edition)
    assert _shape(draft) == _shape(first)
    assert first.days.count() == 2
    assert set(_activities(draft)) & set(_activities(first)) == set()
    assert _lineages(draft) == _lineages(first), "An activity is followed from one to the next."


def _shape(revision):
    tree = Revision.objects.with_tree().get(pk=revision.pk)
    return [
        (day.title, [(seq.title, [a.title for a in seq.activities.all()]) for seq in
                     day.sequences.all()])
        for day in tree.days.all()
    ]  # fmt: skip


def _activities(revision):
    return Activity.objects.filter(sequence__day__revision=revision)


def _lineages(revision):
    return set(_activities(revision).values_list("lineage", flat=True))


def test_an_edition_has_one_draft_at_a_time(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        start_next_revision(actor=None, revision=draft)


def test_a_corrected_typo_is_a_new_revision_and_not_a_new_edition(draft):
    published = publish_revision(actor=None, revision=draft)
    assert published.edition.number == 1
    assert published.edition.revisions.count() == 2


def test_a_cohort_keeps_the_revision_it_was_announced_with():
    first = a_revision()
    cohort = a_cohort(revision=first)
    publish_revision(actor=None, revision=start_next_revision(actor=None, revision=first))
    cohort.refresh_from_db()
    assert cohort.revision == first


@pytest.mark.parametrize(
    "wrong",
    [
        {"group_min": 30, "group_max": 20},
        {"required_half_days": None},
        {"completion_basis": CompletionBasis.HOURS, "required_minutes": None},
    ],
)
def test_the_database_refuses_a_format_that_makes_no_sense(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_format(**wrong)


def test_a_published_revision_has_its_date():
    revision = a_revision()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(published_at=None)


def test_drafts_are_for_those_who_teach_or_steer_and_the_published_for_everyone(draft):
    published = Revision.objects.published().get()
    for role in (Role.TRAINER, Role.ADMINISTRATOR):
        assert set(Revision.objects.visible_to(a_person(role))) == {draft, published}
    assert set(Revision.objects.visible_to(a_person())) == {published}


def test_sequences_of_two_groups_may_stand_side_by_side(draft):
    first, second = Sequence.objects.filter(day__revision=draft, day__position=1)[:2]
    Sequence.objects.filter(pk=first.pk).update(minutes=90, lane=Lane.A)
    Sequence.objects.filter(pk=second.pk).update(lane=Lane.B)
    assert publish_revision(actor=None, revision=draft).published_at
