"""What applying a file writes, once, whole or not at all."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.cohorts.enums import CohortState
from learning.enrolment.models import Enrolment
from learning.enrolment.order import standing_of
from learning.enrolment.services import (
    CannotEnrolForOrganisation,
    NotTakingRequests,
    cancel_enrolment,
    enrol_agent,
)
from learning.rosters.applying import LinesHaveChanged, write_roster
from learning.rosters.enums import Answer, LineKind, Lines
from learning.rosters.models import LINES_KEPT, STALE, Roster
from learning.rosters.services import (
    LinesToCorrect,
    NothingToWrite,
    RosterIsDone,
    answer_lines,
    apply_roster,
    counts_of,
    forget_stale_rosters,
    send_roster,
)
from learning.schedule import forget_rosters
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation
from tests.learning.rosters.files import a_csv, people


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school(db):  # noqa: ARG001 - `db` gives access to the database
    return an_organisation()


@pytest.fixture
def manager(school):
    return a_person(Role.SCHOOL_MANAGER, school)


@pytest.fixture
def send(school, manager):
    def send_it(cohort, rows, **kwargs):
        return send_roster(
            actor=manager, cohort=cohort, organisation=school, filename="liste.csv",
            data=a_csv(rows, **kwargs).encode(),
        )  # fmt: skip

    return send_it


@pytest.fixture
def write(send, manager):
    """Send, apply and do the jobs; return the roster as it ends."""

    def write_it(cohort, rows, lines=Lines.ALL, **kwargs):
        roster = send(cohort, rows, **kwargs)
        apply_roster(actor=manager, roster=roster, lines=lines)
        do_the_jobs()
        roster.refresh_from_db()
        return roster

    return write_it


def test_people_are_enrolled_in_the_order_of_the_file_and_told(write, school, manager):
    cohort = a_cohort(places=(1, 3))
    roster = write(cohort, people(5))
    assert roster.state == "applied"
    made = Enrolment.objects.filter(cohort=cohort).order_by("queue_number")
    assert [one.person.email for one in made] == [f"agent{n}@essai.example" for n in range(5)]
    assert [one.state for one in made] == ["confirmed"] * 3 + ["waiting"] * 2
    assert [line["state"] for line in roster.report] == [one.state for one in made]
    first = made[0]
    assert (first.enrolling_organisation, first.enrolled_by) == (school, manager)
    assert (first.employer, first.versant, first.function) == (school, "fpe", "Chargée d’accueil")
    assert not first.person.has_usable_password()
    assert [message.to for message in mail.outbox] == [[one.person.email] for one in made]
    assert all(AuditEntry.objects.about(one).get().action == "enrolled" for one in made)


def test_the_same_file_a_second_time_changes_nothing(write, send, manager):
    cohort, rows = a_cohort(), people(12)
    write(cohort, rows)
    mails, entries = len(mail.outbox), AuditEntry.objects.count()
    again = send(cohort, rows)
    assert counts_of(again) == {"unchanged": 12}
    with pytest.raises(NothingToWrite):
        apply_roster(actor=manager, roster=again, lines=Lines.ALL)
    assert Enrolment.objects.count() == 12
    assert len(mail.outbox) == mails
    assert AuditEntry.objects.count() == entries + 1, "only that the file was sent"


def test_a_job_done_twice_has_one_effect(write, manager):
    cohort = a_cohort()
    roster = write(cohort, people(3))
    roster.state = "applying"  # as a worker that died after the effect would remember it
    assert write_roster(actor=manager, roster=roster) == {}
    assert Enrolment.objects.count() == 3
    with pytest.raises(RosterIsDone):
        apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    with pytest.raises(RosterIsDone):
        answer_lines(actor=manager, roster=roster, answers={"2": Answer.SAME})


def test_all_or_none_waits_for_every_line_and_the_good_ones_can_go_first(write, send, manager):
    cohort, rows = a_cohort(), people(4)
    rows[1][2] = "pas une adresse"
    with pytest.raises(LinesToCorrect):
        apply_roster(actor=manager, roster=send(cohort, rows), lines=Lines.ALL)
    assert not Enrolment.objects.exists()
    roster = write(cohort, rows, lines=Lines.GOOD)
    assert counts_of(roster) == {"create": 3, "error": 1}
    assert Enrolment.objects.count() == 3
    rows[1][2] = "corrigee@essai.example"
    assert counts_of(write(cohort, rows)) == {"create": 1, "unchanged": 3}


def test_what_a_second_file_knows_better_completes_and_never_overwrites(write):
    cohort = a_cohort()
    titles = ("Nom", "Prénom", "Courriel", "Fonction", "Versant", "Catégorie")
    row = ["Roux", "Lou", "lou@essai.example", "", "", "A"]
    write(cohort, [row], titles=titles)
    row[3:] = ["Greffière", "FPE", "C"]
    roster = write(cohort, [row], titles=titles)
    assert counts_of(roster) == {"update": 1}
    assert roster.report[0]["said"][0]["fields"] == ["Fonction", "Versant"]
    profile, enrolment = AgentProfile.objects.get(), Enrolment.objects.get()
    assert (profile.function, profile.versant, profile.category) == ("Greffière", "fpe", "a")
    assert (enrolment.function, enrolment.versant, enrolment.category) == ("Greffière", "fpe", "a")
    assert AuditEntry.objects.about(enrolment)[0].action == "enrolment_completed"


def test_a_known_person_is_enrolled_with_their_own_words(write):
    known = a_person(first_name="Lou", last_name="Roux")
    AgentProfile.objects.create(person=known, function="Juriste")
    write(a_cohort(), [["ROUX", "Louise", known.email, "Greffière", "FPE"]])
    enrolment = Enrolment.objects.get(person=known)
    assert (enrolment.function, enrolment.versant) == ("Juriste", "fpe")
    known.refresh_from_db()
    assert known.display_name == "Lou Roux"


def test_someone_said_to_be_the_same_is_enrolled_once_under_their_own_address(
    send, school, manager
):
    known = a_person(first_name="Lou", last_name="Roux")
    AgentProfile.objects.create(person=known, employer=school)
    cohort, rows = a_cohort(), [["Roux", "Lou", "autre@essai.example", "", ""]]
    with pytest.raises(NothingToWrite):
        apply_roster(actor=manager, roster=send(cohort, rows), lines=Lines.GOOD)
    roster = answer_lines(
        actor=manager, roster=send(cohort, rows), answers={"2": Answer.SAME}
    )  # fmt: skip
    apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    do_the_jobs()
    assert Enrolment.objects.get().person == known
    assert not User.objects.filter(email="autre@essai.example").exists()


def test_a_file_gives_places_as_enrolling_one_by_one_would(write, school, manager):
    """Quota, priority and those who wait already: the same people get the same places."""

    def a_scene():
        cohort = a_cohort(places=(1, 8))
        cohort.quota_per_organisation = 4
        cohort.save()
        for n in range(3):
            an_enrolment(cohort, a_person(), queue_number=n + 1)
        an_enrolment(cohort, a_person(), queue_number=4, state="waiting", confirmed_at=None)
        return cohort

    by_file, by_hand = a_scene(), a_scene()
    write(by_file, people(7))
    for last_name, first_name, email, function, _versant in people(7, first=100):
        details = AgentDetails(
            first_name=first_name, last_name=last_name, email=email, function=function,
            employer_id=school.pk,
        )  # fmt: skip
        enrol_agent(actor=manager, cohort=by_hand, organisation=school, details=details)
    states = [
        list(cohort.enrolments.order_by("queue_number").values_list("queue_number", "state"))
        for cohort in (by_file, by_hand)
    ]
    assert states[0] == states[1]
    assert [standing_of(cohort).free for cohort in (by_file, by_hand)] == [0, 0]


def test_whoever_cancelled_is_not_enrolled_again_by_the_application_of_an_old_file(write, manager):
    cohort = a_cohort()
    write(cohort, people(2))
    one = Enrolment.objects.all()[0]
    cancel_enrolment(actor=manager, enrolment=one, reason="Empêchement")
    # A new file that still names them is a new wish, and the dry run says so.
    assert counts_of(write(cohort, people(2))) == {"create": 1, "unchanged": 1}


def test_lines_that_changed_since_the_dry_run_are_shown_again_and_nothing_is_written(
    send, manager, school
):
    cohort = a_cohort()
    roster = send(cohort, people(3))
    job = apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    twin = a_person(first_name="Zoé1", last_name="Nom00001")
    AgentProfile.objects.create(person=twin, employer=school)
    roster.refresh_from_db()
    with pytest.raises(LinesHaveChanged):
        write_roster(actor=manager, roster=roster)
    do_the_jobs("apply_roster")
    roster.refresh_from_db()
    job.refresh_from_db()
    assert (roster.state, job.state) == ("checked", "failed")
    assert counts_of(roster) == {"create": 2, "ask": 1}
    assert "Relisez-les" in roster.refusal
    assert not Enrolment.objects.exists()


def test_a_bug_halfway_leaves_nothing_behind(send, manager, monkeypatch):
    def break_down(**_kwargs):
        raise RuntimeError("invented for this test")

    roster = send(a_cohort(), people(3))
    apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    before = User.objects.count()
    monkeypatch.setattr("learning.rosters.applying.enrol_together", break_down)
    do_the_jobs("apply_roster")
    assert User.objects.count() == before
    monkeypatch.undo()
    Job.objects.update(next_attempt_at=timezone.now())
    do_the_jobs("apply_roster")
    assert Enrolment.objects.count() == 3


def test_an_application_that_the_workers_gave_up_may_be_asked_for_again(send, manager):
    roster = send(a_cohort(), people(3))
    job = apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    Job.objects.filter(pk=job.pk).update(state="failed")
    again = apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    assert again.pk != job.pk
    do_the_jobs()
    assert Enrolment.objects.count() == 3


def test_only_who_enrols_for_the_structure_sends_and_only_where_places_are_given(school, manager):
    told = {"organisation": school, "filename": "x.csv", "data": a_csv(people(1)).encode()}
    with pytest.raises(CannotEnrolForOrganisation):
        send_roster(actor=a_person(Role.SCHOOL_MANAGER), cohort=a_cohort(), **told)
    with pytest.raises(NotTakingRequests):
        send_roster(actor=manager, cohort=a_cohort(state=CohortState.RUNNING), **told)
    cohort = a_cohort()
    roster = send_roster(actor=manager, cohort=cohort, **told)
    cohort.state = CohortState.CANCELLED
    cohort.save()
    roster.refresh_from_db()
    with pytest.raises(NotTakingRequests):
        apply_roster(actor=manager, roster=roster, lines=Lines.ALL)


def test_writing_a_thousand_people_asks_as_many_queries_as_writing_ten(send, manager):
    asked = []
    for count in (10, 1000):
        roster = send(a_cohort(), people(count, first=count))
        apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
        roster.refresh_from_db()
        with CaptureQueriesContext(connection) as captured:
            write_roster(actor=manager, roster=roster)
        asked.append(len(captured))
    assert asked[1] <= asked[0] < 40


def test_a_file_nobody_applied_is_forgotten(send, write):
    kept, old = write(a_cohort(), people(1)), send(a_cohort(), people(2))
    name, storage = old.file.name, old.file.storage
    assert storage.exists(name)
    type(old).objects.update(sent_at=timezone.now() - STALE * 2)
    assert forget_stale_rosters() == 1
    assert not storage.exists(name)
    kept.refresh_from_db()


def test_the_names_of_an_applied_file_go_half_a_year_later_and_the_counts_stay(
    write, manager, client
):
    kept, old = write(a_cohort(), people(1)), write(a_cohort(), people(2, first=5))
    Roster.objects.filter(pk=old.pk).update(applied_at=timezone.now() - LINES_KEPT * 1.1)
    client.force_login(manager)
    page = client.get(reverse("school:roster", args=[kept.pk])).content.decode()
    assert "Ces noms seront effacés le" in page
    assert forget_rosters() == {"files": 0, "reports": 1}
    assert forget_rosters() == {"files": 0, "reports": 0}
    old.refresh_from_db()
    assert old.report == []
    assert counts_of(old)[LineKind.CREATE] == 2
    page = client.get(reverse("school:roster", args=[old.pk])).content.decode()
    assert "2 lignes appliquées" in page
    assert "elles sont effacées depuis le" in " ".join(page.split())
    assert "Nom00005" not in page
    kept.refresh_from_db()
    assert len(kept.report) == 1
