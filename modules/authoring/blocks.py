"""What every act on a day, a sequence or an activity checks, and how one is copied."""

from collections.abc import Mapping
from datetime import time
from typing import Any, TypeVar
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from modules.authoring.gestures import BlockIsGone, Change
from modules.programmes.models import Activity, Block, Day, Sequence
from modules.programmes.timetable import minute_of

STEP = 5
SHORTEST = 5
MIDNIGHT = 24 * 60
B = TypeVar("B", bound=Block)


class TitleIsMissing(DomainError):
    """A block must have a name."""

    code = "title_is_missing"
    sentence = _("Donnez un titre.")


class OffTheClock(DomainError):
    """A time that is not on the board's clock."""

    code = "off_the_clock"
    sentence = _("Choisissez une heure par pas de 5 minutes, comme 9 h 05.")


class ImpossibleDuration(DomainError):
    """A duration that no sequence may have."""

    code = "impossible_duration"
    sentence = _("Choisissez une durée d’au moins 5 minutes, par pas de 5 minutes.")


class OutsideTheDay(DomainError):
    """A sequence begins before midnight, or ends after the next one."""

    code = "outside_the_day"
    sentence = _(
        "« %(title)s » sortirait de la journée : elle commence après 0 h et finit avant 24 h. "
        "Choisissez une autre heure ou raccourcissez-la."
    )


def check_clock(*times: time) -> None:
    """Refuse times that are not a multiple of five minutes. Raises OffTheClock."""
    if any(minute_of(at) % STEP or at.second for at in times):
        raise OffTheClock


def check_span(title: str, starts: time, minutes: int) -> None:
    """Refuse what does not fit on a day's clock.

    Raises OffTheClock, ImpossibleDuration or OutsideTheDay.
    """
    check_clock(starts)
    if minutes < SHORTEST or minutes % STEP:
        raise ImpossibleDuration
    if minute_of(starts) + minutes > MIDNIGHT:
        raise OutsideTheDay(title=title)


def shifted(title: str, starts: time, by: int) -> time:
    """Return a time `by` minutes later. Raises OutsideTheDay when it is not the same day."""
    hours, minutes = divmod(minute_of(starts) + by, 60)
    if hours not in range(24):
        raise OutsideTheDay(title=title)
    return time(hours, minutes)


def write_fields(block: Block, allowed: tuple[str, ...], fields: Mapping[str, Any]) -> None:
    """Set the fields of a block; one that is not `allowed` is a mistake of the caller.

    Raises TitleIsMissing.
    """
    for name, value in fields.items():
        if name not in allowed:
            message = f"{name!r} is not a field that authors write here."
            raise ValueError(message)
        setattr(block, name, value.strip() if isinstance(value, str) else value)
    if not str(block):
        raise TitleIsMissing


def copy_of(block: B, **parent: Any) -> B:
    """Return a new block with the fields of another: its own lineage, not yet written."""
    fields = {one.attname: getattr(block, one.attname) for one in block._meta.concrete_fields}  # noqa: SLF001 - how Django tells a model's fields
    fields |= {"id": None, "version": 1, "lineage": uuid4()}
    fresh = type(block)(**fields)
    for name, value in parent.items():
        setattr(fresh, name, value)
    return fresh


def in_revision(change: Change, block: Day | Sequence) -> None:
    """Refuse a place that is no longer in the revision being written. Raises BlockIsGone."""
    now = change.seen(block)
    day = now.day if isinstance(now, Sequence) else now
    if day.revision_id != change.revision.pk:
        raise BlockIsGone


def activities_of(sequence: Sequence) -> list[Activity]:
    """Return the activities of a sequence as they are now, in their order."""
    return list(Activity.objects.filter(sequence=sequence).order_by("position"))
