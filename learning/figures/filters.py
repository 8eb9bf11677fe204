"""What part of a target's figures is asked for: a period, and where people are from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.organisations.enums import OrganisationKind, Region
from accounts.users.enums import Category, Versant
from learning.conventions.models import Convention

# How each is called in an address. "au" and "format" mean something else on these pages.
NAMES = {
    "since": "debut", "until": "fin", "region": "region", "versant": "versant",
    "category": "category", "employer_kind": "nature", "employer": "structure",
    "school": "ecole", "funder": "financeur", "module": "module", "format": "modalite",
}  # fmt: skip
PERIOD = ("since", "until")
ONE_DAY = timedelta(days=1)
# A day mistyped by a century or more is no day: years are added to those asked for.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """A part of the figures; days are both included, and None asks for all.

    People are filtered by the verdict that counts them: the parts add up to the whole.
    """

    since: date | None = None
    until: date | None = None
    region: Region | None = None
    versant: Versant | None = None
    category: Category | None = None
    employer_kind: OrganisationKind | None = None
    employer: UUID | None = None
    school: UUID | None = None
    # Who pays, by a convention that they signed: learning/conventions.
    funder: UUID | None = None
    module: UUID | None = None
    format: int | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        """Return what an address asks for; what it misspells is not asked for."""
        found: dict[str, Any] = {}
        for name, read in _READ.items():
            try:
                found[name] = read(query.get(NAMES[name], ""))
            except ValueError:
                continue
        return cls(**found)

    def as_query(self) -> dict[str, str]:
        """Return what an address says to ask for this again."""
        asked = ((called, getattr(self, name)) for name, called in NAMES.items())
        return {
            called: value.isoformat() if isinstance(value, date) else str(value)
            for called, value in asked
            if value is not None
        }

    def columns_at(self, at: datetime) -> dict[str, Any]:
        """Return the filter on rows that have a verdict's dimensions, the period left out.

        `at` tells which conventions had come back signed.
        """
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        columns = {
            name: value for name, value in asked.items() if value is not None and name not in PERIOD
        }
        if self.funder:
            del columns["funder"]
            signed = Convention.objects.filter(organisation=self.funder).signed()
            paid = signed.filter(received_on__lte=timezone.localdate(at))
            columns |= {"school__in": [self.funder], "cohort__in": paid.values("cohort")}
        return columns

    @property
    def is_empty(self) -> bool:
        """Return whether everything is asked for."""
        return self == EVERYTHING

    def before(self, on: date) -> "Filters | None":
        """Return the same over as many days just before; None where no first day is asked for."""
        if self.since is None:
            return None
        last = min(self.until or on, on)
        days = last - self.since + ONE_DAY
        if days < ONE_DAY:
            return None
        return replace(self, since=self.since - days, until=self.since - ONE_DAY)


def day_of(typed: str) -> date:
    """Return the day typed as AAAA-MM-JJ.

    Raises ValueError for what is no day, or for one that no figure can be of.
    """
    day = date.fromisoformat(typed)
    if not EARLIEST <= day <= LATEST:
        raise ValueError(typed)
    return day


def known_at(query: Mapping[str, str], now: datetime) -> datetime:
    """Return the end of the day that `au` asks for, or now: what is to come is not known."""
    try:
        day = day_of(query.get("au", ""))
    except ValueError:
        return now
    return min(now, timezone.make_aware(datetime.combine(day, time.max)))


EVERYTHING = Filters()
_READ: dict[str, Callable[[str], Any]] = {
    "since": day_of, "until": day_of, "region": Region,
    "versant": Versant, "category": Category, "employer_kind": OrganisationKind,
    "employer": UUID, "school": UUID, "funder": UUID, "module": UUID, "format": int,
}  # fmt: skip
