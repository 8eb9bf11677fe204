"""The board: one figure, what it means, what to decide, where people come from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.organisations.enums import Region
from accounts.users.enums import Versant
from learning.counting.enums import Dimension
from learning.figures.queries import Step, figures_of
from learning.figures.words import definition_of
from learning.reports.pace import Pace, pace_of, window_start
from learning.targets.models import Target
from learning.web.steering.chart import Curve, curve_of
from learning.web.steering.tiles import Tile, tiles_of

# Each branch's share of the civil service, in per cent (end of 2022: Insee, SIASP; DGAFP, annual
# report on the civil service). What is left is not a civil servant.
SHARES = {Versant.FPE: 44, Versant.FPT: 34, Versant.FPH: 21, Versant.OTHER: 1}
DAYS_PER_WEEK = 7
# Beyond this, weeks are harder to read than months.
MONTHS_FROM = 90
NAMED = 3
DRAWN_BY_DAY = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Share:
    """A branch of the civil service among the people counted, in per cent."""

    versant: Versant
    people: int
    part: int

    @property
    def reference(self) -> int:
        """Return its share of the civil service."""
        return SHARES[self.versant]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows on one day."""

    target: Target
    on: date
    is_ready: bool
    definition: str
    pace: Pace
    finding: tuple[str, str]
    curve: Curve
    sensitised: int
    hours: int
    tiles: list[Tile]
    elsewhere: int
    regions_finding: str
    shares: list[Share]
    shares_finding: str


def board_of(target: Target, at: datetime) -> Board:
    """Return the board of a target as it was shown at `at`."""
    figures = figures_of(target, at=at)
    on = timezone.localdate(at)
    points = figures.points(Step.DAY if _is_short(target, on) else Step.MONTH)
    pace = pace_of(
        count=figures.people, lately=figures.people_since(window_start(target.starts_on, on)),
        target=figures.terms.count, starts_on=target.starts_on, ends_on=target.ends_on, on=on,
    )  # fmt: skip
    regions = Counter({part.value: part.people for part in figures.by(Dimension.REGION)})
    shares = _shares(Counter({part.value: part.people for part in figures.by(Dimension.VERSANT)}))
    tiles = tiles_of(regions)
    return Board(
        target=target,
        on=on,
        is_ready=figures.is_ready,
        definition=definition_of(target),
        pace=pace,
        finding=_finding(pace),
        curve=curve_of(points, pace=pace, target=target, on=on),
        sensitised=figures.sensitised,
        hours=figures.hours,
        tiles=tiles,
        elsewhere=regions[Region.ELSEWHERE],
        regions_finding=_regions_finding(tiles),
        shares=shares,
        shares_finding=_shares_finding(shares),
    )


def _is_short(target: Target, on: date) -> bool:
    """Return whether the curve has a point a day: over years, months are as fine as it is drawn."""
    return min(on, target.ends_on) - target.starts_on < DRAWN_BY_DAY


def _finding(pace: Pace) -> tuple[str, str]:
    """Return what the count means, the words to underline last."""
    if pace.is_reached:
        return _("Objectif"), _("atteint")
    if abs(pace.days_ahead) < DAYS_PER_WEEK:
        return _("Le programme est"), _("dans les temps")
    before = _("En avance de") if pace.days_ahead > 0 else _("En retard de")
    return before, _span(abs(pace.days_ahead))


def _span(days: int) -> str:
    if days < MONTHS_FROM:
        weeks = round(days / DAYS_PER_WEEK)
        return ngettext("%(n)s semaine", "%(n)s semaines", weeks) % {"n": weeks}
    months = round(days * 12 / 365)
    return _("%(n)s mois") % {"n": months}


def _regions_finding(tiles: list[Tile]) -> str:
    empty = [str(tile.region.label) for tile in tiles if not tile.people]
    if not empty:
        first = max(tiles, key=lambda tile: tile.people)
        return _("Toutes les régions ont des agents formés, %(name)s en tête") % {
            "name": first.region.label
        }
    named = _enumerate(empty)
    return ngettext(
        "%(names)s n’a encore personne", "%(names)s n’ont encore personne", len(empty)
    ) % {"names": named}


def _enumerate(names: list[str]) -> str:
    if len(names) > NAMED:
        more = len(names) - NAMED + 1
        names = [*names[: NAMED - 1], _("%(n)s autres régions") % {"n": more}]
    if len(names) == 1:
        return names[0]
    return _("%(names)s et %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _shares(people: Counter[str]) -> list[Share]:
    total = people.total() or 1
    return [
        Share(versant, people[versant], round(people[versant] / total * 100)) for versant in SHARES
    ]


def _shares_finding(shares: list[Share]) -> str:
    """Name the branch furthest below its share of the civil service."""
    if not any(share.people for share in shares):
        return _("Personne n’est encore compté")
    furthest = min(shares, key=lambda share: share.part - share.reference)
    words = _("%(name)s : %(part)s\u00a0%% des formés, %(reference)s\u00a0%% des agents publics")
    return words % {
        "name": furthest.versant.label,
        "part": furthest.part,
        "reference": furthest.reference,
    }
