"""What a day's clock says: minutes, overlaps and free times. Works on sequences already read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from fractions import Fraction
from itertools import combinations, pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from modules.programmes.enums import Lane, Mode, Phase
from modules.programmes.models import Day, Sequence

# A longer one is time that nobody planned.
LONGEST_PAUSE = 30


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


class GapKind(TextChoices):
    """What a stretch of a day in which nobody follows anything is called."""

    PAUSE = "pause", _("Pause")
    LUNCH = "lunch", _("Déjeuner")
    FREE = "free", _("Temps libre")


class Limit(TextChoices):
    """The limits of a half-day that a sequence may run over."""

    OPENING = "opening", _("Commence avant la journée")
    LUNCH = "lunch", _("Déborde sur le déjeuner")
    CLOSING = "closing", _("Finit après la journée")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch between sequences, in minutes since midnight."""

    kind: GapKind
    starts: int
    ends: int

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return self.ends - self.starts


def gaps(day: Day, sequences: Iterable[Sequence]) -> list[Gap]:
    """Return when, within the day's hours, nobody follows anything.

    What falls on the day's lunch is the lunch; elsewhere up to LONGEST_PAUSE minutes are a pause.
    """
    found: list[Gap] = []
    lunch = minute_of(day.lunch_starts), minute_of(day.lunch_ends)
    limits = lunch if lunch[0] < lunch[1] else ()
    for starts, ends in _free(day, sequences):
        cuts = [starts, *(cut for cut in limits if starts < cut < ends), ends]
        for first, last in pairwise(cuts):
            is_lunch = lunch[0] <= first and last <= lunch[1]
            short = GapKind.PAUSE if last - first <= LONGEST_PAUSE else GapKind.FREE
            found.append(Gap(GapKind.LUNCH if is_lunch else short, first, last))
    return found


def _free(day: Day, sequences: Iterable[Sequence]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a day's hours that no sequence covers."""
    at, closes = minute_of(day.starts), minute_of(day.ends)
    for sequence in sorted(sequences, key=lambda one: one.starts):
        starts = min(minute_of(sequence.starts), closes)
        if starts > at:
            yield at, starts
        at = max(at, end_of(sequence))
    if at < closes:
        yield at, closes


def overflows(day: Day, sequence: Sequence) -> list[tuple[Limit, int]]:
    """Return the limits of the day that a sequence runs over, and by how many minutes."""
    starts, ends = minute_of(sequence.starts), end_of(sequence)
    over_lunch = min(ends, minute_of(day.lunch_ends)) - max(starts, minute_of(day.lunch_starts))
    over = (
        (Limit.OPENING, min(ends, minute_of(day.starts)) - starts),
        (Limit.LUNCH, over_lunch),
        (Limit.CLOSING, ends - max(starts, minute_of(day.ends))),
    )
    return [(limit, minutes) for limit, minutes in over if minutes > 0]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a participant follows: minutes per phase (in the order of the phases), and how."""

    phases: dict[str, int]
    making: int
    listening: int

    @property
    def minutes(self) -> int:
        """Return all the minutes."""
        return self.making + self.listening

    @property
    def making_share(self) -> int:
        """Return how much of the time is spent making, in percent."""
        return round(100 * self.making / self.minutes) if self.minutes else 0


def totals(days: Iterable[Iterable[Sequence]]) -> Totals:
    """Count what one participant follows over days, each a list of sequences.

    Nobody follows two groups at once: what the groups of a day do side by side counts as the
    average of those groups. One hour for A beside one hour for B is one hour; one hour for A and
    nothing for B, half an hour.
    """
    phases: defaultdict[str, Fraction] = defaultdict(Fraction)
    modes: defaultdict[str, Fraction] = defaultdict(Fraction)
    for day in days:
        sequences = list(day)
        groups = len({one.lane for one in sequences if one.lane != Lane.ALL}) or 1
        for one in sequences:
            followed = Fraction(one.minutes, 1 if one.lane == Lane.ALL else groups)
            phases[one.phase] += followed
            modes[one.mode] += followed
    return Totals(
        {phase: round(phases[phase]) for phase in Phase.values if phase in phases},
        round(modes[Mode.MAKING]),
        round(modes[Mode.LISTENING]),
    )


def side_by_side(sequences: Iterable[Sequence]) -> dict[int, tuple[int, int]]:
    """Return, by sequence, its place among the groups at work at once, and how many they are.

    Groups keep their order and their width over each stretch of time that they share.
    """
    places: dict[int, tuple[int, int]] = {}
    in_order = sorted(sequences, key=lambda one: one.starts)
    for stretch in _stretches(one for one in in_order if one.lane != Lane.ALL):
        lanes = sorted({one.lane for one in stretch})
        places |= {one.pk: (lanes.index(one.lane), len(lanes)) for one in stretch}
    return places


def _stretches(in_order: Iterable[Sequence]) -> Iterator[list[Sequence]]:
    """Yield the sequences that follow each other without a moment between them, together."""
    together: list[Sequence] = []
    ends = 0
    for one in in_order:
        if together and minute_of(one.starts) >= ends:
            yield together
            together = []
        together.append(one)
        ends = max(ends, end_of(one)) if together[1:] else end_of(one)
    if together:
        yield together
