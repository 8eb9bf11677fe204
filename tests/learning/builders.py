"""Make people, modules and cohorts for tests, with as little said as the test needs."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.organisations.enums import OrganisationKind, Region
from accounts.organisations.models import Membership, Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay, Venue
from learning.cohorts.services import full_days, plan_cohort
from learning.enrolment.enums import EnrolmentSource, EnrolmentState
from learning.enrolment.models import Enrolment
from modules.contents.models import Content, ContentVersion, Library
from modules.programmes.enums import CompletionBasis, CountsAs, Moment, Phase, RevisionState
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence

_numbers = count(1)


def number() -> int:
    """Return a number not given before in this run."""
    return next(_numbers)


def an_organisation(**fields: Any) -> Organisation:
    """Return an organisation, a school unless `kind` says otherwise."""
    n = number()
    return Organisation.objects.create(
        **{
            "name": f"École {n}",
            "kind": OrganisationKind.SCHOOL,
            "region": Region.BRETAGNE,
            **fields,
        }
    )


def the_provider() -> Organisation:
    """Return the training provider whose name is on the papers."""
    existing = Organisation.objects.filter(kind=OrganisationKind.PROVIDER).first()
    return existing or an_organisation(
        name="Fabrique d’essai",
        kind=OrganisationKind.PROVIDER,
        address="4 rue des Essais, 75011 Paris",
        activity_number="11 75 00000 75",
        signatory_name="Alix Servane",
        signatory_quality="Directrice",
    )


def a_person(
    role: Role | None = None, organisation: Organisation | None = None, **fields: Any
) -> User:
    """Return a person, with a role in an organisation when one is asked for."""
    n = number()
    values = {"email": f"personne{n}@essai.example", "first_name": "Camille", "last_name": f"N{n}"}
    person = User.objects.create_user(**{**values, **fields})
    if role is not None:
        Membership.objects.create(
            person=person, organisation=organisation or an_organisation(), role=role
        )
    return person


def a_format(**fields: Any) -> Format:
    """Return a three-day format, five half-days out of six, counted as trained."""
    return Format.objects.create(
        **{
            "key": f"format-{number()}",
            "name": "Module de trois jours",
            "days": 3,
            "group_min": 2,
            "group_max": 40,
            "counts_as": CountsAs.TRAINED,
            "completion_basis": CompletionBasis.HALF_DAYS,
            "required_half_days": 5,
            "planned_minutes": 1260,
            **fields,
        }
    )


def a_revision(days: int = 3, **format_fields: Any) -> Revision:
    """Return a published revision: per day four sequences, of one required activity each."""
    n = number()
    module = Module.objects.create(
        slug=f"module-{n}",
        format=a_format(**{"days": days, **format_fields}),
        title="Réenchantez l’action publique",
        summary="Concevoir une politique publique avec celles et ceux qui la vivent.",
        objectives=["Mener une enquête de terrain"],
        prerequisites="Aucun.",
        audience="Agents publics.",
        methods="Ateliers.",
        assessment="Présentation finale.",
        access_delay="Trois semaines.",
        price="Gratuit.",
        contact_name="L’équipe",
        contact_email="equipe@essai.example",
        disability_contact="La référente handicap",
        disability_text="Dites-nous vos besoins.",
        updated_on=date(2026, 1, 15),
    )
    revision = Revision.objects.create(
        edition=Edition.objects.create(module=module, number=1),
        number=1,
        state=RevisionState.PUBLISHED,
        published_at=timezone.now(),
    )
    _add_days(revision, days)
    return revision


def _add_days(revision: Revision, number_of_days: int) -> None:
    plan = (
        (time(9), 60, Phase.IMMERSION),
        (time(10), 150, Phase.ANALYSE),
        (time(14), 90, Phase.PROTOTYPE),
        (time(15, 30), 120, Phase.TEST),
    )
    days = Day.objects.bulk_create(
        Day(revision=revision, position=position, title=f"Journée {position}")
        for position in range(1, number_of_days + 1)
    )
    sequences = Sequence.objects.bulk_create(
        Sequence(
            day=day,
            title=f"{phase.label} {day.position}",
            starts=starts,
            minutes=minutes,
            phase=phase,
        )
        for day in days
        for starts, minutes, phase in plan
    )
    Activity.objects.bulk_create(
        Activity(
            sequence=sequence,
            position=1,
            kind="page",
            moment=Moment.BEFORE,
            title=f"Lire avant {sequence.title}",
            is_required=True,
            minutes=10,
            body="<p>Un texte à lire.</p><ul><li>un point</li><li>un autre</li></ul>",
        )
        for sequence in sequences
    )


def a_venue(**fields: Any) -> Venue:
    """Return a venue in Paris's time zone unless told otherwise."""
    return Venue.objects.create(
        **{
            "name": "La Halle",
            "address": "1 place du Test",
            "postal_code": "35000",
            "city": "Rennes",
            "region": Region.BRETAGNE,
            "capacity": 45,
            **fields,
        }
    )


