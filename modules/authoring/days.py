"""Write the days of a draft."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from modules.authoring.blocks import activities_of, check_clock, copy_of, write_fields
from modules.authoring.enums import Act
from modules.authoring.gestures import Change, gesture
from modules.programmes.models import Day, Revision

WRITTEN = ("title", "objective", "starts", "lunch_starts", "lunch_ends", "ends")


class DayTimesDoNotFollow(DomainError):
    """A day ends before it starts, or its lunch is outside it."""

    code = "day_times_do_not_follow"
    sentence = _(
        "Les heures de la journée se suivent : début, début du déjeuner, fin du déjeuner, fin. "
        "Corrigez celle qui ne suit pas."
    )


def _days(revision: Revision) -> list[Day]:
    return list(Day.objects.filter(revision=revision).order_by("position"))


def add_day(*, actor: User, revision: Revision, title: str) -> Day:
    """Add a day after the others, with the times of the last. Raises TitleIsMissing."""
    with gesture(actor=actor, revision=revision, kind=Act.ADDED, subject=title) as change:
        known = _days(revision)
        day = Day(revision=revision, position=len(known) + 1)
        if known:
            last = known[-1]
            day.starts, day.ends = last.starts, last.ends
            day.lunch_starts, day.lunch_ends = last.lunch_starts, last.lunch_ends
        write_fields(day, WRITTEN, {"title": title})
        change.add(day)
    return day


def edit_day(
    *, actor: User, day: Day, fields: Mapping[str, Any], version: int | None = None
) -> Day:
    """Write fields of a day, among WRITTEN, as read at `version`.

    Raises EditedMeanwhile, TitleIsMissing, OffTheClock or DayTimesDoNotFollow.
    """
    with gesture(actor=actor, revision=day.revision, kind=Act.EDITED, subject=day.title) as change:
        held = change.seen(day, version)
        write_fields(held, WRITTEN, fields)
        check_clock(held.starts, held.lunch_starts, held.lunch_ends, held.ends)
        if not held.starts < held.lunch_starts <= held.lunch_ends < held.ends:
            raise DayTimesDoNotFollow
        change.save(held)
    return held


def move_day(*, actor: User, day: Day, by: int) -> None:
    """Move a day among the others, `by` places; at an end it stays. Raises BlockIsGone."""
    with gesture(actor=actor, revision=day.revision, kind=Act.MOVED, subject=day.title) as change:
        held = change.seen(day)
        others = [one for one in _days(day.revision) if one.pk != held.pk]
        others.insert(max(0, held.position - 1 + by), held)
        change.arrange(others)


def duplicate_day(*, actor: User, day: Day) -> Day:
    """Write a day again, with all that is in it, right after itself. Raises BlockIsGone."""
    with gesture(
        actor=actor, revision=day.revision, kind=Act.DUPLICATED, subject=day.title
    ) as change:
        held = change.seen(day)
        known = _days(day.revision)
        fresh = copy_of(held, position=len(known) + 1)
        change.add(fresh)
        _copy_sequences(change, held, fresh)
        known.insert(held.position, fresh)
        change.arrange(known)
    return fresh


def _copy_sequences(change: Change, source: Day, fresh: Day) -> None:
    for sequence in source.sequences.order_by("starts", "lane", "pk"):
        copy = copy_of(sequence, day=fresh)
        change.add(copy)
        for activity in activities_of(sequence):
            change.add(copy_of(activity, sequence=copy))


def remove_day(*, actor: User, day: Day) -> None:
    """Remove a day with all that is in it. Raises BlockIsGone."""
    with gesture(actor=actor, revision=day.revision, kind=Act.REMOVED, subject=day.title) as change:
        change.remove(change.seen(day))
        change.arrange(_days(day.revision))
