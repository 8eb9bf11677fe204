"""A list asks the database the same number of questions for ten rows and for a thousand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.notifications.models import Message
from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from certificates.awards.enums import AwardKind
from certificates.awards.models import Award
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark
from learning.cohorts.enums import CohortState, Period
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.progress.models import JournalEntry
from learning.rosters.models import Roster
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.budgets.workshop_scenes import WORKSHOP_SCENES
from tests.certificates.facts import award_facts
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    a_running_cohort,
    a_venue,
    an_organisation,
    half_days_of,
    number,
)
from tests.learning.rosters.files import a_checked_roster

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 1000
# More than this for one page would be a lot, whatever its rows.
MOST = 25


def people(count: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"liste{number()}@essai.example", first_name="Lou", last_name="Nouvel")
        for _n in range(count)
    )


def cohorts(count: int, **fields: Any) -> list[Cohort]:
    first = timezone.localdate() + timedelta(days=30)
    values = {
        "revision": a_revision(days=1), "venue": a_venue(), "organiser": an_organisation(),
        "places_min": 2, "places_max": 40, "state": CohortState.OPEN, "starts_on": first,
        "ends_on": first, **fields,
    }  # fmt: skip
    made = Cohort.objects.bulk_create(
        Cohort(code=f"liste-{number()}", title="Groupe", **values) for _n in range(count)
    )
    begins = timezone.now() + timedelta(days=30)
    HalfDay.objects.bulk_create(
        HalfDay(
            cohort=cohort, day=1, period=period,
            starts_at=begins, ends_at=begins + timedelta(hours=3),
        )
        for cohort in made
        for period in Period
    )  # fmt: skip
    return made


def enrolments(cohort_of: list[Cohort], person_of: list[User], **fields: Any) -> list[Enrolment]:
    return Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort, person=person, source="request",
            **{"state": "confirmed", "confirmed_at": timezone.now(), **fields},
        )
        for cohort, person in zip(cohort_of, person_of, strict=True)
    )  # fmt: skip


def completions(made: list[Enrolment], school: Any = None) -> None:
    module = made[0].cohort.revision.edition.module
    Completion.objects.bulk_create(
        Completion(
            enrolment=enrolment, version=1, person=enrolment.person, verdict="acquired",
            reason="acquis", basis="half_days", minutes_planned=420, counts_as="trained",
            module=module, school=school, region=Region.BRETAGNE, versant="fpt", category="a",
            effective_on=timezone.localdate(),
        )
        for enrolment in made
    )  # fmt: skip


def awards(made: list[Enrolment]) -> None:
    Award.objects.bulk_create(
        Award(
            key=f"completion:{enrolment.pk}:1", serial=f"RAP-{number()}", code=f"{number():026d}",
            kind=AwardKind.COMPLETION_CERTIFICATE, recipient=enrolment.person,
            facts=award_facts(), issued_at=timezone.now(),
        )
        for enrolment in made
    )  # fmt: skip


def catalogue(rows: int) -> tuple[User, str]:
    cohorts(rows)
    return a_person(), reverse("catalogue:home")


def trainer_home(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    through = Cohort.trainers.through
    through.objects.bulk_create(
        through(cohort_id=cohort.pk, user_id=trainer.pk) for cohort in cohorts(rows)
    )
    return trainer, reverse("trainer:home")


def school_home(rows: int) -> tuple[User, str]:
    school = an_organisation()
    cohorts(rows, organiser=school)
    return a_person(Role.SCHOOL_MANAGER, school), reverse("school:home")


def school_cohort(rows: int) -> tuple[User, str]:
    school = an_organisation()
    (cohort,) = cohorts(1)
    made = enrolments([cohort] * rows, people(rows), enrolling_organisation=school)
    completions(made, school)
    return a_person(Role.SCHOOL_MANAGER, school), reverse("school:cohort", args=[cohort.code])


def school_awards(rows: int) -> tuple[User, str]:
    school = an_organisation()
    (cohort,) = cohorts(1)
    made = enrolments([cohort] * rows, people(rows), enrolling_organisation=school)
    completions(made, school)
    awards(made)
    return a_person(Role.SCHOOL_MANAGER, school), reverse("school:awards")


def learner_home(rows: int) -> tuple[User, str]:
    person = a_person()
    enrolments(cohorts(rows), [person] * rows)
    return person, reverse("learner:home")


def learner_awards(rows: int) -> tuple[User, str]:
    person = a_person()
    awards(enrolments(cohorts(rows), [person] * rows))
    return person, reverse("learner:awards")


def learner_journal(rows: int) -> tuple[User, str]:
    person = a_person()
    made = enrolments(cohorts(rows), [person] * rows)
    JournalEntry.objects.bulk_create(
        JournalEntry(
            enrolment=enrolment, activity=uuid4(), title="Ce que j’emporte", text="Écouter"
        )
        for enrolment in made
    )
    return person, reverse("learner:journal")


def api(name: str) -> Callable[[int], tuple[User, str]]:
    def scene(rows: int) -> tuple[User, str]:
        person = a_person(Role.ADMINISTRATOR)
        made = enrolments(cohorts(rows), people(rows))
        completions(made)
        awards(made)
        return person, reverse(name)

    scene.__name__ = name
    return scene


def steering(name: str) -> Callable[[int], tuple[User, str]]:
    def scene(rows: int) -> tuple[User, str]:
        today = timezone.localdate()
        Target.objects.get_or_create(
            name="2 000", count=2000, counts_as=CountsAs.TRAINED,
            starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=900),
        )  # fmt: skip
        made = enrolments(cohorts(rows), people(rows))
        completions(made)
        awards(made)
        over = timezone.now() - timedelta(hours=1)
        late = HalfDay.objects.filter(cohort__in=[enrolment.cohort_id for enrolment in made])
        late.update(starts_at=over - timedelta(hours=3), ends_at=over)
        Cohort.objects.update(state=CohortState.CONFIRMED)
        return a_person(Role.ADMINISTRATOR), reverse(name)

    scene.__name__ = name
    return scene


def steering_cohort(rows: int) -> tuple[User, str]:
    (cohort,) = cohorts(1)
    made = enrolments([cohort] * rows, people(rows))
    completions(made)
    awards(made)
    return a_person(Role.ADMINISTRATOR), reverse("steering:cohort", args=[cohort.code])


def steering_line(rows: int) -> tuple[User, str]:
    """A cohort that many wait for, each for a structure of theirs."""
    (cohort,) = cohorts(1, places_max=2)
    Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort, person=person, source="request", state="waiting", queue_number=position
        )
        for position, person in enumerate(people(rows), start=1)
    )  # fmt: skip
    return a_person(Role.ADMINISTRATOR), reverse("steering:cohort", args=[cohort.code])


def structures(rows: int) -> tuple[User, str]:
    Organisation.objects.bulk_create(
        Organisation(name=f"Structure {number()}", kind="other") for _n in range(rows)
    )
    return a_person(Role.ADMINISTRATOR), reverse("steering:structures")


def a_school() -> tuple[User, Organisation]:
    school = an_organisation()
    return a_person(Role.SCHOOL_MANAGER, school), school


def school_import(rows: int) -> tuple[User, str]:
    manager, school = a_school()
    cohort = a_cohort()
    Roster.objects.bulk_create(
        Roster(cohort=cohort, organisation=school, filename="liste.csv") for _n in range(rows)
    )
    return manager, reverse("school:import", args=[cohort.code])


def school_roster(rows: int) -> tuple[User, str]:
    manager, school = a_school()
    roster = a_checked_roster(a_cohort(), school, rows)
    return manager, reverse("school:roster", args=[roster.pk])


def messages(rows: int) -> tuple[User, str]:
    person = a_person()
    Message.objects.bulk_create(
        Message(person=person, to="x@essai.example", key=f"liste:{number()}", subject="Venez")
        for _n in range(rows)
    )
    return person, reverse("messages:all")


SCENES = [
    catalogue, trainer_home, school_home, school_cohort, school_awards, learner_home,
    learner_awards, learner_journal, steering("steering:board"), steering("steering:cohorts"),
    steering("steering:half_days"), steering("steering:people"), steering("steering:awards"),
    steering_cohort, steering_line, structures, api("api:modules"), api("api:cohorts"),
    api("api:enrolments"), api("api:completions"), api("awards_api:awards"), school_import,
    school_roster, messages, *WORKSHOP_SCENES,
]  # fmt: skip


def queries(client, person: User, url: str) -> list[str]:
    """Return what one page asks for someone who has just signed in, in a process that runs."""
    client.logout()
    client.force_login(person)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_list_asks_as_much_for_ten_rows_as_for_a_thousand(client, scene):
    person, url = scene(FEW)
    queries(client, person, url)  # what is read once and remembered is not the list's
    few = queries(client, person, url)
    person, url = scene(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself once such rows are written
    many = queries(client, person, url)
    assert len(many) == len(few) <= MOST, "\n".join(sorted(set(many) - set(few)))[:3000]


def group_of(size: int, half_days: int) -> tuple[User, Cohort]:
    """Return a trainer and a running cohort of that size, everybody present everywhere."""
    trainer = a_person(Role.TRAINER)
    days = (half_days + 1) // 2
    cohort = a_running_cohort(revision=a_revision(days=days), trainers=[trainer], places=(2, size))
    made = enrolments([cohort] * size, people(size))
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=enrolment, half_day=half_day, status=AttendanceStatus.PRESENT,
            method=MarkMethod.TRAINER_RECORDED, recorded_by=trainer,
        )
        for enrolment in made
        for half_day in half_days_of(cohort)[:half_days]
    )  # fmt: skip
    return trainer, cohort


@pytest.mark.parametrize("page", ["trainer:room", "trainer:group"])
def test_a_room_asks_as_much_for_two_hundred_people_as_for_forty(client, page):
    asked = []
    for size, half_days in ((40, 6), (200, 2)):
        trainer, cohort = group_of(size, half_days)
        asked.append(len(queries(client, trainer, reverse(page, args=[cohort.code]))))
    assert asked[0] == asked[1] <= MOST
