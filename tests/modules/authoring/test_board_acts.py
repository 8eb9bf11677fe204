"""The acts of the day board: what each one does, what it refuses, and that it is undone whole."""

from datetime import time

import pytest

from accounts.users.enums import Role
from modules.authoring.blocks import (
    ImpossibleDuration,
    OffTheClock,
    OutsideTheDay,
    TitleIsMissing,
    shifted,
)
from modules.authoring.days import (
    DayTimesDoNotFollow,
    add_day,
    duplicate_day,
    edit_day,
    move_day,
    remove_day,
)
from modules.authoring.gestures import BlockIsGone, EditedMeanwhile
from modules.authoring.placing import (
    add_activity,
    duplicate_activity,
    move_activity,
    remove_activity,
)
from modules.authoring.sequences import (
    add_sequence,
    duplicate_sequence,
    edit_sequence,
    move_sequence,
    remove_sequence,
    resize_sequence,
)
from modules.authoring.undo import redo, undo
from modules.programmes.enums import ActivityKind, Phase
from modules.programmes.models import Activity, Day, Sequence
from modules.programmes.services import RevisionIsFrozen
from tests.learning.builders import a_person, a_revision
from tests.modules.authoring.board import a_draft, everything, sequences_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER)


@pytest.fixture
def draft():
    return a_draft()


def titles(draft):
    return list(draft.days.order_by("position").values_list("title", flat=True))


def activities(sequence):
    return list(sequence.activities.order_by("position").values_list("title", flat=True))


def first(draft):
    return sequences_of(draft)[0]


def an_activity(draft):
    return Activity.objects.select_related("sequence__day__revision").filter(
        sequence=first(draft)
    )[0]  # fmt: skip


ACTS = {
    "add a day": lambda who, draft: add_day(actor=who, revision=draft, title="Restituer"),
    "edit a day": lambda who, draft: edit_day(
        actor=who, day=draft.days.get(position=1), fields={"title": "Aller voir"}
    ),
    "move a day": lambda who, draft: move_day(actor=who, day=draft.days.get(position=2), by=-1),
    "duplicate a day": lambda who, draft: duplicate_day(actor=who, day=draft.days.get(position=1)),
    "remove a day": lambda who, draft: remove_day(actor=who, day=draft.days.get(position=1)),
    "add a sequence": lambda who, draft: add_sequence(
        actor=who, day=draft.days.get(position=1), title="Débat"
    ),
    "edit a sequence": lambda who, draft: edit_sequence(
        actor=who, sequence=first(draft), fields={"title": "Accueil", "minutes": 45}
    ),
    "move a sequence": lambda who, draft: move_sequence(
        actor=who, sequence=first(draft), starts=time(9, 5), day=draft.days.get(position=2)
    ),
    "resize a sequence": lambda who, draft: resize_sequence(
        actor=who, sequence=first(draft), minutes=55
    ),
    "duplicate a sequence": lambda who, draft: duplicate_sequence(actor=who, sequence=first(draft)),
    "remove a sequence": lambda who, draft: remove_sequence(actor=who, sequence=first(draft)),
    "add an activity": lambda who, draft: add_activity(
        actor=who, sequence=first(draft), kind=ActivityKind.PAGE
    ),
    "move an activity": lambda who, draft: move_activity(
        actor=who, activity=an_activity(draft), position=1, sequence=sequences_of(draft, 2)[0]
    ),
    "duplicate an activity": lambda who, draft: duplicate_activity(
        actor=who, activity=an_activity(draft)
    ),
    "remove an activity": lambda who, draft: remove_activity(
        actor=who, activity=an_activity(draft)
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_an_act_changes_the_board_and_undoing_it_gives_the_board_back(author, draft, act):
    before = everything(draft)
    act(author, draft)
    after = everything(draft)
    assert after != before
    undo(actor=author, revision=draft)
    assert everything(draft) == before
    redo(actor=author, revision=draft)
    assert everything(draft) == after


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_no_act_changes_a_published_revision(author, act):
    published = a_revision(days=2)
    before = everything(published)
    with pytest.raises(RevisionIsFrozen):
        act(author, published)
    assert everything(published) == before


def test_a_day_is_added_last_with_the_hours_of_the_last(author, draft):
    Day.objects.filter(revision=draft, position=2).update(ends=time(16))
    day = add_day(actor=author, revision=draft, title=" Restituer ")
    assert (day.position, day.title, day.ends) == (3, "Restituer", time(16))


def test_days_change_places_and_a_copy_follows_its_original(author, draft):
    move_day(actor=author, day=draft.days.get(position=2), by=-1)
    assert titles(draft) == ["Journée 2", "Journée 1"]
    copy = duplicate_day(actor=author, day=draft.days.get(position=1))
    assert titles(draft) == ["Journée 2", "Journée 2", "Journée 1"]
    assert draft.days.get(pk=copy.pk).position == 2
    assert Activity.objects.filter(sequence__day=copy).count() == 4
    lineages = list(draft.days.values_list("lineage", flat=True))
    assert len(set(lineages)) == 3
    remove_day(actor=author, day=draft.days.get(position=1))
    assert list(draft.days.order_by("position").values_list("position", flat=True)) == [1, 2]


def test_the_hours_of_a_day_follow_each_other(author, draft):
    day = draft.days.get(position=1)
    with pytest.raises(DayTimesDoNotFollow):
        edit_day(actor=author, day=day, fields={"ends": time(13)})
    with pytest.raises(OffTheClock):
        edit_day(actor=author, day=day, fields={"starts": time(9, 2)})
    with pytest.raises(EditedMeanwhile):
        edit_day(actor=author, day=day, fields={"title": "A"}, version=day.version - 1)


def test_a_sequence_is_added_in_the_first_time_nobody_planned(author, draft):
    day = draft.days.get(position=1)
    Sequence.objects.filter(day=day, starts=time(10)).delete()
    added = add_sequence(actor=author, day=day, title="Débat")
    assert (added.starts, added.minutes, added.phase) == (time(10), 60, Phase.IMMERSION)


def test_a_sequence_is_added_after_the_others_when_the_day_is_full(author, draft):
    added = add_sequence(actor=author, day=draft.days.get(position=1), title="Débat")
    assert (added.starts, added.phase) == (time(17, 30), Phase.TEST)


def test_a_copy_of_a_sequence_follows_it_with_its_activities(author, draft):
    copy = duplicate_sequence(actor=author, sequence=first(draft))
    assert copy.starts == time(10)
    assert activities(copy) == activities(first(draft))
    assert copy.lineage != first(draft).lineage


def test_a_copy_that_would_pass_midnight_stays_on_its_original(author, draft):
    sequence = move_sequence(actor=author, sequence=first(draft), starts=time(23))
    assert duplicate_sequence(actor=author, sequence=sequence).starts == time(23)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": "   "}, TitleIsMissing),
        ({"minutes": 0}, ImpossibleDuration),
        ({"minutes": 42}, ImpossibleDuration),
        ({"starts": time(9, 1)}, OffTheClock),
        ({"starts": time(23, 30)}, OutsideTheDay),
    ],
)
def test_impossible_values_are_refused_with_what_to_do(author, draft, fields, refusal):
    before = everything(draft)
    with pytest.raises(refusal):
        edit_sequence(actor=author, sequence=first(draft), fields=fields)
    assert everything(draft) == before


