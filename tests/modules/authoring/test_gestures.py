"""Gestures: every change of a draft is recorded, undone, done again, and overwrites nobody."""

from contextlib import suppress
from datetime import time, timedelta

import pytest

from accounts.users.enums import Role
from modules.authoring.gestures import BlockIsGone, EditedMeanwhile, gesture
from modules.authoring.models import Gesture
from modules.authoring.rows import state_of
from modules.authoring.undo import ChangedSince, NothingToRedo, NothingToUndo, redo, undo
from modules.programmes.enums import Phase
from modules.programmes.models import Activity, Day, Sequence
from modules.programmes.services import RevisionIsFrozen, start_next_revision
from tests.learning.builders import a_person, a_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER)


@pytest.fixture
def draft():
    return start_next_revision(actor=None, revision=a_revision(days=2))


@pytest.fixture
def sequence(draft):
    return Sequence.objects.filter(day__revision=draft).order_by("day__position", "starts").first()


def everything(draft):
    """Return all the rows of a revision, but for their counts of changes."""
    rows = [
        *Day.objects.filter(revision=draft),
        *Sequence.objects.filter(day__revision=draft),
        *Activity.objects.filter(sequence__day__revision=draft),
    ]
    return {
        (type(row).__name__, row.pk): {k: v for k, v in state_of(row).items() if k != "version"}
        for row in rows
    }


def move(author, draft, sequence, at, kind="moved"):
    with gesture(actor=author, revision=draft, kind=kind, subject=sequence.title) as change:
        held = change.seen(sequence)
        held.starts = at
        change.save(held)


def test_a_gesture_counts_one_change_of_the_block_and_of_the_revision(author, draft, sequence):
    move(author, draft, sequence, time(9, 5))
    sequence.refresh_from_db()
    draft.refresh_from_db()
    assert (sequence.starts, sequence.version) == (time(9, 5), 2)
    assert (draft.version, draft.edited_by) == (2, author)


def test_a_gesture_that_changes_nothing_is_not_kept(author, draft, sequence):
    move(author, draft, sequence, sequence.starts)
    draft.refresh_from_db()
    assert draft.version == 1
    assert not Gesture.objects.exists()


def test_a_gesture_that_fails_half_way_leaves_nothing(author, draft, sequence):
    before = everything(draft)
    with suppress(BlockIsGone), gesture(actor=author, revision=draft, kind="removed") as change:
        change.remove(sequence)
        change.seen(sequence)
    assert everything(draft) == before
    assert not Gesture.objects.exists()


def test_what_somebody_has_not_seen_is_not_overwritten(author, draft, sequence):
    other = a_person(Role.TRAINER)
    move(other, draft, sequence, time(9, 10))
    with (
        pytest.raises(EditedMeanwhile) as refused,
        gesture(actor=author, revision=draft, kind="edited") as change,
    ):
        change.seen(sequence, version=1)
    assert refused.value.block.starts == time(9, 10)


def test_what_was_removed_meanwhile_is_said_to_be_gone(author, draft, sequence):
    with gesture(actor=author, revision=draft, kind="removed") as change:
        change.remove(sequence)
    with pytest.raises(BlockIsGone):
        move(author, draft, sequence, time(9, 5))


def test_a_published_revision_takes_no_gesture(author):
    with (
        pytest.raises(RevisionIsFrozen),
        gesture(actor=author, revision=a_revision(), kind="moved"),
    ):
        pass


def test_undoing_every_gesture_gives_back_the_first_text_and_redoing_them_the_last(
    author, draft, sequence
):
    first = everything(draft)
    day = draft.days.get(position=1)
    move(author, draft, sequence, time(9, 5))
    with gesture(actor=author, revision=draft, kind="added", subject="Débat") as change:
        added = Sequence(day=day, title="Débat", starts=time(17), minutes=30, phase=Phase.PARTAGE)
        change.add(added)
        change.add(
            Activity(sequence=added, position=1, kind="page", moment="during", title="A", minutes=5)
        )
    with gesture(actor=author, revision=draft, kind="arranged") as change:
        change.arrange(list(draft.days.order_by("-position")))
    with gesture(actor=author, revision=draft, kind="removed", subject=day.title) as change:
        change.remove(day)
    last = everything(draft)
    assert last != first
    for _gesture in range(4):
        undo(actor=author, revision=draft)
    assert everything(draft) == first
    for _gesture in range(4):
        redo(actor=author, revision=draft)
    assert everything(draft) == last


def test_undo_takes_back_one_s_own_gesture_and_leaves_the_colleague_s(author, draft):
    other = a_person(Role.TRAINER)
    mine, theirs = Sequence.objects.filter(day__revision=draft, day__position=2)[:2]
    was = mine.starts
    move(author, draft, mine, time(9, 30))
    move(other, draft, theirs, time(12))
    undo(actor=author, revision=draft)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.starts, theirs.starts) == (was, time(12))


def test_a_gesture_that_a_colleague_built_on_is_not_undone(author, draft, sequence):
    move(author, draft, sequence, time(9, 5))
    move(a_person(Role.TRAINER), draft, sequence, time(9, 20))
    with pytest.raises(ChangedSince, match="Immersion"):
        undo(actor=author, revision=draft)


def test_undoing_is_a_change_that_others_must_have_seen(author, draft, sequence):
    move(author, draft, sequence, time(9, 5))
    undo(actor=author, revision=draft)
    with (
        pytest.raises(EditedMeanwhile),
        gesture(actor=author, revision=draft, kind="moved") as change,
    ):
        change.seen(sequence, version=1)


def test_there_is_nothing_to_undo_at_first_nor_to_redo_after_a_new_gesture(author, draft, sequence):
    with pytest.raises(NothingToUndo):
        undo(actor=author, revision=draft)
    move(author, draft, sequence, time(9, 5))
    undo(actor=author, revision=draft)
    move(author, draft, sequence, time(9, 15))
    with pytest.raises(NothingToRedo):
        redo(actor=author, revision=draft)


def test_typing_on_in_one_block_is_one_gesture_until_a_pause(author, draft, sequence):
    for minutes in (1, 2, 3):
        move(author, draft, sequence, time(9, minutes), kind="edited")
    assert Gesture.objects.count() == 1
    Gesture.objects.update(made_at=Gesture.objects.get().made_at - timedelta(minutes=5))
    move(author, draft, sequence, time(9, 9), kind="edited")
    assert Gesture.objects.count() == 2
    undo(actor=author, revision=draft)
    undo(actor=author, revision=draft)
    sequence.refresh_from_db()
    assert sequence.starts == time(9)
