"""Take back one's last gesture, and do it again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from modules.authoring.gestures import open_revision, touch
from modules.authoring.models import Gesture
from modules.authoring.rows import MODELS, ORDER, Row, current, park, restore
from modules.programmes.models import Revision


class NothingToUndo(DomainError):
    """The author did nothing here, or took everything back."""

    code = "nothing_to_undo"
    sentence = _("Il n’y a rien à annuler.")


class NothingToRedo(DomainError):
    """The author took nothing back, or did something since."""

    code = "nothing_to_redo"
    sentence = _("Il n’y a rien à rétablir.")


class ChangedSince(DomainError):
    """Somebody changed, after the gesture, what it had changed."""

    code = "changed_since"
    sentence = _(
        "« %(subject)s » a changé depuis ce geste : modifiez-le à la main plutôt que d’annuler."
    )


def undoable(revision: Revision, actor: User) -> Gesture | None:
    """Return the author's last gesture that still stands."""
    return revision.gestures.filter(actor=actor, undone_at=None).order_by("-number").first()


def redoable(revision: Revision, actor: User) -> Gesture | None:
    """Return the author's first undone gesture that none of theirs followed."""
    mine = revision.gestures.filter(actor=actor)
    last = undoable(revision, actor)
    after = mine.filter(number__gt=last.number if last else 0, undone_at__isnull=False)
    return after.order_by("number").first()


@transaction.atomic
def undo(*, actor: User, revision: Revision) -> Gesture:
    """Take back one's last gesture. Raises NothingToUndo, ChangedSince or RevisionIsFrozen."""
    held = open_revision(revision)
    last = undoable(held, actor)
    if last is None:
        raise NothingToUndo
    _apply(held, last, "after", "before")
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    touch(held, actor)
    return last


@transaction.atomic
def redo(*, actor: User, revision: Revision) -> Gesture:
    """Do again one's last undone gesture. Raises NothingToRedo, ChangedSince, RevisionIsFrozen."""
    held = open_revision(revision)
    first = redoable(held, actor)
    if first is None:
        raise NothingToRedo
    _apply(held, first, "before", "after")
    first.undone_at = None
    first.save(update_fields=["undone_at"])
    touch(held, actor)
    return first


def _apply(revision: Revision, done: Gesture, now: str, wanted: str) -> None:
    """Put the rows of a gesture from the state `now` to the state `wanted`."""
    rows = sorted(done.changes, key=lambda row: ORDER.index(row["model"]))
    for row in rows:
        if _content(current(row)) != _content(row[now]):
            raise ChangedSince(subject=done.subject or str(revision))
    for row in reversed(rows):
        if row[wanted] is None:
            MODELS[row["model"]].objects.filter(pk=row["pk"]).delete()
    park(rows, wanted)
    for row in rows:
        if row[wanted] is not None:
            restore(row, wanted)


def _content(state: Row | None) -> Row | None:
    """Return a state without its count of changes: undoing is a change too."""
    return state and {name: value for name, value in state.items() if name != "version"}
