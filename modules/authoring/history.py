"""Who did what, last."""

from modules.authoring.models import Gesture
from modules.authoring.rows import name_of
from modules.programmes.models import Block, Revision

# Further back, nobody who has the page open remembers.
RECENT = 50


def last_gesture_on(revision: Revision, block: Block) -> Gesture | None:
    """Return the last gesture that changed a block, among the recent ones."""
    mine = {"model": name_of(block), "pk": block.pk}
    recent = revision.gestures.select_related("actor").order_by("-number")[:RECENT]
    return next(
        (one for one in recent if any(mine.items() <= row.items() for row in one.changes)), None
    )


def gestures_since(revision: Revision, version: int) -> list[Gesture]:
    """Return the gestures made since a version of the revision, or undone since, oldest first.

    Every gesture, undoing and redoing counts one version.
    """
    missed = min(max(revision.version - version, 0), RECENT)
    recent = revision.gestures.select_related("actor").order_by("-number")[:missed]
    return list(reversed(recent))
