"""What to warn of before a cohort meets."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, Venue

# The subdivisions of `holidays` whose own days are off too (that library's codes).
_OWN_HOLIDAYS = {
    Region.GUADELOUPE: "971",
    Region.MARTINIQUE: "972",
    Region.GUYANE: "973",
    Region.LA_REUNION: "974",
    Region.MAYOTTE: "976",
    Region.NOUVELLE_CALEDONIE: "NC",
    Region.POLYNESIE_FRANCAISE: "PF",
}
# Moselle and Alsace: Good Friday and 26 December (their local law), by department.
_OWN_HOLIDAYS_OF_DEPARTMENTS = {"57": "57", "67": "6AE", "68": "6AE"}


@dataclass(frozen=True, slots=True)
class CohortWarning:
    """Something a person should look at: a code for machines and a sentence for people."""

    code: str
    sentence: str | Promise


def public_holidays(cohort: Cohort) -> list[tuple[date, str]]:
    """Return the days of the cohort that are public holidays where it meets, and their names."""
    zone = cohort.venue.zone
    days = sorted({half.starts_at.astimezone(zone).date() for half in cohort.half_days.all()})
    named = [(day, holiday_on(cohort.venue, day)) for day in days]
    return [(day, name) for day, name in named if name]


def holiday_on(venue: Venue, day: date) -> str:
    """Return the name of the public holiday that a day is at a venue, "" for other days."""
    own = _OWN_HOLIDAYS.get(Region(venue.region))
    subdivision = own or _OWN_HOLIDAYS_OF_DEPARTMENTS.get(venue.postal_code[:2])
    return str(_holidays(subdivision, day.year).get(day, ""))


@cache
def _holidays(subdivision: str | None, year: int) -> "holidays.HolidayBase":
    """Return the public holidays of a year: reading them takes long the first time."""
    return holidays.country_holidays("FR", subdiv=subdivision, years=[year], language="fr")


def double_booked_trainers(cohort: Cohort) -> list[tuple[str, str]]:
    """Return (trainer, other cohort) for each trainer expected elsewhere at the same time."""
    halves = list(cohort.half_days.all())
    if not halves:
        return []
    others = (
        Cohort.objects.exclude(pk=cohort.pk)
        .exclude(state__in=[CohortState.CANCELLED, CohortState.POSTPONED])
        .filter(
            trainers__in=cohort.trainers.all(),
            half_days__starts_at__lt=max(half.ends_at for half in halves),
            half_days__ends_at__gt=min(half.starts_at for half in halves),
        )
        .distinct()
        .prefetch_related("half_days", "trainers")
        .select_related("revision__edition__module")
    )
    mine = set(cohort.trainers.all())
    return [
        (trainer.display_name, str(other))
        for other in others
        if any(
            half.starts_at < theirs.ends_at and theirs.starts_at < half.ends_at
            for half in halves
            for theirs in other.half_days.all()
        )
        for trainer in other.trainers.all()
        if trainer in mine
    ]


def warnings(cohort: Cohort) -> list[CohortWarning]:
    """Return what to look at: public holidays, trainers booked twice, a group above the room."""
    found = [
        CohortWarning(
            "public_holiday",
            format_lazy(_("Le {day} est férié : {name}."), day=f"{day:%d/%m/%Y}", name=name),
        )
        for day, name in public_holidays(cohort)
    ]
    found += [
        CohortWarning(
            "trainer_double_booked",
            format_lazy(
                _("{name} est attendu·e au même moment ailleurs : {cohort}."),
                name=name, cohort=other,
            ),
        )
        for name, other in double_booked_trainers(cohort)
    ]  # fmt: skip
    if cohort.places_max > cohort.venue.capacity:
        sentence = format_lazy(
            _("Le groupe peut compter {places} personnes, la salle {capacity}."),
            places=cohort.places_max, capacity=cohort.venue.capacity,
        )  # fmt: skip
        found.append(CohortWarning("group_above_room", sentence))
    return found
