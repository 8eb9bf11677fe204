"""A list asks the database the same number of questions for ten rows and for a thousand."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.notifications.models import Message
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from common.audit.services import record_all
from learning.annotations.models import Annotation
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark
from learning.attendance.sheets.models import Scan, ScanPage, Sheet
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.conventions.models import Convention
from learning.enrolment.models import Enrolment
from learning.people.models import PersonMerge
from learning.progress.models import JournalEntry
from learning.rosters.models import Roster
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.budgets.design_scenes import DESIGN_SCENES
from tests.budgets.follow_scenes import FOLLOW_SCENES
from tests.budgets.issuing_scenes import ISSUING_SCENES
from tests.budgets.plan_scenes import PLAN_SCENES
from tests.budgets.proof_scenes import proofs, quality
from tests.budgets.report_scenes import REPORT_SCENES
from tests.budgets.roll_scenes import to_settle
from tests.budgets.rows import awards, cohorts, completions, enrolments, people
from tests.budgets.workshop_scenes import WORKSHOP_SCENES
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    a_running_cohort,
    an_organisation,
    half_days_of,
    number,
)
from tests.learning.rosters.files import a_checked_roster

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 1000
# More than this for one page would be a lot, whatever its rows.
MOST = 25
OF_SESSIONS = re.compile("django_session|SAVEPOINT")


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


def school_line(rows: int) -> tuple[User, str]:
    """A school's people who wait, each with an act in the history; and those it kept places for."""
    manager, school = a_school()
    (cohort,) = cohorts(1, places_max=2)
    made = Enrolment.objects.bulk_create(
        Enrolment(
            cohort=cohort, person=person, source="school", state="waiting", queue_number=position,
            enrolling_organisation=school,
        )
        for position, person in enumerate(people(rows), start=1)
    )  # fmt: skip
    record_all(actor=manager, action="enrolled", targets=[(one, {}) for one in made])
    return manager, reverse("school:cohort", args=[cohort.code]) + "?voir=attente"


def school_enrolment(rows: int) -> tuple[User, str]:
    """One of a school's people who is in as many other cohorts."""
    manager, school = a_school()
    person = a_person()
    made = enrolments(cohorts(rows), [person] * rows, enrolling_organisation=school)
    return manager, reverse("school:enrolment", args=[made[0].pk])


def school_paste(rows: int) -> tuple[User, str]:
    manager, _school = a_school()
    return manager, reverse("school:paste", args=[cohorts(rows)[0].code])


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


def duplicates(rows: int) -> tuple[User, str]:
    town = an_organisation()
    for one in (people(rows), people(rows)):
        for n, person in enumerate(one):
            person.last_name = "".join(chr(97 + int(digit)) for digit in str(n))
        User.objects.bulk_update(one, ["last_name"])
        AgentProfile.objects.bulk_create(AgentProfile(person=p, employer=town) for p in one)
    return a_person(Role.ADMINISTRATOR), reverse("steering:duplicates")


def merge_choose(rows: int) -> tuple[User, str]:
    made = people(rows)
    return a_person(Role.ADMINISTRATOR), reverse("steering:merge_choose", args=[made[0].pk])


def merges(rows: int) -> tuple[User, str]:
    kept = a_person()
    PersonMerge.objects.bulk_create(
        PersonMerge(
            surviving=kept, merged=person, reason="Une seule", made_by=kept,
            moved={"moved": {}, "cancelled": []},
        )
        for person in people(rows)
    )  # fmt: skip
    return a_person(Role.ADMINISTRATOR), reverse("steering:merges")


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


def conventions_of(school: Organisation, rows: int) -> None:
    """A school with so many conventions, and as many cohorts without any."""
    made = cohorts(2 * rows)
    enrolments(made, people(2 * rows), enrolling_organisation=school)
    Convention.objects.bulk_create(
        Convention(
            number=f"CONV-{number()}", cohort=cohort, organisation=school,
            facts={"participants": [{}], "total_cents": 0},
        )
        for cohort in made[:rows]
    )  # fmt: skip


def school_conventions(rows: int) -> tuple[User, str]:
    manager, school = a_school()
    conventions_of(school, rows)
    return manager, reverse("school:conventions")


