"""Runs: what is missing is issued, drawn, and packed, once, whoever is killed on the way."""

import csv
import io
from datetime import timedelta
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import revoke_award
from common.jobs.models import Job
from learning.completion.enums import Paper
from learning.issuing import tasks
from learning.issuing.enums import ISSUE, PACK
from learning.issuing.models import IssueRun
from learning.issuing.queries import due, due_by_cohort
from learning.issuing.services import (
    CannotGather,
    CannotIssue,
    ChooseAPaper,
    NothingToIssue,
    RunIsNotStopped,
    forget_old_zips,
    gather_papers,
    issue_for_cohort,
    issue_for_person,
    issue_what_is_due,
    resume_run,
)
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_organisation
from tests.learning.issuing.scenes import a_cohort_that_completed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_papers")]
STEPS = (ISSUE, PACK)
CERTIFICATE, ATTESTATION = Paper.CERTIFICATE, Paper.ATTESTATION


@pytest.fixture
def administrator():
    return a_person(Role.ADMINISTRATOR)


def names_in(run):
    with run.zip.open() as file, ZipFile(file) as archive:
        return archive.namelist()


def serials_by_name(kind="completion"):
    found = Award.objects.filter(key__startswith=kind).order_by("serial")
    return [award.recipient.last_name for award in found]


