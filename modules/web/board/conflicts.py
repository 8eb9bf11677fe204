"""Two authors on one block: both texts, field by field, and what may be done."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from frontend import formats
from modules.authoring.history import last_gesture_on
from modules.programmes.models import Block, Revision
from modules.web.board.wording import label_of, name_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two authors wrote differently."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What somebody else wrote meanwhile, beside what the author was writing."""

    by: str
    at: datetime
    rows: list[Difference]


def as_typed(block: Block, fields: Mapping[str, Any]) -> Block:
    """Return a block with what somebody typed, not written: for its panel to show."""
    typed = copy(block)
    for name, value in fields.items():
        setattr(typed, name, value)
    return typed


def conflict_of(
    revision: Revision, now: Block, fields: Mapping[str, Any]
) -> tuple[Conflict, Block]:
    """Return the conflict between a block and the fields somebody typed, and the block as typed.

    The block as typed carries the version of the one that is there: saved, it is a choice made
    knowingly.
    """
    last = last_gesture_on(revision, now)
    mine = as_typed(now, fields)
    rows = [
        Difference(label_of(now, name), _in_words(mine, name), _in_words(now, name))
        for name, value in fields.items()
        if value != getattr(now, name)
    ]
    by = name_of(last.actor if last else revision.edited_by)
    at = last.made_at if last else revision.edited_at
    return Conflict(by, timezone.localtime(at), rows), mine


def _in_words(block: Block, name: str) -> str:
    value = getattr(block, name)
    if isinstance(value, time):
        return formats.hour(value)
    if name == "minutes":
        return formats.duration(value)
    shown = getattr(block, f"get_{name}_display", None)
    return str(shown() if shown else value)
