"""Write the sequences of a draft: where they are on the clock, and what they say."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from accounts.users.models import User
from modules.authoring.blocks import (
    MIDNIGHT,
    activities_of,
    check_span,
    copy_of,
    in_revision,
    write_fields,
)
from modules.authoring.enums import Act
from modules.authoring.gestures import gesture
from modules.programmes.enums import Phase
from modules.programmes.models import Day, Sequence
from modules.programmes.timetable import GapKind, at_minute, end_of, gaps, minute_of

WRITTEN = (
    "title", "starts", "minutes", "phase", "mode", "lane", "purpose", "unfolding", "outcome",
    "material", "roles", "trainer_notes",
)  # fmt: skip
USUAL = 60


def add_sequence(*, actor: User, day: Day, title: str) -> Sequence:
    """Add a sequence in the first time nobody planned, or after the last one.

    Raises BlockIsGone or TitleIsMissing.
    """
    with gesture(actor=actor, revision=day.revision, kind=Act.ADDED, subject=title) as change:
        held = change.seen(day)
        known = list(held.sequences.order_by("starts", "lane", "pk"))
        starts, minutes = _first_free(held, known)
        before = [one for one in known if one.starts <= starts]
        phase = before[-1].phase if before else Phase.IMMERSION
        sequence = Sequence(day=held, starts=starts, minutes=minutes, phase=phase)
        write_fields(sequence, WRITTEN, {"title": title})
        change.add(sequence)
    return sequence


def _first_free(day: Day, known: list[Sequence]) -> tuple[time, int]:
    for gap in gaps(day, known):
        if gap.kind == GapKind.FREE:
            return at_minute(gap.starts), min(USUAL, gap.minutes)
    ends = max((end_of(one) for one in known), default=minute_of(day.starts))
    return at_minute(min(ends, MIDNIGHT - USUAL)), USUAL


def edit_sequence(
    *, actor: User, sequence: Sequence, fields: Mapping[str, Any], version: int | None = None
) -> Sequence:
    """Write fields of a sequence, among WRITTEN, as read at `version`.

    Raises EditedMeanwhile, BlockIsGone, TitleIsMissing or what `check_span` does.
    """
    with gesture(
        actor=actor, revision=sequence.day.revision, kind=Act.EDITED, subject=sequence.title
    ) as change:
        held = change.seen(sequence, version)
        write_fields(held, WRITTEN, fields)
        check_span(held.title, held.starts, held.minutes)
        change.save(held)
    return held


def move_sequence(
    *,
    actor: User,
    sequence: Sequence,
    starts: time,
    day: Day | None = None,
    version: int | None = None,
) -> Sequence:
    """Put a sequence at another time, or on another day of its revision.

    Raises EditedMeanwhile, BlockIsGone, OffTheClock or OutsideTheDay.
    """
    with gesture(
        actor=actor, revision=sequence.day.revision, kind=Act.MOVED, subject=sequence.title
    ) as change:
        held = change.seen(sequence, version)
        check_span(held.title, starts, held.minutes)
        held.starts = starts
        if day is not None and day.pk != held.day_id:
            in_revision(change, day)
            held.day = day
        change.save(held)
    return held


def resize_sequence(
    *, actor: User, sequence: Sequence, minutes: int, version: int | None = None
) -> Sequence:
    """Give a sequence another duration.

    Raises EditedMeanwhile, BlockIsGone, ImpossibleDuration or OutsideTheDay.
    """
    with gesture(
        actor=actor, revision=sequence.day.revision, kind=Act.RESIZED, subject=sequence.title
    ) as change:
        held = change.seen(sequence, version)
        check_span(held.title, held.starts, minutes)
        held.minutes = minutes
        change.save(held)
    return held


def duplicate_sequence(*, actor: User, sequence: Sequence) -> Sequence:
    """Write a sequence again with its activities, right after itself if the day has room.

    Raises BlockIsGone.
    """
    with gesture(
        actor=actor, revision=sequence.day.revision, kind=Act.DUPLICATED, subject=sequence.title
    ) as change:
        held = change.seen(sequence)
        ends = end_of(held)
        has_room = ends + held.minutes <= MIDNIGHT
        fresh = copy_of(held, starts=at_minute(ends) if has_room else held.starts)
        change.add(fresh)
        for activity in activities_of(held):
            change.add(copy_of(activity, sequence=fresh))
    return fresh


def remove_sequence(*, actor: User, sequence: Sequence) -> None:
    """Remove a sequence with its activities. Raises BlockIsGone."""
    with gesture(
        actor=actor, revision=sequence.day.revision, kind=Act.REMOVED, subject=sequence.title
    ) as change:
        change.remove(change.seen(sequence))
