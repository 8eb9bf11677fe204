"""The pages of papers, as each of their readers sees them."""

import io
from zipfile import ZipFile

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import replace_award, revoke_award
from certificates.awards.tasks import RENDER
from common.audit.models import AuditEntry
from learning.completion.enums import Paper
from learning.completion.services import issue_paper
from learning.issuing.enums import ISSUE, PACK
from learning.issuing.models import IssueRun
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_enrolment, an_organisation
from tests.learning.issuing.scenes import a_cohort_that_completed, a_completion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_papers")]
STEPS = (ISSUE, PACK)


def body(response):
    return b"".join(response.streaming_content)


def told(response):
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture
def administrator():
    return a_person(Role.ADMINISTRATOR)


class TestMyPage:
    def test_shows_each_paper_with_the_address_that_proves_it(self, client):
        enrolment = a_cohort_that_completed("Arendt").enrolments.get()
        papers = [issue_paper(actor=None, enrolment=enrolment, paper=paper) for paper in Paper]
        do_the_jobs(RENDER)
        client.force_login(enrolment.person)
        page = told(client.get(reverse("learner:awards")))
        assert "2 documents valables à votre nom" in page
        for award in papers:
            assert f'value="{award.verify_url}"' in page
            assert reverse("learner:award_pdf", args=[award.pk]) in page

    def test_tells_why_a_paper_no_longer_holds_and_what_replaces_it(self, client, administrator):
        enrolment = a_cohort_that_completed("Arendt").enrolments.get()
        old = issue_paper(actor=None, enrolment=enrolment, paper=Paper.CERTIFICATE)
        new = replace_award(
            actor=administrator, award=old, corrections={"last_name": "Cassagne"},
            reason="Nom mal orthographié",
        )  # fmt: skip
        client.force_login(enrolment.person)
        page = told(client.get(reverse("learner:awards")))
        assert f"par {new.serial} :" in page
        assert "Nom mal orthographié" in page
        assert f'value="{old.verify_url}"' not in page

    def test_gives_all_the_papers_that_hold_in_one_file_and_no_other(self, client, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        person = cohort.enrolments.get(person__last_name="Arendt").person
        for enrolment in cohort.enrolments.all():
            for paper in Paper:
                issue_paper(actor=None, enrolment=enrolment, paper=paper)
        mine = Award.objects.filter(recipient=person)
        revoke_award(
            actor=administrator, award=mine.get(kind="training_attestation"),
            reason=RevocationReason.ERROR_IN_ISSUE,
        )  # fmt: skip
        do_the_jobs(RENDER)
        client.force_login(person)
        response = client.get(reverse("learner:awards_zip"))
        with ZipFile(io.BytesIO(body(response))) as archive:
            names = archive.namelist()
        certificate = mine.get(kind="completion_certificate")
        assert names == [f"{certificate.serial} Arendt Camille.pdf", "liste.csv"]


class TestSteering:
    def test_a_cohort_s_papers_are_asked_for_followed_and_taken_away(self, client, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        client.force_login(administrator)
        address = reverse("steering:papers", args=[cohort.code])
        assert "2 certificats sont dus" in told(client.get(address))
        client.post(address, {"titres": ["completion", "attestation"]})
        run = IssueRun.objects.get()
        progress = reverse("steering:issue_run_progress", args=[run.pk])
        assert "HX-Refresh" not in client.get(progress)
        do_the_jobs(*STEPS)
        assert client.get(progress)["HX-Refresh"] == "true"
        page = told(client.get(reverse("steering:issue_run", args=[run.pk])))
        assert "4 titres prêts" in page
        assert "gardé jusqu’au" in page
        given = client.get(reverse("steering:issue_run_zip", args=[run.pk]))
        assert len(ZipFile(io.BytesIO(body(given))).namelist()) == 5
        assert AuditEntry.objects.filter(action="papers_downloaded", actor=administrator).exists()

    def test_one_person_s_paper_is_asked_for_from_their_line(self, client, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss")
        who = cohort.enrolments.get(person__last_name="Mauss")
        client.force_login(administrator)
        address = reverse("steering:papers", args=[cohort.code])
        client.post(address, {"titres": "attestation", "inscription": str(who.pk)})
        assert IssueRun.objects.get().enrolment == who
        elsewhere = a_cohort_that_completed("Zola").enrolments.get()
        answer = client.post(address, {"titres": "attestation", "inscription": str(elsewhere.pk)})
        assert answer.status_code == 404
        assert client.post(address, {"inscription": "?"}).status_code == 404

    def test_what_is_due_is_counted_by_cohort_and_issued_at_once(self, client, administrator):
        cohort = a_cohort_that_completed("Arendt", "Mauss", "Zola")
        client.force_login(administrator)
        address = reverse("steering:issue_runs")
        page = told(client.get(address))
        assert "3 certificats sont dus" in page
        assert cohort.title in page
        refused = client.post(address, {})
        assert (refused.status_code, "Cochez au moins un titre" in told(refused)) == (409, True)
        client.post(address, {"titres": "completion"})
        do_the_jobs(*STEPS)
        assert "Aucun certificat n’est dû" in told(client.get(address))


class TestTheOthers:
    def test_a_school_sees_and_takes_its_people_s_papers_only(self, client, administrator):
        school = an_organisation()
        cohort = a_cohort_that_completed("Arendt", organisation=school)
        a_completion(an_enrolment(cohort, a_person(last_name="Mauss")))
        for enrolment in cohort.enrolments.all():
            issue_paper(actor=administrator, enrolment=enrolment, paper=Paper.CERTIFICATE)
        do_the_jobs(RENDER)
        client.force_login(a_person(Role.SCHOOL_MANAGER, school))
        address = reverse("school:papers", args=[cohort.code])
        page = told(client.get(address))
        assert "Arendt" in page
        assert "Mauss" not in page
        client.post(address, {"structure": str(school.pk)})
        do_the_jobs(*STEPS)
        run = IssueRun.objects.get()
        given = client.get(reverse("school:issue_run_zip", args=[run.pk]))
        assert "Mauss" not in str(ZipFile(io.BytesIO(body(given))).namelist())
        others = client.post(address, {"structure": str(an_organisation().pk)})
        assert others.status_code == 409

    def test_a_school_s_list_holds_attestations_and_replacements_too(self, client, administrator):
        school = an_organisation()
        cohort = a_cohort_that_completed("Arendt", organisation=school)
        papers = [
            issue_paper(actor=None, enrolment=cohort.enrolments.get(), paper=paper)
            for paper in Paper
        ]
        new = replace_award(
            actor=administrator, award=papers[0], corrections={"first_name": "Hannah"},
            reason="Prénom",
        )  # fmt: skip
        client.force_login(a_person(Role.SCHOOL_MANAGER, school))
        page = told(client.get(reverse("school:awards")))
        assert all(award.serial in page for award in (*papers, new))

    def test_a_trainer_reads_where_the_certificates_stand_and_does_nothing(self, client):
        trainer = a_person(Role.TRAINER)
        cohort = a_cohort_that_completed("Arendt", "Mauss", trainers=[trainer])
        who = cohort.enrolments.get(person__last_name="Arendt")
        issue_paper(actor=None, enrolment=who, paper=Paper.CERTIFICATE)
        do_the_jobs(RENDER)
        client.force_login(trainer)
        page = told(client.get(reverse("trainer:certificates", args=[cohort.code])))
        assert "1 certificat prêt sur 2" in page
        assert reverse("steering:papers", args=[cohort.code]) not in page
        assert "À délivrer" in page
