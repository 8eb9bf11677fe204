"""What changed between two revisions: blocks added, removed, moved, reworded; minutes; the sheet.

Works on trees already read (`with_tree()`), of the same edition or not: blocks are followed by
their lineage.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import Field
from django.utils.translation import gettext as _

from frontend.formats import duration, hour
from modules.authoring.bodies import body_of
from modules.authoring.enums import BlockKind
from modules.programmes import models as programmes
from modules.programmes.enums import Mode, Phase
from modules.programmes.models import Activity, Day, Module, Revision
from modules.programmes.sheets import SHEET, read_sheet
from modules.programmes.timetable import totals

Block = Day | programmes.Sequence | Activity
# What a block says of itself, in the order it is shown. Its times and place are its moves.
TEXTS: dict[BlockKind, tuple[str, ...]] = {
    BlockKind.DAY: ("title", "objective", "starts", "lunch_starts", "lunch_ends", "ends"),
    BlockKind.SEQUENCE: (
        "title", "minutes", "phase", "mode", "purpose", "unfolding", "outcome", "material", "roles",
        "trainer_notes",
    ),
    BlockKind.ACTIVITY: (
        "title", "kind", "moment", "minutes", "is_required", "audience", "body", "url", "asset_id",
        "captions_id", "transcript", "content_version_id", "done_when", "min_score", "licence",
        "authors", "source",
    ),
}  # fmt: skip
WORD = re.compile(r"\s+|\w+|[^\w\s]")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Longer texts (a film's transcript) are compared line by line: words would take seconds.
LONG = 40_000
# Unchanged words kept around what changed; longer runs are cut.
AROUND = 12
# So many unchanged words between two changes are shown with them.
LONE = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: "same", "added", "removed", or "cut" for unchanged words left out."""

    act: str
    text: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text that changed."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What happened to a block: `acts` among "added", "removed", "moved", "reworded".

    `inside` are the titles of what came or went with it.
    """

    kind: BlockKind
    lineage: UUID
    title: str
    acts: tuple[str, ...]
    was: str = ""
    now: str = ""
    rewordings: tuple[Rewording, ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a phase, or of a mode, before and after."""

    key: str
    label: str
    before: int
    after: int

    @property
    def gap(self) -> int:
        """Return how many minutes came; negative when they went."""
        return self.after - self.before

    @property
    def loss(self) -> int:
        """Return how many minutes went."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Differences:
    """All that changed from one revision to another."""

    sheet: tuple[Rewording, ...]
    blocks: tuple[BlockChange, ...]
    phases: tuple[Minutes, ...]
    modes: tuple[Minutes, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether both say the same."""
        return not self.sheet and not self.blocks

    def count(self, act: str) -> int:
        """Return how many blocks an act concerns."""
        return sum(act in block.acts for block in self.blocks)


@dataclass(slots=True)
class _Placed:
    """A block with where it stands: its parent, its place in words, what is inside it."""

    kind: BlockKind
    block: Block
    parent: UUID | None
    words: str
    inside: list["_Placed"] = field(default_factory=list)


def differences(before: Revision, after: Revision) -> Differences:
    """Return what changed from `before` to `after`; both come `with_tree()`."""
    old, new = _placed(before), _placed(after)
    moved = _moved(old, new)
    changes: list[BlockChange] = []
    for lineage, placed in new.items():
        if lineage not in old:
            if placed.parent is None or placed.parent in old:
                changes.append(_whole("added", placed, now=placed.words, others=old))
        elif change := _changed(old[lineage], placed, is_moved=lineage in moved):
            changes.append(change)
    for lineage, placed in old.items():
        if lineage not in new and (placed.parent is None or placed.parent in new):
            changes.append(_whole("removed", placed, was=placed.words, others=new))
    return Differences(
        sheet=tuple(_sheet(read_sheet(before), read_sheet(after))),
        blocks=tuple(changes),
        phases=_minutes(before, after, "phase", Phase.choices),
        modes=_minutes(before, after, "mode", Mode.choices),
    )


def _placed(revision: Revision) -> dict[UUID, _Placed]:
    found: dict[UUID, _Placed] = {}
    for day in revision.days.all():
        name = _("journée %(n)s") % {"n": day.position}
        of_day = found[day.lineage] = _Placed(BlockKind.DAY, day, None, name)
        for sequence in day.sequences.all():
            words = f"{name}, {hour(sequence.starts)}"
            of_sequence = _Placed(BlockKind.SEQUENCE, sequence, day.lineage, words)
            found[sequence.lineage] = of_sequence
            of_day.inside.append(of_sequence)
            for activity in sequence.activities.all():
                words = _("dans « %(sequence)s », au rang %(n)s") % {
                    "sequence": sequence.title, "n": activity.position,
                }  # fmt: skip
                of_activity = _Placed(BlockKind.ACTIVITY, activity, sequence.lineage, words)
                found[activity.lineage] = of_activity
                of_sequence.inside.append(of_activity)
    return found


def _moved(old: dict[UUID, _Placed], new: dict[UUID, _Placed]) -> set[UUID]:
    """Return the blocks that changed parents, hours, or places among those that stayed."""
    both = [lineage for lineage in new if lineage in old]
    moved = {lineage for lineage in both if _has_left(old[lineage], new[lineage])}
    for kind in (BlockKind.DAY, BlockKind.ACTIVITY):
        parents = {new[lineage].parent for lineage in both if new[lineage].kind == kind}
        for parent in parents:
            here = [one for one in both if new[one].kind == kind and new[one].parent == parent]
            moved |= _out_of_order([one for one in old if one in here and one not in moved], here)
    return moved


