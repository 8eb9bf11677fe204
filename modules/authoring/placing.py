"""Add, move, duplicate and remove the activities of a draft; what they say is written elsewhere."""

from accounts.users.models import User
from modules.authoring.blocks import activities_of, copy_of, in_revision, write_fields
from modules.authoring.enums import Act
from modules.authoring.gestures import gesture
from modules.programmes.enums import ActivityKind, Moment
from modules.programmes.models import Activity, Revision, Sequence

USUAL = 10


def _revision(activity: Activity) -> Revision:
    return activity.sequence.day.revision


def add_activity(
    *, actor: User, sequence: Sequence, kind: ActivityKind, title: str = ""
) -> Activity:
    """Add a draft activity after the others, named after its kind unless it has a title.

    Raises BlockIsGone.
    """
    named = title.strip() or str(kind.label)
    with gesture(
        actor=actor, revision=sequence.day.revision, kind=Act.ADDED, subject=named
    ) as change:
        held = change.seen(sequence)
        place = len(activities_of(held)) + 1
        activity = Activity(
            sequence=held, position=place, kind=kind, moment=Moment.DURING, minutes=USUAL
        )
        write_fields(activity, ("title",), {"title": named})
        change.add(activity)
    return activity


def move_activity(
    *, actor: User, activity: Activity, position: int, sequence: Sequence | None = None
) -> Activity:
    """Put an activity at a position (from 1) of its sequence, or of another of its revision.

    Raises BlockIsGone.
    """
    with gesture(
        actor=actor, revision=_revision(activity), kind=Act.MOVED, subject=activity.title
    ) as change:
        held = change.seen(activity)
        source = held.sequence
        target = sequence or source
        others = [one for one in activities_of(target) if one.pk != held.pk]
        if target.pk != source.pk:
            in_revision(change, target)
            held.sequence, held.position = target, len(others) + 1
            change.save(held)
            change.arrange(activities_of(source))
        others.insert(max(0, position - 1), held)
        change.arrange(others)
    return held


def duplicate_activity(*, actor: User, activity: Activity) -> Activity:
    """Write an activity again right after itself. Raises BlockIsGone."""
    with gesture(
        actor=actor, revision=_revision(activity), kind=Act.DUPLICATED, subject=activity.title
    ) as change:
        held = change.seen(activity)
        known = activities_of(held.sequence)
        fresh = copy_of(held, position=len(known) + 1)
        change.add(fresh)
        known.insert(held.position, fresh)
        change.arrange(known)
    return fresh


def remove_activity(*, actor: User, activity: Activity) -> None:
    """Remove an activity. Raises BlockIsGone."""
    with gesture(
        actor=actor, revision=_revision(activity), kind=Act.REMOVED, subject=activity.title
    ) as change:
        held = change.seen(activity)
        change.remove(held)
        change.arrange(activities_of(held.sequence))
