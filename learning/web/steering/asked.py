"""What the board is asked to show: which target, which part, at what date, against what."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.http import person_of
from frontend import formats
from learning.counting.enums import Dimension
from learning.figures.filters import NAMES, Filters, day_of, known_at
from learning.figures.queries import Figures, figures_of
from learning.figures.words import labels_of
from learning.reports.charts.measures import Behind
from learning.targets.models import Target
from modules.programmes.enums import CountsAs

JUST_BEFORE, YEAR_BEFORE, CHOSEN = "avant", "an", "choisie"
COMPARED = {
    JUST_BEFORE: gettext_lazy("la période juste avant"),
    YEAR_BEFORE: gettext_lazy("la même période un an plus tôt"),
    CHOSEN: gettext_lazy("une période choisie"),
}
# In the address: those who have no value in a dimension.
WITHOUT = {Dimension.SCHOOL: "ecole", Dimension.EMPLOYER_KIND: "structure"}
SENSITISED = "sensibilises"


@dataclass(frozen=True, slots=True)
class Chip:
    """What the figures are restricted to, and the address that takes it off."""

    words: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an address asks for; it can be asked again, with changes."""

    target: Target
    is_main: bool
    at: datetime
    is_past: bool
    filters: Filters
    compared: str = ""
    compared_since: date | None = None

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Return what an address says to ask for this again."""
        asked = self.filters.as_query() | self._of_what()
        if self.compared:
            asked["comparer"] = self.compared
        if self.compared_since:
            asked["face"] = self.compared_since.isoformat()
        return asked

    def _of_what(self) -> dict[str, str]:
        """Return what an address says of the target and of the date, whatever the part."""
        said = {}
        if not self.is_main:
            said["objectif"] = str(self.target.pk)
        if self.is_past:
            said["au"] = timezone.localdate(self.at).isoformat()
        return said

    def url(self, **more: str) -> str:
        """Return the address of the board that asks for this, and more."""
        return address("steering:board", {**self.query, **more})

    def behind(self, part: Behind, **more: str) -> str:
        """Return the address of the list behind a part of the figures."""
        asked = self._of_what()
        if part.without in WITHOUT:
            asked["sans"] = WITHOUT[part.without]
        elif part.without:
            return ""
        return address("steering:figure", {**part.filters.as_query(), **asked, **more})

    def figures(self, counts_as: CountsAs | None = None) -> Figures:
        """Return the figures asked for."""
        return figures_of(self.target, at=self.at, filters=self.filters, counts_as=counts_as)

    def before(self, figures: Figures) -> Figures | None:
        """Return the figures of the period compared; None where none is, or without a first day."""
        since = self.filters.since
        if not self.compared or since is None:
            return None
        if self.compared == JUST_BEFORE:
            return figures.previous()
        until = min(self.filters.until or figures.on, figures.on)
        first, last = _year_before(since), _year_before(until)
        if self.compared == CHOSEN:
            if self.compared_since is None:
                return None
            first = self.compared_since
            last = first + (until - since)
        filters = replace(self.filters, since=first, until=last)
        return figures_of(self.target, at=self.at, filters=filters, counts_as=figures.counts_as)

    def chips(self, route: str = "steering:board", **more: str) -> list[Chip]:
        """Return what the figures are restricted to, each with the address that takes it off."""

        def without(**changes: Any) -> str:
            return address(route, {**replace(self, **changes).query, **more})

        found = [
            Chip(words, without(filters=replace(self.filters, **{name: None})))
            for name, words in _words_of(self.filters).items()
        ]
        if self.compared:
            off = without(compared="", compared_since=None)
            found.append(Chip(_("Comparé à %(what)s") % {"what": COMPARED[self.compared]}, off))
        if self.is_past:
            day = formats.plain_date(timezone.localdate(self.at))
            off = without(is_past=False)
            found.append(Chip(_("Tel que connu le %(day)s") % {"day": day}, off))
        if not self.is_main:
            off = without(is_main=True)
            found.append(
                Chip(_("Objectif : %(name)s") % {"name": self.target.terms_at(self.at).name}, off)
            )
        return found


def asked_of(request: HttpRequest) -> Asked | None:
    """Return what the address asks for; None where no target is set.

    Raises Http404 for a target that is not theirs.
    """
    now = timezone.now()
    at = asked_instant(request)
    main = Target.objects.main(timezone.localdate(at))
    target = main
    wanted = request.GET.get("objectif", "")
    if wanted:
        visible = Target.objects.visible_to(person_of(request))
        target = visible.filter(pk=wanted).first() if wanted.isdecimal() else None
        if target is None:
            raise Http404
    if target is None:
        return None
    compared = request.GET.get("comparer", "")
    return Asked(
        target=target, is_main=target == main, at=at, is_past=at < now,
        filters=Filters.from_query(request.GET),
        compared=compared if compared in COMPARED else "",
        compared_since=_day(request.GET.get("face", "")) if compared == CHOSEN else None,
    )  # fmt: skip


def asked_instant(request: HttpRequest) -> datetime:
    """Return the end of the day asked for by `au`, or now: what is to come is not known."""
    return known_at(request.GET, timezone.now())


def address(route: str, query: Mapping[str, str] | None = None) -> str:
    """Return the address of a page with these parameters."""
    path = _path_of(route)
    return f"{path}?{urlencode(query)}" if query else path


@cache
def _path_of(route: str) -> str:
    """Return where a page is: a board has hundreds of links to the same few."""
    return reverse(route)


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _day(typed: str) -> date | None:
    try:
        return day_of(typed)
    except ValueError:
        return None


def _words_of(filters: Filters) -> dict[str, str]:
    """Return the words of each filter that restricts something."""
    words = {}
    titles = {
        "region": _("Région"), "versant": _("Versant"), "category": _("Catégorie"),
        "employer_kind": _("Employeur"), "employer": _("Structure"), "school": _("École"),
        "funder": _("Financeur"), "module": _("Module"), "format": _("Format"),
    }  # fmt: skip
    for field in fields(filters):
        value = getattr(filters, field.name)
        if value is None:
            continue
        if isinstance(value, date):
            since = field.name == "since"
            said = _("Depuis le %(day)s") if since else _("Jusqu’au %(day)s")
            words[field.name] = said % {"day": formats.plain_date(value)}
        else:
            # A funder is a structure, as a school is.
            dimension = Dimension.SCHOOL if field.name == "funder" else Dimension(field.name)
            label = labels_of(dimension, [str(value)])[str(value)]
            words[field.name] = f"{titles[field.name]} : {label}"
    return words


def kept_in_form(asked: Asked) -> dict[str, str]:
    """Return what the form of filters has no field for, and keeps."""
    names = {NAMES["employer"], NAMES["funder"], "objectif"}
    return {name: value for name, value in asked.query.items() if name in names}