def steering_conventions(rows: int) -> tuple[User, str]:
    conventions_of(an_organisation(), rows)
    return a_person(Role.ADMINISTRATOR), reverse("steering:conventions")


def messages(rows: int) -> tuple[User, str]:
    person = a_person()
    Message.objects.bulk_create(
        Message(person=person, to="x@essai.example", key=f"liste:{number()}", subject="Venez")
        for _n in range(rows)
    )
    return person, reverse("messages:all")


def trainer_scans(rows: int) -> tuple[User, str]:
    """Pages that came back, and others sent here that belong to another cohort."""
    trainer = a_person(Role.TRAINER)
    mine, other = (a_running_cohort(trainers=[trainer]) for _n in range(2))
    pages = [{"day": 1, "half_days": [], "rows": []}]
    sheets = [
        Sheet.objects.create(cohort=cohort, kind="blank", digest="x", pages=pages)
        for cohort in (mine, other)
    ]
    told = {"cohort": mine, "mime": "image/jpeg", "size": 1, "sent_by": trainer, "state": "read"}
    scans = Scan.objects.bulk_create(
        Scan(name=f"IMG_{n}.jpg", sha256=f"{n}", **told) for n in range(rows)
    )
    ScanPage.objects.bulk_create(
        ScanPage(
            scan=scan, number=1, state="proposed", sheet=sheets[n % 2], sheet_page=1, image="none",
        )
        for n, scan in enumerate(scans)
    )  # fmt: skip
    return trainer, reverse("trainer:scans", args=[mine.code])


def steering_figure_cohorts(rows: int) -> tuple[User, str]:
    person, url = steering("steering:figure")(rows)
    return person, f"{url}?voir=cohortes"


def steering_annotations(rows: int) -> tuple[User, str]:
    marie, now = a_person(Role.ADMINISTRATOR), timezone.now()
    Annotation.objects.bulk_create(
        Annotation(on=now.date(), words="Saison", written_by=marie, written_at=now)
        for _n in range(rows)
    )
    return marie, reverse("steering:annotate")


SCENES = [
    catalogue, trainer_home, trainer_scans, school_home, school_cohort, school_awards, learner_home,
    learner_awards, learner_journal, steering("steering:board"), steering("steering:cohorts"),
    steering("steering:half_days"), steering("steering:people"), steering("steering:awards"),
    steering_cohort, steering_line, structures, api("api:modules"), api("api:cohorts"),
    api("api:enrolments"), api("api:completions"), api("awards_api:awards"), school_import,
    school_roster, school_line, school_enrolment, school_paste, school_conventions, messages,
    steering_conventions, *WORKSHOP_SCENES, duplicates, merge_choose, merges,
    *FOLLOW_SCENES, *DESIGN_SCENES, *ISSUING_SCENES, *REPORT_SCENES, *PLAN_SCENES, to_settle,
    proofs, quality, steering("steering:figure"), steering_figure_cohorts, steering_annotations,
]  # fmt: skip


def queries(client, person: User, url: str) -> list[str]:
    """Return what one page asks for someone who has just signed in, in a process that runs."""
    client.logout()
    client.force_login(person)
    client.get(url)  # what is read once and remembered is not the list's
    return asked(client, url)


def asked(client, url: str) -> list[str]:
    """Return what a page asks; a session is written at somebody's first page, whichever it is."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured if not OF_SESSIONS.search(query["sql"])]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_list_asks_as_much_for_ten_rows_as_for_a_thousand(client, scene):
    person, url = scene(FEW)
    few = queries(client, person, url)
    person, url = scene(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself once such rows are written
    client.force_login(person)
    many = asked(client, url)
    if len(many) != len(few):
        many = asked(client, url)  # the first time, it may have read what is remembered
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


@pytest.mark.parametrize(
    "page", ["trainer:room", "trainer:group", "trainer:desk", "trainer:roll_data"]
)
def test_a_room_asks_as_much_for_two_hundred_people_as_for_forty(client, page):
    counts = []
    for size, half_days in ((40, 6), (200, 2)):
        trainer, cohort = group_of(size, half_days)
        counts.append(len(queries(client, trainer, reverse(page, args=[cohort.code]))))
    assert counts[0] == counts[1] <= MOST
