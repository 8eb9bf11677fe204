"""The small programme the browser tests live in, and its clock."""

from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.services import change_state, start_due_cohorts
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.learning.builders import (
    a_cohort,
    a_person,
    an_organisation,
    half_days_of,
    the_provider,
)

PASSWORD = "un long mot de passe à essayer"


@dataclass(frozen=True, slots=True)
class World:
    """A school, its manager, a trainer, an administrator, and one open cohort."""

    school: Organisation
    manager: User
    trainer: User
    administrator: User
    cohort: Cohort


def someone(role: Role, organisation: Organisation, first_name: str, last_name: str) -> User:
    """Return a person who can sign in with PASSWORD, their address confirmed."""
    person = a_person(role, organisation, first_name=first_name, last_name=last_name)
    return who_can_sign_in(person)


def who_can_sign_in(person: User) -> User:
    """Give a person PASSWORD, and a confirmed address."""
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def a_world(places: tuple[int, int] = (1, 3)) -> World:
    """Return the programme, with its target of 2,000 people in four years."""
    today = timezone.localdate()
    provider = the_provider()
    school = an_organisation(name="Institut d’essai", kind=OrganisationKind.SCHOOL)
    trainer = someone(Role.TRAINER, provider, "Maëlle", "Corre")
    Target.objects.create(
        name="2 000 agents formés",
        count=2000,
        counts_as=CountsAs.TRAINED,
        starts_on=date(today.year - 2, 1, 1),
        ends_on=date(today.year + 1, 12, 31),
        counted_at=timezone.now(),
    )
    return World(
        school=school,
        manager=someone(Role.SCHOOL_MANAGER, school, "Bénédicte", "Oulmont"),
        trainer=trainer,
        administrator=someone(Role.ADMINISTRATOR, provider, "Ysée", "Marchand"),
        cohort=a_cohort(trainers=[trainer], organiser=provider, places=places),
    )


def hold(cohort: Cohort, administrator: User) -> None:
    """Decide that the cohort is held, as the administration does."""
    change_state(actor=administrator, cohort=cohort, to=CohortState.CONFIRMED)


def move_to(cohort: Cohort, position: int) -> HalfDay:
    """Move the cohort's dates so that this half-day began twenty minutes ago; return it."""
    halves = half_days_of(cohort)
    shift = timezone.now() - timedelta(minutes=20) - halves[position].starts_at
    for half in halves:
        half.starts_at += shift
        half.ends_at += shift
        half.save(update_fields=["starts_at", "ends_at"])
    zone = cohort.venue.zone
    cohort.refresh_from_db()
    cohort.starts_on = halves[0].starts_at.astimezone(zone).date()
    cohort.ends_on = halves[-1].starts_at.astimezone(zone).date()
    cohort.save(update_fields=["starts_on", "ends_on"])
    start_due_cohorts()
    return halves[position]