class TestARunOfACohort:
    def test_issues_in_the_order_of_names_draws_and_packs(self, administrator):
        cohort = a_cohort_that_completed("Zola", "Arendt", "Mauss")
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        assert serials_by_name() == ["Arendt", "Mauss", "Zola"]
        assert (run.state, run.issued, run.packed, run.missing) == ("done", 3, 3, [])
        first = Award.objects.get(recipient__last_name="Arendt")
        assert names_in(run)[0] == f"{first.serial} Arendt Camille.pdf"
        assert run.zip_size == run.zip.size

    def test_its_list_gives_the_hash_of_each_file(self, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        with run.zip.open() as file, ZipFile(file) as archive:
            table = archive.read("liste.csv").decode("utf-8-sig")
            rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
            for row in rows:
                assert sha256(archive.read(row["Fichier"])).hexdigest() == row["SHA-256 du fichier"]
        assert [row["Nom"] for row in rows] == ["Arendt", "Mauss"]

    def test_attestations_are_issued_only_where_asked_for_with_their_objectives(
        self, administrator
    ):
        cohort = a_cohort_that_completed("Arendt")
        issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        assert serials_by_name("attestation") == []
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=list(Paper))
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        attested = Award.objects.get(key__startswith="attestation:")
        assert attested.kind == "training_attestation"
        assert attested.facts["objectives"] == ["Mener une enquête de terrain"]
        assert "results" not in attested.facts
        assert (run.issued, run.packed) == (1, 2)

    def test_a_sensitisation_day_gives_no_attestation_of_training(self, administrator):
        cohort = a_cohort_that_completed("Arendt", counts_as="sensitised")
        issue_for_cohort(actor=administrator, cohort=cohort, papers=list(Paper))
        do_the_jobs(*STEPS)
        assert [award.kind for award in Award.objects.all()] == ["participation_attestation"]

    def test_asked_twice_at_once_it_is_one_run(self, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        first = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        second = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        assert first.pk == second.pk
        do_the_jobs(*STEPS)
        third = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        third.refresh_from_db()
        assert third.pk != first.pk
        assert (third.issued, third.packed, Award.objects.count()) == (0, 2, 2)

    def test_one_person_is_issued_theirs_alone(self, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        who = cohort.enrolments.get(person__last_name="Mauss")
        issue_for_person(actor=administrator, enrolment=who, papers=[ATTESTATION])
        do_the_jobs(*STEPS)
        assert serials_by_name("attestation") == ["Mauss"]
        assert serials_by_name() == []

    def test_what_was_taken_back_is_not_issued_again(self, administrator):
        cohort = a_cohort_that_completed("Arendt")
        issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        revoke_award(actor=administrator, award=Award.objects.get(), reason=RevocationReason.FRAUD)
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        assert (run.issued, run.packed, Award.objects.count()) == (0, 0, 1)
        assert not due(CERTIFICATE).exists()

    def test_is_refused_to_others_without_a_paper_and_without_anyone(self, administrator):
        cohort = a_cohort_that_completed("Arendt")
        with pytest.raises(CannotIssue):
            issue_for_cohort(actor=a_person(Role.TRAINER), cohort=cohort, papers=[CERTIFICATE])
        with pytest.raises(ChooseAPaper):
            issue_for_cohort(actor=administrator, cohort=cohort, papers=[])
        with pytest.raises(NothingToIssue):
            issue_for_cohort(
                actor=administrator, cohort=a_cohort_that_completed(), papers=[CERTIFICATE]
            )


class TestARunThatIsInterrupted:
    def test_is_taken_up_where_it_was(self, administrator, monkeypatch):
        cohort = a_cohort_that_completed("Arendt", "Mauss", "Zola")
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        real, calls = tasks.issue_paper, []

        def dies(**given):
            calls.append(given)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(**given)

        with monkeypatch.context() as patched:
            patched.setattr("learning.issuing.tasks.issue_paper", dies)
            with pytest.raises(KeyboardInterrupt):
                do_the_jobs(*STEPS)
        assert serials_by_name() == ["Arendt"]
        Job.objects.filter(state="running").update(lease_until=timezone.now())
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        assert serials_by_name() == ["Arendt", "Mauss", "Zola"]
        assert (run.issued, run.packed) == (3, 3)

    def test_a_paper_that_cannot_be_drawn_is_named_and_keeps_no_other(
        self, administrator, monkeypatch
    ):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(ISSUE)
        bad = Award.objects.get(recipient__last_name="Arendt")

        def breaks(award):
            if award.serial == bad.serial:
                message = "no font"
                raise OSError(message)
            return b"%PDF"

        monkeypatch.setattr("certificates.awards.tasks.drawn", breaks)
        do_the_jobs(PACK)
        run.refresh_from_db()
        assert (run.state, run.packed) == ("done", 1)
        assert run.missing == [[bad.serial, "Camille Arendt"]]
        assert bad.serial not in "".join(names_in(run))

    def test_no_paper_is_sealed_twice_though_each_has_its_own_job(
        self, administrator, quick_papers
    ):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs()
        assert sorted(quick_papers) == sorted(Award.objects.values_list("serial", flat=True))

    def test_given_up_by_the_workers_it_may_be_resumed_once(self, administrator):
        cohort = a_cohort_that_completed("Arendt")
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        with pytest.raises(RunIsNotStopped):
            resume_run(actor=administrator, run=run)
        Job.objects.filter(kind=ISSUE).update(state="failed")
        with pytest.raises(CannotIssue):
            resume_run(actor=a_person(), run=run)
        resume_run(actor=administrator, run=run)
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        assert (run.state, run.packed) == ("done", 1)


class TestWhatIsDue:
    def test_an_acquired_verdict_without_its_paper_is_due_until_it_is_issued(self, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        assert [(one.cohort, one.certificates) for one in due_by_cohort()] == [(cohort, 2)]
        issue_what_is_due(actor=administrator, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        assert due_by_cohort() == []
        with pytest.raises(NothingToIssue):
            issue_what_is_due(actor=administrator, papers=[CERTIFICATE])

    def test_attestations_are_due_only_where_some_were_given(self, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        assert due_by_cohort() == []
        who = cohort.enrolments.get(person__last_name="Mauss")
        issue_for_person(actor=administrator, enrolment=who, papers=[ATTESTATION])
        do_the_jobs(*STEPS)
        assert [(one.certificates, one.attestations) for one in due_by_cohort()] == [(0, 1)]


class TestASchool:
    def test_packs_the_papers_of_its_people_and_issues_nothing(self, administrator):
        school = an_organisation()
        manager = a_person(Role.SCHOOL_MANAGER, school)
        cohort = a_cohort_that_completed("Arendt", organisation=school)
        others = a_cohort_that_completed("Mauss")
        others.enrolments.update(cohort=cohort)
        issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
        do_the_jobs(*STEPS)
        run = gather_papers(actor=manager, cohort=cohort, organisation=school)
        do_the_jobs(*STEPS)
        run.refresh_from_db()
        assert [name for name in names_in(run) if "Mauss" in name] == []
        assert run.packed == 1
        assert list(IssueRun.objects.visible_to(manager)) == [run]

    def test_is_refused_another_s_people_and_an_empty_zip(self):
        school = an_organisation()
        cohort = a_cohort_that_completed("Arendt", organisation=school)
        with pytest.raises(CannotGather):
            gather_papers(actor=a_person(Role.SCHOOL_MANAGER), cohort=cohort, organisation=school)
        with pytest.raises(NothingToIssue):
            gather_papers(
                actor=a_person(Role.SCHOOL_MANAGER, school), cohort=cohort, organisation=school
            )


def test_a_zip_goes_after_its_time_and_the_papers_stay(administrator):
    cohort = a_cohort_that_completed("Arendt")
    run = issue_for_cohort(actor=administrator, cohort=cohort, papers=[CERTIFICATE])
    do_the_jobs(*STEPS)
    assert forget_old_zips() == 0
    run.refresh_from_db()
    name, storage = run.zip.name, run.zip.storage
    IssueRun.objects.update(finished_at=timezone.now() - timedelta(days=8))
    assert forget_old_zips() == 1
    assert not storage.exists(name)
    with Award.objects.get().pdf.open() as paper:
        assert paper.read().startswith(b"%PDF")
