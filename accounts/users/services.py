"""Write people."""

from dataclasses import dataclass
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.users.enums import Category, EmploymentStatus, Versant
from accounts.users.fields import clean_email
from accounts.users.models import AgentProfile, User
from common.audit.services import record

# What a profile may lack, and how it says so.
PROFILE_FIELDS = ("function", "service", "versant", "category", "employment_status", "employer_id")
UNKNOWN = frozenset({"", Versant.OTHER, Category.NONE, EmploymentStatus.OTHER, None})


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDetails:
    """What is told of an agent when enrolling them. Only the names are always known."""

    first_name: str
    last_name: str
    email: str = ""
    function: str = ""
    service: str = ""
    versant: str = Versant.OTHER
    category: str = Category.NONE
    employment_status: str = EmploymentStatus.OTHER
    employer_id: UUID | None = None


@transaction.atomic
def find_or_create_agent(*, details: AgentDetails) -> User:
    """Return the person of this address, or write a new one with their profile.

    Any of a person's verified addresses leads to them, and so do those of a record merged into
    theirs. Their own words prevail: only what their
    profile lacks is filled in. Without an address nothing proves that two people are one, so a
    new person is written.
    """
    email = clean_email(details.email)
    names = {
        "first_name": details.first_name.strip(),
        "last_name": details.last_name.strip(),
        "password": make_password(None),
    }
    if email is None:
        person = User.objects.create(**names)
    else:
        # Two schools may enrol the same new person at the same instant: one of them writes.
        person = _owner_of(email) or User.objects.get_or_create(email=email, defaults=names)[0]
        person = person.one_who_stays
    profile, _is_new = AgentProfile.objects.get_or_create(person=person)
    _fill_in(profile, details)
    return person


def _owner_of(email: str) -> User | None:
    proved = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    return proved.user if proved else None


def lacking(profile: AgentProfile, details: AgentDetails) -> list[str]:
    """Return what the details say and the profile does not know yet."""
    return [
        name
        for name in PROFILE_FIELDS
        if getattr(profile, name) in UNKNOWN and getattr(details, name) not in UNKNOWN
    ]


def _fill_in(profile: AgentProfile, details: AgentDetails) -> None:
    filled = lacking(profile, details)
    for name in filled:
        setattr(profile, name, getattr(details, name))
    if filled:
        profile.save(update_fields=filled)


@transaction.atomic
def confirm_address_by_mail(*, person: User) -> None:
    """Keep the person's address as confirmed: they opened a link that went to it.

    Only where they have no other address: the link could have gone to that one.
    """
    addresses = EmailAddress.objects.filter(user=person)
    if not person.email or addresses.exclude(email=person.email).exists():
        return
    addresses.update_or_create(
        email=person.email, defaults={"user": person, "verified": True, "primary": True}
    )
    record(actor=person, action="address_confirmed", target=person)


@transaction.atomic
def update_own_details(*, person: User, profile: AgentProfile) -> None:
    """Keep what a person says of themselves; enrolments already made keep what they froze."""
    person.save(update_fields=["first_name", "last_name", "language", "wants_digests"])
    profile.save()
    record(actor=person, action="details_updated", target=person)