def test_a_sequence_stays_between_one_midnight_and_the_next(author, draft):
    with pytest.raises(OutsideTheDay, match="Immersion"):
        shifted("Immersion", time(0), -5)
    with pytest.raises(OutsideTheDay):
        move_sequence(actor=author, sequence=first(draft), starts=time(23, 30))
    with pytest.raises(ImpossibleDuration):
        resize_sequence(actor=author, sequence=first(draft), minutes=3)
    assert shifted("Immersion", time(9, 55), 10) == time(10, 5)
    last = move_sequence(actor=author, sequence=first(draft), starts=time(23))
    assert (last.starts, last.minutes) == (time(23), 60)


def test_a_sequence_does_not_go_to_another_revision(author, draft):
    elsewhere = a_draft().days.get(position=1)
    with pytest.raises(BlockIsGone):
        move_sequence(actor=author, sequence=first(draft), starts=time(9), day=elsewhere)


def test_only_the_fields_of_the_panel_are_written(author, draft):
    with pytest.raises(ValueError, match="lineage"):
        edit_sequence(actor=author, sequence=first(draft), fields={"lineage": None})


def test_activities_change_places_within_a_sequence_and_between_two(author, draft):
    sequence, other = sequences_of(draft)[:2]
    reading = an_activity(draft)
    quiz = add_activity(actor=author, sequence=sequence, kind=ActivityKind.H5P)
    assert (quiz.title, quiz.position) == ("Contenu interactif", 2)
    move_activity(actor=author, activity=quiz, position=1)
    assert activities(sequence) == ["Contenu interactif", reading.title]
    move_activity(actor=author, activity=quiz, position=1, sequence=other)
    assert activities(sequence) == [reading.title]
    assert activities(other)[0] == "Contenu interactif"
    duplicate_activity(actor=author, activity=quiz)
    assert activities(other)[:2] == ["Contenu interactif"] * 2
    remove_activity(actor=author, activity=quiz)
    assert list(other.activities.order_by("position").values_list("position", flat=True)) == [1, 2]
