"""A list asks the database the same number of questions for ten rows and for a thousand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

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
from learning.rosters.models import Roster
from learning.targets.models import Target
from modules.authoring.models import Comment, TimetableTemplate
from modules.exchange.models import ModuleImport
from modules.glossary.linking import key_of
from modules.glossary.models import Term, TermForm
from modules.glossary.services import TermText, add_term
from modules.programmes.enums import CountsAs
from modules.programmes.models import Edition, Module, Revision
from modules.programmes.sheets import sheet_of
from modules.search.enums import Reach
from modules.search.services import Entry, index_entries
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
from tests.modules.authoring.drafts import a_draft, sequences_of

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


def modules(rows: int) -> list[Module]:
    """Write modules with a published revision and a draft each."""
    like = a_revision(days=1).edition.module
    sheet = {**sheet_of(like), "is_shared": True}
    made = Module.objects.bulk_create(
        Module(slug=f"liste-{number()}", format=like.format, updated_on=like.updated_on, **sheet)
        for _n in range(rows)
    )
    editions = Edition.objects.bulk_create(Edition(module=module, number=1) for module in made)
    for n, fields in enumerate(({"state": "published", "published_at": timezone.now()}, {}), 1):
        Revision.objects.bulk_create(
            Revision(edition=edition, number=n, **fields) for edition in editions
        )
    return made


def workshop_modules(rows: int) -> tuple[User, str]:
    modules(rows)
    return a_person(Role.TRAINER), reverse("workshop:modules")


def shared_modules(rows: int) -> tuple[User, str]:
    modules(rows)
    return a_person(), reverse("commons:library")


def workshop_module(rows: int) -> tuple[User, str]:
    (module,) = modules(1)
    first = module.editions.get().revisions.get(number=1)
    Revision.objects.bulk_create(
        Revision(
            edition_id=first.edition_id, number=n, state="published",
            published_at=timezone.now(), copied_from=first,
        )
        for n in range(3, rows + 3)
    )  # fmt: skip
    return a_person(Role.TRAINER), reverse("workshop:module", args=[module.slug])


def reading(rows: int) -> tuple[User, str]:
    """Write a draft with as many comments on its first sequence, each answered."""
    draft, person = a_draft(), a_person(Role.TRAINER)
    about = {"kind": "sequence", "lineage": sequences_of(draft)[0].lineage}
    said = {"revision": draft, "author": person, **about}
    firsts = Comment.objects.bulk_create(Comment(text="Et ?", **said) for _n in range(rows))
    Comment.objects.bulk_create(Comment(text="Oui.", parent=one, **said) for one in firsts)
    return person, reverse("workshop:revision", args=[draft.pk])


def board_timetables(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    TimetableTemplate.objects.bulk_create(
        TimetableTemplate(name=f"Modèle {number()}", days=[], created_by=trainer)
        for _n in range(rows)
    )
    return trainer, reverse("board:timetables", args=[a_draft().pk])


def terms(rows: int) -> list[Term]:
    made = Term.objects.bulk_create(
        Term(slug=f"mot-{n}", term=f"mot {n}", definition="Une définition.", sort_key=f"mot {n}")
        for n in (number() for _row in range(rows))
    )
    TermForm.objects.bulk_create(
        TermForm(term=term, text=term.term, key=key_of(term.term), position=0) for term in made
    )
    index_entries(entries=[
        Entry(kind, term.slug, term.term, "Une définition.", Reach.PUBLIC)
        for term in made for kind in ("term", "module")
    ])  # fmt: skip
    return made


def glossary(address: str) -> Callable[[int], tuple[User, str]]:
    def scene(rows: int) -> tuple[User, str]:
        terms(rows)
        return a_person(Role.TRAINER), reverse("glossary:terms") + address

    scene.__name__ = f"glossary:terms{address}"
    return scene


def glossary_term(rows: int) -> tuple[User, str]:
    text = TermText(
        f"lien {number()}", "Voir mot 3 et mot 4.", related=[t.term for t in terms(rows)]
    )
    return a_person(Role.TRAINER), reverse(
        "glossary:term", args=[add_term(actor=None, text=text).slug]
    )


def finding(rows: int) -> tuple[User, str]:
    terms(rows)
    return a_person(Role.TRAINER), reverse("search:search") + "?q=definition"


def module_imports(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    ModuleImport.objects.bulk_create(
        ModuleImport(filename=f"module-{n}.zip", size=1, sent_by=trainer) for n in range(rows)
    )
    return trainer, reverse("inout:send")


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


SCENES = [
    catalogue, trainer_home, school_home, school_cohort, school_awards, learner_home,
    learner_awards, steering("steering:board"), steering("steering:cohorts"),
    steering("steering:half_days"), steering("steering:people"), steering("steering:awards"),
    steering_cohort, api("api:modules"), api("api:cohorts"), api("api:enrolments"),
    api("api:completions"), api("awards_api:awards"), workshop_modules, shared_modules,
    workshop_module, reading, board_timetables, glossary(""), glossary("?q=definition"),
    glossary("?lettre=M"), glossary_term, finding,
    module_imports, school_import, school_roster,
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
    many = queries(client, *scene(MANY))
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
