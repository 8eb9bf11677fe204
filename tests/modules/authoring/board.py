"""A draft board to work on, and all that is on it."""

from datetime import time
from typing import Any

from modules.authoring.rows import state_of
from modules.programmes.enums import Phase
from modules.programmes.models import Activity, Day, Revision, Sequence
from modules.programmes.services import start_next_revision
from tests.learning.builders import a_revision


def a_draft(days: int = 2) -> Revision:
    """Return a draft: each day 9:00 (1 h), 10:00 (2 h 30), 14:00 (1 h 30), 15:30 (2 h)."""
    return start_next_revision(actor=None, revision=a_revision(days=days))


def a_board(days: int, sequences: int, activities: int) -> Revision:
    """Return a draft of that size; every sequence lasts half an hour."""
    draft = a_draft(days=days)
    Sequence.objects.filter(day__revision=draft).delete()
    for day in draft.days.all():
        made = Sequence.objects.bulk_create(
            Sequence(
                day=day, title=f"Séquence {n}", starts=time(9 + n // 2, 30 * (n % 2)), minutes=30,
                phase=Phase.IDEES,
            )
            for n in range(sequences)
        )  # fmt: skip
        Activity.objects.bulk_create(
            Activity(
                sequence=sequence, position=n, kind="page", moment="during", title=f"A{n}",
                minutes=5,
            )
            for sequence in made
            for n in range(1, activities + 1)
        )  # fmt: skip
    return draft


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
