"""Find and write many people at once: the same rules as one by one (accounts.users.services)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from accounts.users.fields import clean_email
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, lacking

# Many times the chance needed for no two to be alike, in one draw instead of forty.
_PASSWORD_BYTES = 30


def people_of_addresses(addresses: Iterable[str]) -> dict[str, User]:
    """Return the person of each known address; any of a person's verified ones leads to them.

    So do the addresses of a record merged into theirs.
    """
    wanted = list(addresses)
    proved = EmailAddress.objects.filter(email__in=wanted, verified=True).select_related("user")
    found = {user.email: user for user in User.objects.filter(email__in=wanted) if user.email}
    found |= {address.email: address.user for address in proved}
    return dict(zip(found, _who_stay(list(found.values())), strict=True))


def _who_stay(people: list[User]) -> list[User]:
    """Return each person, or whom they were found to be; few are asked for, so not by a join."""
    merged = {person.merged_into_id for person in people if person.merged_into_id}
    staying = User.objects.in_bulk(merged) if merged else {}
    return [
        staying[person.merged_into_id] if person.merged_into_id else person for person in people
    ]


def profiles_of(people: Iterable[UUID]) -> dict[UUID, AgentProfile]:
    """Return the profile of each person who has one."""
    return AgentProfile.objects.select_related("employer").in_bulk(list(people))


@transaction.atomic
def write_agents(details: Sequence[AgentDetails]) -> list[tuple[User, AgentProfile]]:
    """Write people nobody knows yet, with their profiles, in the order given.

    Each has an address of their own. One that someone else writes at the same instant is theirs:
    their person is returned.
    """
    people = [_new_person(one) for one in details]
    # In the order of addresses: two schools that write the same people wait, and never cross.
    User.objects.bulk_create(sorted(people, key=lambda one: one.email or ""), ignore_conflicts=True)
    rows = User.objects.filter(email__in=[person.email for person in people])
    written = dict(rows.values_list("email", "pk"))
    ours = {person.pk for person in people if written[person.email] == person.pk}
    if len(ours) < len(people):
        theirs = User.objects.in_bulk(written.values())
        people = _who_stay([theirs[written[person.email]] for person in people])
    profiles = [_profile(person, one) for person, one in zip(people, details, strict=True)]
    AgentProfile.objects.bulk_create(profiles, ignore_conflicts=len(ours) < len(people))
    if len(ours) < len(people):
        kept = profiles_of([person.pk for person in people])
        profiles = [kept[person.pk] for person in people]
    return list(zip(people, profiles, strict=True))


def _new_person(details: AgentDetails) -> User:
    secret = secrets.token_urlsafe(_PASSWORD_BYTES)
    return User(
        email=clean_email(details.email),
        first_name=details.first_name.strip(),
        last_name=details.last_name.strip(),
        password=f"{UNUSABLE_PASSWORD_PREFIX}{secret}",
    )


def _profile(person: User, details: AgentDetails) -> AgentProfile:
    return AgentProfile(
        person=person,
        function=details.function,
        service=details.service,
        versant=details.versant,
        category=details.category,
        employment_status=details.employment_status,
        employer_id=details.employer_id,
    )


@transaction.atomic
def fill_in_agents(
    told: Mapping[UUID, AgentDetails], profiles: Mapping[UUID, AgentProfile]
) -> list[AgentProfile]:
    """Fill in what the profiles of known people lack; a person without one gets theirs.

    Their own words prevail. Return the profiles of all of them.
    """
    filled, new, lacked = [], [], list[AgentProfile]()
    changed = set[str]()
    for person_id, details in told.items():
        profile = profiles.get(person_id) or AgentProfile(person_id=person_id)
        names = lacking(profile, details)
        for name in names:
            setattr(profile, name, getattr(details, name))
        if person_id not in profiles:
            new.append(profile)
        elif names:
            lacked.append(profile)
            changed.update(names)
        filled.append(profile)
    AgentProfile.objects.bulk_create(new)
    if lacked:
        AgentProfile.objects.bulk_update(lacked, sorted(changed))
    return filled
