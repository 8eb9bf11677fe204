"""Comment on a draft, answer, and say that it is dealt with."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from modules.authoring.enums import BlockKind
from modules.authoring.gestures import BlockIsGone, open_revision
from modules.authoring.models import Comment
from modules.authoring.rows import MODELS
from modules.authoring.tasks import TELL_ANSWER
from modules.programmes.models import Revision

# A comment is about this: a kind of block and its lineage; ("", None) for the whole revision.
Target = tuple[str, UUID | None]
WHOLE: Target = ("", None)
_REVISION_OF = {
    BlockKind.DAY: "revision",
    BlockKind.SEQUENCE: "day__revision",
    BlockKind.ACTIVITY: "sequence__day__revision",
}


class CommentIsEmpty(DomainError):
    """Nothing was written."""

    code = "comment_is_empty"
    sentence = _("Écrivez votre commentaire avant de l’envoyer.")


@transaction.atomic
def comment(*, actor: User, revision: Revision, text: str, about: Target = WHOLE) -> Comment:
    """Say something of a draft, or of one of its blocks.

    Raises RevisionIsFrozen, CommentIsEmpty, or BlockIsGone when the block is no longer there.
    """
    held = open_revision(revision)
    if not text.strip():
        raise CommentIsEmpty
    kind, lineage = about
    if kind:
        blocks = MODELS[kind].objects.filter(**{_REVISION_OF[BlockKind(kind)]: held})
        if not blocks.filter(lineage=lineage).exists():
            raise BlockIsGone
    written = Comment.objects.create(
        revision=held, kind=kind, lineage=lineage, author=actor, text=text.strip()
    )
    record(actor=actor, action="comment_written", target=held, comment=written.pk)
    return written


@transaction.atomic
def answer(*, actor: User, comment: Comment, text: str) -> Comment:
    """Answer a comment; who began it gets a mail, and a thread that was closed opens again.

    Raises RevisionIsFrozen or CommentIsEmpty.
    """
    held = open_revision(comment.revision)
    if not text.strip():
        raise CommentIsEmpty
    first = comment.parent or comment
    written = Comment.objects.create(
        revision=held, kind=first.kind, lineage=first.lineage, parent=first, author=actor,
        text=text.strip(),
    )  # fmt: skip
    Comment.objects.filter(pk=first.pk).update(resolved_at=None, resolved_by=None)
    if first.author_id != actor.pk:
        queue(kind=TELL_ANSWER, key=str(written.pk), payload={"comment": written.pk})
    record(actor=actor, action="comment_answered", target=held, comment=written.pk)
    return written


@transaction.atomic
def resolve(*, actor: User, comment: Comment) -> None:
    """Say that a comment is dealt with; twice changes nothing. Raises RevisionIsFrozen."""
    held = open_revision(comment.revision)
    still = Comment.objects.filter(pk=(comment.parent or comment).pk, resolved_at=None)
    if still.update(resolved_at=timezone.now(), resolved_by=actor):
        record(actor=actor, action="comment_resolved", target=held, comment=comment.pk)


def threads_of(revision: Revision) -> dict[Target, list[Comment]]:
    """Return the comments of a revision by what they are about, each with its `answers`."""
    answers = Comment.objects.select_related("author").order_by("written_at", "pk")
    found: dict[Target, list[Comment]] = defaultdict(list)
    firsts = revision.comments.filter(parent=None).select_related("author", "resolved_by")
    for first in firsts.prefetch_related(Prefetch("answers", answers)).order_by("written_at", "pk"):
        found[first.kind, first.lineage].append(first)
    return dict(found)
