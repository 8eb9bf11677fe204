"""Drafts for tests: complete ones, and what is done to them."""

from datetime import time

from accounts.users.enums import Role
from accounts.users.models import User
from modules.authoring.gestures import gesture
from modules.authoring.reviews import approve, ask_review
from modules.programmes.enums import Phase
from modules.programmes.models import Activity, Revision, Sequence
from modules.programmes.services import start_next_revision
from tests.learning.builders import a_person, a_revision


def a_draft(days: int = 1) -> Revision:
    """Return a draft with nothing to mend: the next revision of a published module."""
    return start_next_revision(actor=None, revision=a_revision(days=days))


def an_approved_draft(days: int = 1) -> Revision:
    """Return a draft that a colleague asked for and another approved."""
    draft = a_draft(days)
    author, reviewer = a_person(Role.TRAINER), a_person(Role.TRAINER)
    ask_review(actor=author, revision=draft, reviewers=[reviewer])
    approve(actor=reviewer, revision=draft)
    draft.refresh_from_db()
    return draft


def sequences_of(draft: Revision) -> list[Sequence]:
    """Return the sequences of a draft in their order."""
    mine = Sequence.objects.filter(day__revision=draft)
    return list(mine.order_by("day__position", "starts"))


def reword(author: User, draft: Revision, block: Sequence | Activity, **fields: object) -> None:
    """Change some fields of a block, as an author does."""
    with gesture(actor=author, revision=draft, kind="edited", subject=str(block)) as change:
        held = change.seen(block)
        for name, value in fields.items():
            setattr(held, name, value)
        change.save(held)


def add_sequence(author: User, draft: Revision, title: str, at: time) -> Sequence:
    """Add a sequence of half an hour to the first day."""
    day = draft.days.get(position=1)
    added = Sequence(day=day, title=title, starts=at, minutes=30, phase=Phase.PARTAGE)
    with gesture(actor=author, revision=draft, kind="added", subject=title) as change:
        change.add(added)
    return added


def tree(revision: Revision) -> Revision:
    """Return a revision as differences read it."""
    return Revision.objects.with_tree().select_related("edition__module").get(pk=revision.pk)
