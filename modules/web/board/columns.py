"""The days as columns: every card and gap with all that its template shows, worked out once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frontend import formats
from frontend.templatetags.ui import icon, phase
from modules.programmes.enums import Lane, Mode
from modules.programmes.models import Day, Sequence
from modules.programmes.queries import DayPlan
from modules.programmes.timetable import (
    Gap,
    Limit,
    Totals,
    end_of,
    gaps,
    minute_of,
    overflows,
    overlaps,
    side_by_side,
    totals,
)
from modules.web.board.clock import Clock, hour

# The columns of a day's grid: the groups side by side share them.
GRID = 12
# Up to so many minutes, a card has room for this much.
SIZES = ((15, "xs"), (30, "s"), (60, "m"))


@dataclass(slots=True)
class Card:
    """A sequence on the board. `over` says it lies over another one, or under."""

    sequence: Sequence
    starts: int
    ends: int
    style: SafeString
    size: str
    look: SafeString
    mode: SafeString
    group: str
    duration: str
    hours: tuple[str, str]
    activities: list[str]
    warnings: list[str] = field(default_factory=list)
    over: str = ""
    is_break: ClassVar[bool] = False


@dataclass(slots=True)
class Break:
    """A gap on the board."""

    style: SafeString
    hours: str
    word: str
    is_break: ClassVar[bool] = True


@dataclass(slots=True)
class Column:
    """A day on the board. `items` are its cards and breaks in the order of the clock."""

    day: Day
    items: list[Card | Break]
    totals: str


def columns_of(plans: Iterable[DayPlan], clock: Clock) -> list[Column]:
    """Return the columns of days."""
    words = {mode: mark_safe(icon(name) + said) for mode, (name, said) in _modes().items()}  # noqa: S308 - our own words
    return [_column(plan, clock, words) for plan in plans]


def _modes() -> dict[str, tuple[str, str]]:
    return {Mode.MAKING: ("hammer", _("faire")), Mode.LISTENING: ("ear", _("écouter"))}


def _column(plan: DayPlan, clock: Clock, words: dict[str, SafeString]) -> Column:
    day, sequences = plan.day, plan.sequences
    places = side_by_side(sequences)
    faults = faults_of(day, sequences)
    stacked = dict[int, str]()
    for first, second in overlaps(sequences):
        stacked.setdefault(first.pk, "under")
        stacked[second.pk] = "top"
    placed: list[tuple[int, int, Card | Break]] = [
        (gap.starts, -1, _break(gap, clock)) for gap in gaps(day, sequences)
    ]
    for one in sequences:
        card = _card(one, clock, words, places.get(one.pk))
        card.warnings, card.over = faults[one.pk], stacked.get(one.pk, "")
        card.activities = plan.titles[one.pk]
        placed.append((card.starts, one.lane, card))
    placed.sort(key=lambda row: row[:2])
    return Column(day, [row[2] for row in placed], day_totals(sequences))


def _style(
    clock: Clock, starts: int, ends: int, place: tuple[int, int] | None = None
) -> SafeString:
    """Return the numbers the style sheet places a box with: top, height, first column, columns."""
    rank, groups = place or (0, 1)
    width = GRID // groups
    at, span = clock.slot(starts), max(1, (ends - starts) // 5)
    return SafeString(f"--at:{at};--for:{span};--col:{rank * width + 1};--cols:{width}")


def _card(
    one: Sequence, clock: Clock, words: dict[str, SafeString], place: tuple[int, int] | None
) -> Card:
    starts, ends = minute_of(one.starts), end_of(one)
    return Card(
        sequence=one,
        starts=starts,
        ends=ends,
        style=_style(clock, starts, ends, place),
        size=next((size for most, size in SIZES if one.minutes <= most), "l"),
        look=phase(one.phase),
        mode=words[one.mode],
        group="" if one.lane == Lane.ALL else str(Lane(one.lane).label),
        duration=formats.duration(one.minutes),
        hours=(hour(starts), hour(ends)),
        activities=[],
    )


def _break(gap: Gap, clock: Clock) -> Break:
    hours = f"{hour(gap.starts)} – {hour(gap.ends)}"
    return Break(_style(clock, gap.starts, gap.ends), hours, str(gap.kind.label))


def faults_of(day: Day, sequences: list[Sequence]) -> dict[int, list[str]]:
    """Return, by sequence, what its authors should see at once: overlaps, limits passed."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for first, second in overlaps(sequences):
        late = formats.duration(min(end_of(first), end_of(second)) - minute_of(second.starts))
        found[first.pk].append(
            _("Chevauche « %(title)s » de %(minutes)s") % {"title": second.title, "minutes": late}
        )
        found[second.pk].append(_("Commence %(minutes)s trop tôt") % {"minutes": late})
    for one in sequences:
        for limit, minutes in overflows(day, one):
            found[one.pk].append(_limit(limit) % {"minutes": formats.duration(minutes)})
    return found


def _limit(limit: Limit) -> str:
    return {
        Limit.OPENING: _("Commence %(minutes)s avant la journée"),
        Limit.LUNCH: _("Déborde de %(minutes)s sur le déjeuner"),
        Limit.CLOSING: _("Finit %(minutes)s après la journée"),
    }[limit]


def day_totals(sequences: list[Sequence]) -> str:
    """Return "5 h 15 à faire, 1 h 15 à écouter"."""
    return totals_in_words(totals([sequences]))


def totals_in_words(found: Totals) -> str:
    """Return "5 h 15 à faire, 1 h 15 à écouter"."""
    return _("%(making)s à faire, %(listening)s à écouter") % {
        "making": formats.duration(found.making),
        "listening": formats.duration(found.listening),
    }
