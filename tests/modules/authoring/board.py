"""A draft board to work on, and all that is on it."""

from typing import Any

from modules.authoring.rows import state_of
from modules.programmes.models import Activity, Day, Revision, Sequence
from modules.programmes.services import start_next_revision
from tests.learning.builders import a_revision


def a_draft(days: int = 2) -> Revision:
    """Return a draft: each day 9:00 (1 h), 10:00 (2 h 30), 14:00 (1 h 30), 15:30 (2 h)."""
    return start_next_revision(actor=None, revision=a_revision(days=days))


def sequences_of(draft: Revision, day: int = 1) -> list[Sequence]:
    """Return the sequences of a day in their order, as they are now."""
    found = Sequence.objects.filter(day__revision=draft, day__position=day)
    return list(found.select_related("day__revision").order_by("starts", "lane", "pk"))


def everything(draft: Revision) -> dict[tuple[str, int], dict[str, Any]]:
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
