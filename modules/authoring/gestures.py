"""Change a revision in acts that are recorded, undone and done again.

    with gesture(actor=…, revision=…, kind="moved", subject=sequence.title) as change:
        change.save(sequence)

The revision's row is locked for the act: two authors' acts come one after the other, and what one
has not seen the other change is refused (`seen`), never overwritten.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from modules.authoring.models import Gesture
from modules.authoring.rows import PARKING, Row, manager_of, name_of, state_of
from modules.programmes import models as programmes
from modules.programmes.enums import RevisionState
from modules.programmes.models import Activity, Block, Day, Revision
from modules.programmes.services import RevisionIsFrozen

# Typing goes on in one gesture while the pauses are shorter.
PAUSE = timedelta(minutes=1)
B = TypeVar("B", bound=Block)


class EditedMeanwhile(DomainError):
    """Somebody changed the block since it was read; `block` is as it is now."""

    code = "edited_meanwhile"
    sentence = _(
        "« %(title)s » a changé pendant que vous écriviez. Votre texte est gardé : comparez-le à "
        "l’autre version, puis enregistrez."
    )

    def __init__(self, block: Block) -> None:
        """Keep the block as it is now."""
        super().__init__(title=str(block))
        self.block = block


class BlockIsGone(DomainError):
    """Somebody removed the block."""

    code = "block_is_gone"
    sentence = _("Ce que vous modifiez a été retiré entre-temps : rechargez la page.")


@dataclass(slots=True)
class Change:
    """What one gesture does. Every write of a block of the revision goes through it."""

    revision: Revision
    rows: dict[tuple[str, int], Row] = field(default_factory=dict)
    # The blocks `seen`, as they are: the revision is locked, nobody else changes them.
    known: dict[tuple[str, int], Row] = field(default_factory=dict)

    def seen(self, block: B, version: int | None = None) -> B:
        """Return the block as it is now, locked; refuse if it is not the `version` one has seen.

        Raises BlockIsGone or EditedMeanwhile. `version` None accepts any.
        """
        now: B | None = manager_of(block).filter(pk=block.pk).first()
        if now is None:
            raise BlockIsGone
        if version is not None and now.version != version:
            raise EditedMeanwhile(now)
        self.known[name_of(now), now.pk] = state_of(now)
        return now

    def add(self, block: Block) -> None:
        """Write a new block."""
        block.save(force_insert=True)
        self._note(block, None, state_of(block))

    def save(self, *blocks: Block) -> None:
        """Write blocks that changed; one that did not is left alone."""
        for block in blocks:
            key = (name_of(block), block.pk)
            before = self.known.get(key) or state_of(manager_of(block).get(pk=block.pk))
            if state_of(block) == before:
                continue
            block.version += 1
            block.save()
            self.known[key] = state_of(block)
            self._note(block, before, self.known[key])

    def save_sheet(self, sheet: dict[str, Any]) -> None:
        """Write what the public page will say."""
        before = {"sheet": self.revision.sheet}
        if sheet != self.revision.sheet:
            self.revision.sheet = sheet
            self.revision.save(update_fields=["sheet"])
            self._note(self.revision, before, {"sheet": sheet})

    def remove(self, block: Block) -> None:
        """Remove a block with all that is in it."""
        for child in children_of(block):
            self.remove(child)
        now = manager_of(block).get(pk=block.pk)
        self._note(block, state_of(now), None)
        manager_of(block).filter(pk=block.pk).delete()

    def arrange(self, blocks: Sequence[Day | Activity]) -> None:
        """Give blocks of one parent their positions, from 1, in this order."""
        moved = [(block, n) for n, block in enumerate(blocks, start=1) if block.position != n]
        for block, _place in moved:
            manager_of(block).filter(pk=block.pk).update(position=PARKING + block.position)
        for block, place in moved:
            before = state_of(block)
            block.position, block.version = place, block.version + 1
            manager_of(block).filter(pk=block.pk).update(position=place, version=block.version)
            self.known.pop((name_of(block), block.pk), None)
            self._note(block, before, state_of(block))

    def _note(self, row: models.Model, before: Row | None, after: Row | None) -> None:
        key = (name_of(row), int(row.pk))
        first = self.rows.get(key)
        self.rows[key] = {
            "model": key[0],
            "pk": key[1],
            "before": first["before"] if first else before,
            "after": after,
        }


def children_of(block: Block) -> list[Block]:
    """Return the blocks right inside one."""
    if isinstance(block, Day):
        return list(block.sequences.all())
    return list(block.activities.all()) if isinstance(block, programmes.Sequence) else []


def open_revision(revision: Revision) -> Revision:
    """Lock a revision that can still be written, and return it. Raises RevisionIsFrozen."""
    held = Revision.objects.select_for_update().get(pk=revision.pk)
    if held.state == RevisionState.PUBLISHED:
        raise RevisionIsFrozen
    return held


@contextmanager
def gesture(
    *, actor: User | None, revision: Revision, kind: str, subject: str = ""
) -> Iterator[Change]:
    """Open an act: what `Change` writes is one gesture, or nothing if the block raises.

    Raises RevisionIsFrozen. `revision` gets its new version.
    """
    with transaction.atomic():
        held = open_revision(revision)
        change = Change(held)
        yield change
        rows = [row for row in change.rows.values() if row["before"] != row["after"]]
        if rows:
            _write(held, actor, kind, subject, rows)
            revision.version, revision.sheet = held.version, held.sheet
            revision.edited_at, revision.edited_by = held.edited_at, actor


def _write(
    revision: Revision, actor: User | None, kind: str, subject: str, rows: list[Row]
) -> None:
    last = revision.gestures.order_by("-number").first()
    if last and _goes_on(last, actor, kind, rows):
        last.changes = [{**last.changes[0], "after": rows[0]["after"]}]
        last.made_at = timezone.now()
        last.save(update_fields=["changes", "made_at"])
    else:
        number = last.number + 1 if last else 1
        Gesture.objects.create(
            revision=revision, number=number, kind=kind, subject=subject[:200], actor=actor,
            changes=rows,
        )  # fmt: skip
    touch(revision, actor)


def _goes_on(last: Gesture, actor: User | None, kind: str, rows: list[Row]) -> bool:
    """Return whether an act is the same author still writing in the same block."""
    if kind != "edited" or last.kind != kind or last.actor_id != (actor.pk if actor else None):
        return False
    if last.undone_at or timezone.now() - last.made_at > PAUSE or len(rows) != 1:
        return False
    same = [(row["model"], row["pk"]) for row in last.changes]
    return same == [(rows[0]["model"], rows[0]["pk"])]


def touch(revision: Revision, actor: User | None) -> None:
    """Count one more change of a revision."""
    revision.version += 1
    revision.edited_at, revision.edited_by = timezone.now(), actor
    revision.save(update_fields=["version", "edited_at", "edited_by"])
