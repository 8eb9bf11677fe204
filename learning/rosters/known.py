"""What the platform knows when a file is checked: read once, in a few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from accounts.organisations.models import Organisation
from accounts.users.bulk import people_of_addresses, profiles_of
from accounts.users.models import AgentProfile, User
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.rosters.mapping import key_of


@dataclass(frozen=True)
class Known:
    """People by address, who is in the cohort, structures, and the school's own people by name.

    A school is told of namesakes among its own people only: those it enrolled, those it employs.
    """

    organisation: Organisation
    people: dict[str, User]
    profiles: dict[UUID, AgentProfile]
    enrolled: dict[UUID, Enrolment]
    namesakes: dict[tuple[str, UUID | None], User]
    sirets: dict[str, UUID] = field(default_factory=dict)
    names: dict[str, list[tuple[UUID, str]]] = field(default_factory=dict)
    _near: dict[str, str | None] = field(default_factory=dict)

    def near(self, name: str) -> str | None:
        """Return the structure whose name is nearest; None when none is near."""
        key = key_of(name)
        if key not in self._near:
            close = get_close_matches(key, self._keys, n=1, cutoff=0.75)
            self._near[key] = self.names[close[0]][0][1] if close else None
        return self._near[key]

    @cached_property
    def _keys(self) -> list[str]:
        return list(self.names)


def read_known(
    *, cohort: Cohort, organisation: Organisation, addresses: Iterable[str], has_employers: bool
) -> Known:
    """Read what the lines of a file are compared with."""
    people = people_of_addresses(addresses)
    profiles = profiles_of({person.pk for person in people.values()})
    namesakes = {}
    theirs = Q(employer=organisation) | Q(
        person__in=Enrolment.objects.filter(enrolling_organisation=organisation).values("person")
    )
    known_to_them = AgentProfile.objects.filter(theirs, person__merged_into=None)
    for profile in known_to_them.select_related("person"):
        profiles.setdefault(profile.person_id, profile)
        person = profile.person
        namesakes[name_key(person.first_name, person.last_name), profile.employer_id] = person
    known = Known(
        organisation=organisation,
        people=people,
        profiles=profiles,
        enrolled={one.person_id: one for one in cohort.enrolments.active()},
        namesakes=namesakes,
    )
    if has_employers:
        names = defaultdict(list)
        for pk, name, siret in Organisation.objects.values_list("pk", "name", "siret"):
            names[key_of(name)].append((pk, name))
            if siret:
                known.sirets[siret] = pk
        known.names.update(names)
    return known


def name_key(first_name: str, last_name: str) -> str:
    """Return what two namesakes have in common."""
    return f"{key_of(last_name)} {key_of(first_name)}"
