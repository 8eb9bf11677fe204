"""Invent agents: who they are, where they work, as what."""

import unicodedata
from random import Random
from typing import TypeVar

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, EmploymentStatus, Versant
from accounts.users.models import AgentProfile, User
from config.demo.content import load

Choice = TypeVar("Choice")
# Shares seen in French civil-service statistics, rounded: enough to look true.
# How often people come from a structure near the venue.
SHARE_NEARBY = 0.7
CATEGORIES = {Category.A: 45, Category.B: 33, Category.C: 22}
STATUSES = {EmploymentStatus.TENURED: 76, EmploymentStatus.CONTRACT: 21,
            EmploymentStatus.PROBATIONARY: 3}  # fmt: skip
VERSANTS = {OrganisationKind.STATE_SERVICE: Versant.FPE, OrganisationKind.HOSPITAL: Versant.FPH,
            OrganisationKind.SCHOOL: Versant.FPE,
            OrganisationKind.ASSOCIATION: Versant.OTHER}  # fmt: skip


class Crowd:
    """A reserve of invented agents, always the same for a seed."""

    def __init__(self, random: Random, organisations: list[Organisation]) -> None:
        """Read the names; `organisations` are the employers to draw from."""
        self.random = random
        self.content = load("people")
        self.employers = [o for o in organisations if o.kind != OrganisationKind.PROVIDER]
        self.taken: set[str] = set()
        self.people: list[User] = []
        self.profiles: list[AgentProfile] = []

    def name(self) -> tuple[str, str]:
        """Return a first and a last name nobody has."""
        while True:
            first = self.random.choice(
                self.content["first_names"][self.random.choice(["women", "men"])]
            )
            last = self.random.choice(self.content["last_names"])
            if f"{first} {last}" not in self.taken:
                self.taken.add(f"{first} {last}")
                return first, last

    def person(self, first: str, last: str, email: str | None = None) -> User:
        """Return a person, written later with all the others; they cannot sign in."""
        user = User(first_name=first, last_name=last, email=email or address_of(first, last))
        user.set_unusable_password()
        self.people.append(user)
        return user

    def agent(self, region: str) -> AgentProfile:
        """Return an agent, more often than not of that region."""
        near = [o for o in self.employers if o.region == region]
        employer = self.random.choice(
            near if near and self.random.random() < SHARE_NEARBY else self.employers
        )
        profile = self.profile(self.person(*self.name()), employer)
        self.profiles.append(profile)
        return profile

    def profile(self, person: User, employer: Organisation) -> AgentProfile:
        """Return what an agent does for an employer."""
        category = self._draw(CATEGORIES)
        return AgentProfile(
            person=person,
            employer=employer,
            service=self.random.choice(self.content["services"]),
            function=self.random.choice(self.content["functions"][category.label]),
            versant=VERSANTS.get(OrganisationKind(employer.kind), Versant.FPT),
            category=category,
            employment_status=self._draw(STATUSES),
        )

    def _draw(self, shares: dict[Choice, int]) -> Choice:
        return self.random.choices(list(shares), weights=list(shares.values()))[0]

    def write(self) -> None:
        """Write everyone drawn since the last time."""
        User.objects.bulk_create(self.people, batch_size=500)
        AgentProfile.objects.bulk_create(self.profiles, batch_size=500)
        self.people, self.profiles = [], []


def address_of(first: str, last: str) -> str:
    """Return an address that can reach nobody (RFC 2606)."""
    text = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode()
    return f"{text.lower().replace(' ', '-').replace(chr(39), '')}@agents.example"