def _has_left(was: _Placed, now: _Placed) -> bool:
    if was.parent != now.parent:
        return True
    first, second = was.block, now.block
    if isinstance(first, programmes.Sequence) and isinstance(second, programmes.Sequence):
        return (first.starts, first.lane) != (second.starts, second.lane)
    return False


def _out_of_order(before: Sequence[UUID], after: Sequence[UUID]) -> set[UUID]:
    """Return the least that moved, of the same things in two orders."""
    matcher = SequenceMatcher(None, before, [one for one in after if one in before], autojunk=False)
    stayed = {one for a, _b, size in matcher.get_matching_blocks() for one in before[a : a + size]}
    return set(before) - stayed


def _whole(
    act: str, placed: _Placed, others: dict[UUID, _Placed], *, was: str = "", now: str = ""
) -> BlockChange:
    """Return the coming or the going of a block with all that is in it and nowhere else."""
    inside = tuple(
        one.block.title for one in _all_inside(placed) if one.block.lineage not in others
    )
    return BlockChange(
        placed.kind, placed.block.lineage, placed.block.title, (act,), was, now, (), inside
    )


def _all_inside(placed: _Placed) -> Iterable[_Placed]:
    for one in placed.inside:
        yield one
        yield from _all_inside(one)


def _changed(was: _Placed, now: _Placed, *, is_moved: bool) -> BlockChange | None:
    texts = tuple(_rewordings(now.kind, was.block, now.block))
    acts = (*(("moved",) if is_moved else ()), *(("reworded",) if texts else ()))
    if not acts:
        return None
    places = (was.words, now.words) if is_moved else ("", now.words)
    return BlockChange(now.kind, now.block.lineage, now.block.title, acts, *places, texts)


def _rewordings(kind: BlockKind, was: Block, now: Block) -> Iterable[Rewording]:
    for name in TEXTS[kind]:
        first, second = getattr(was, name), getattr(now, name)
        if first != second:
            label = _label(type(now)._meta.get_field(name.removesuffix("_id")))  # noqa: SLF001 - how Django tells a field's words
            yield _reworded(label, _shown(was, name), _shown(now, name))


def _sheet(was: dict[str, Any], now: dict[str, Any]) -> Iterable[Rewording]:
    for name in SHEET:
        if was[name] != now[name]:
            label = _label(Module._meta.get_field(name))  # noqa: SLF001 - the same
            yield _reworded(label, _in_words(was[name]), _in_words(now[name]))


def _label(one: Any) -> str:
    words = str(one.verbose_name) if isinstance(one, Field) else str(one.name)
    return words[:1].upper() + words[1:]


def _shown(block: Block, name: str) -> str:
    """Return the value of a field as people read it."""
    value = getattr(block, name)
    if name in {"asset_id", "captions_id", "content_version_id"}:
        return str(getattr(block, name.removesuffix("_id")) or "")
    if name == "minutes":
        return duration(value)
    if name == "body":
        body = body_of(value)
        return "\n".join([body.text, *(f"→ {link}" for link in body.links)])
    if hasattr(block, f"get_{name}_display"):
        return str(getattr(block, f"get_{name}_display")())
    return hour(value) if hasattr(value, "hour") else _in_words(value)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)


def _reworded(label: str, was: str, now: str) -> Rewording:
    if was == now:
        return Rewording(label, (Piece("same", _("seule la mise en forme a changé")),))
    return Rewording(label, tuple(words_between(was, now)))


def words_between(was: str, now: str) -> list[Piece]:
    """Return a text's change word by word, long unchanged runs cut to what is near a change.

    A lone word that stayed between two changes is shown as changed: runs are read, not words.
    """
    cut = WORD if len(was) + len(now) < LONG else LINE
    old, new = cut.findall(was), cut.findall(now)
    pieces: list[Piece] = []
    removed, added = "", ""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for act, a, b, c, d in matcher.get_opcodes():
        kept = "".join(old[a:b])
        is_between = a > 0 and b < len(old)
        if act == "equal" and not (is_between and len(kept.split()) <= LONE):
            pieces += _told(removed, added)
            removed, added = "", ""
            pieces += _shortened(old[a:b], is_first=a == 0, is_last=b == len(old))
        else:
            removed, added = removed + kept, added + "".join(new[c:d])
    return [*pieces, *_told(removed, added)]


def _told(removed: str, added: str) -> list[Piece]:
    pieces = (Piece("removed", removed), Piece("added", added))
    return [piece for piece in pieces if piece.text]


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    head = [] if is_first else words[: 2 * AROUND]
    tail = [] if is_last else words[-2 * AROUND :]
    if len(words) <= len(head) + len(tail) + AROUND:
        return [Piece("same", "".join(words))]
    pieces = [Piece("same", "".join(head)), Piece("cut", "…"), Piece("same", "".join(tail))]
    return [piece for piece in pieces if piece.text]


def _minutes(
    before: Revision, after: Revision, by: str, choices: Iterable[tuple[Any, Any]]
) -> tuple[Minutes, ...]:
    old, new = minutes_by(before, by), minutes_by(after, by)
    rows = [Minutes(key, str(label), old.get(key, 0), new.get(key, 0)) for key, label in choices]
    return tuple(row for row in rows if row.before or row.after)


def minutes_by(revision: Revision, by: str) -> dict[str, int]:
    """Return the minutes of each phase (by="phase") or mode ("mode"); it comes `with_tree()`."""
    found = totals(day.sequences.all() for day in revision.days.all())
    if by == "phase":
        return found.phases
    return {Mode.MAKING: found.making, Mode.LISTENING: found.listening}