def a_cohort(
    *,
    state: CohortState = CohortState.OPEN,
    starts: date | None = None,
    revision: Revision | None = None,
    trainers: Iterable[User] = (),
    places: tuple[int, int] = (2, 40),
    venue: Venue | None = None,
    organiser: Organisation | None = None,
) -> Cohort:
    """Return a cohort of consecutive days; it starts in thirty days unless told otherwise."""
    n = number()
    revision = revision or a_revision()
    first = starts or timezone.localdate() + timedelta(days=30)
    days = [first + timedelta(days=offset) for offset in range(revision.edition.module.format.days)]
    cohort = plan_cohort(
        actor=None,
        code=f"cohorte-{n}",
        title=f"Groupe {n}",
        revision=revision,
        venue=venue or a_venue(),
        organiser=organiser or an_organisation(),
        half_days=full_days(days),
        trainers=trainers,
        places=places,
    )
    cohort.state = state
    cohort.save(update_fields=["state"])
    return cohort


def a_running_cohort(**kwargs: Any) -> Cohort:
    """Return a cohort whose first half-day is under way; the others follow, a day apart each."""
    cohort = a_cohort(state=CohortState.RUNNING, **{"starts": timezone.localdate(), **kwargs})
    begun = timezone.now() - timedelta(minutes=40)
    for position, half_day in enumerate(cohort.half_days.order_by("day", "period")):
        half_day.starts_at = begun + timedelta(days=position)
        half_day.ends_at = half_day.starts_at + timedelta(minutes=210)
        half_day.save(update_fields=["starts_at", "ends_at"])
    return cohort


def a_finished_cohort(**kwargs: Any) -> Cohort:
    """Return a running cohort whose half-days are all over."""
    cohort = a_running_cohort(**kwargs)
    for half_day in cohort.half_days.all():
        half_day.starts_at -= timedelta(days=7)
        half_day.ends_at -= timedelta(days=7)
        half_day.save(update_fields=["starts_at", "ends_at"])
    return cohort


def half_days_of(cohort: Cohort) -> list[HalfDay]:
    """Return the cohort's half-days in their order."""
    return list(cohort.half_days.order_by("starts_at"))


def an_enrolment(cohort: Cohort, person: User | None = None, **fields: Any) -> Enrolment:
    """Return a confirmed enrolment, without the rules: what a test starts from."""
    return Enrolment.objects.create(
        cohort=cohort,
        person=person or a_person(),
        **{
            "state": EnrolmentState.CONFIRMED,
            "source": EnrolmentSource.REQUEST,
            "confirmed_at": timezone.now(),
            **fields,
        },
    )


def a_content_version() -> ContentVersion:
    """Return a version of an interactive content, whose library has no file."""
    n = number()
    library = Library.objects.create(
        machine_name=f"Essai.Type{n}", major=1, minor=0, patch=0, title="Essai", runnable=True,
        digest=f"{n:064x}", document={}, semantics=[],
    )  # fmt: skip
    return ContentVersion.objects.create(
        content=Content.objects.create(title=f"Contenu {n}"), number=1, library=library,
        title=f"Contenu {n}", language="fr", params={},
    )  # fmt: skip
