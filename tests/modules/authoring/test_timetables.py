"""Timetables kept under a name, laid on empty boards."""

from datetime import time

import pytest

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from modules.authoring.blocks import TitleIsMissing
from modules.authoring.models import TimetableTemplate
from modules.authoring.timetables import (
    BoardIsNotEmpty,
    NameIsTaken,
    apply_template,
    remove_template,
    save_template,
)
from modules.authoring.undo import undo
from modules.programmes.models import Day, Sequence
from tests.learning.builders import a_person
from tests.modules.authoring.board import a_draft, everything, sequences_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return a_person(Role.TRAINER)


def an_empty_board(days):
    draft = a_draft(days)
    Sequence.objects.filter(day__revision=draft).delete()
    return draft


def clock(draft, day):
    return [(one.title, one.starts, one.minutes, one.phase) for one in sequences_of(draft, day)]


def test_a_timetable_makes_another_board_without_texts_nor_activities(author):
    source = a_draft(days=2)
    Day.objects.filter(revision=source).update(ends=time(18))
    template = save_template(actor=author, revision=source, name=" Deux jours pleins ")
    target = an_empty_board(days=1)
    Day.objects.filter(revision=target).update(title="Notre journée")
    apply_template(actor=author, revision=target, template=template)
    days = list(target.days.order_by("position"))
    assert [(day.title, day.ends) for day in days] == [
        ("Notre journée", time(18)), ("Journée 2", time(18)),
    ]  # fmt: skip
    assert [clock(target, day) for day in (1, 2)] == [clock(source, day) for day in (1, 2)]
    assert not any(one.activities.exists() for one in sequences_of(target))
    assert template.name == "Deux jours pleins"


def test_laying_a_timetable_is_one_gesture_that_is_undone(author):
    template = save_template(actor=author, revision=a_draft(days=2), name="Deux jours")
    target = an_empty_board(days=1)
    before = everything(target)
    apply_template(actor=author, revision=target, template=template)
    undo(actor=author, revision=target)
    assert everything(target) == before


def test_a_timetable_overwrites_nothing(author):
    draft = a_draft()
    template = save_template(actor=author, revision=draft, name="Deux jours")
    before = everything(draft)
    with pytest.raises(BoardIsNotEmpty):
        apply_template(actor=author, revision=draft, template=template)
    assert everything(draft) == before


def test_a_timetable_has_a_name_of_its_own(author):
    draft = a_draft()
    save_template(actor=author, revision=draft, name="Deux jours")
    with pytest.raises(NameIsTaken, match="Deux jours"):
        save_template(actor=author, revision=draft, name="Deux jours")
    with pytest.raises(TitleIsMissing):
        save_template(actor=author, revision=draft, name="  ")


def test_forgetting_a_timetable_is_written_down(author):
    template = save_template(actor=author, revision=a_draft(), name="Deux jours")
    remove_template(actor=author, template=template)
    assert not TimetableTemplate.objects.exists()
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"timetable_template_saved", "timetable_template_removed"} <= actions
