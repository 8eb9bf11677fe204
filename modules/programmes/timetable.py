"""What a day's clock says: minutes, overlaps and free times. Works on sequences already read."""

from collections.abc import Iterable, Iterator
from datetime import time
from itertools import combinations

from modules.programmes.enums import Lane
from modules.programmes.models import Sequence


def minute_of(at: time) -> int:
    """Return a local time as minutes since midnight."""
    return at.hour * 60 + at.minute


def at_minute(minute: int) -> time:
    """Return the local time of a minute since midnight, kept within the day."""
    hours, minutes = divmod(max(0, min(minute, 24 * 60 - 1)), 60)
    return time(hours, minutes)


def meet(first: Sequence, second: Sequence) -> bool:
    """Return whether someone would have to follow both sequences."""
    return Lane.ALL in {first.lane, second.lane} or first.lane == second.lane


def overlaps(sequences: Iterable[Sequence]) -> Iterator[tuple[Sequence, Sequence]]:
    """Yield the pairs that run over each other for someone, the earlier first."""
    in_order = sorted(sequences, key=lambda one: (one.starts, one.lane))
    for first, second in combinations(in_order, 2):
        if meet(first, second) and end_of(first) > minute_of(second.starts):
            yield first, second


def end_of(sequence: Sequence) -> int:
    """Return the minute since midnight at which a sequence ends; past 24 × 60 if it overflows."""
    return minute_of(sequence.starts) + sequence.minutes
