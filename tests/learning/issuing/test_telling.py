"""Mails about papers: once per paper and fact, one for what comes together."""

import pytest
from django.core import mail

from accounts.users.enums import Role
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import AWARD_REVOKED, revoke_award
from certificates.awards.tasks import PAPER_SEALED, RENDER
from common.jobs.models import Job
from learning.completion.enums import Paper
from learning.completion.services import issue_paper
from learning.issuing.models import PaperNotice
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person
from tests.learning.issuing.scenes import a_cohort_that_completed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_papers")]


@pytest.fixture
def enrolment():
    return a_cohort_that_completed("Arendt").enrolments.get()


def give(enrolment, *papers):
    return [issue_paper(actor=None, enrolment=enrolment, paper=paper) for paper in papers]


def subjects():
    return [sent.subject.replace("\u00a0", " ") for sent in mail.outbox]


def test_who_holds_a_certificate_is_told_once_it_is_sealed_and_once_only(enrolment):
    (award,) = give(enrolment, Paper.CERTIFICATE)
    assert subjects() == []
    do_the_jobs(RENDER, PAPER_SEALED)
    assert subjects() == [f"Votre certificat est prêt : {award.facts['title']}"]
    assert award.serial in mail.outbox[0].body
    assert award.verify_url in mail.outbox[0].body
    Job.objects.filter(kind=PAPER_SEALED).update(state="queued")
    do_the_jobs(PAPER_SEALED)
    assert len(mail.outbox) == 1


def test_certificate_and_attestation_that_come_together_are_told_in_one_mail(enrolment):
    both = give(enrolment, *Paper)
    do_the_jobs(RENDER, PAPER_SEALED)
    assert len(mail.outbox) == 1
    assert all(award.serial in mail.outbox[0].body for award in both)


def test_an_attestation_given_later_has_its_own_mail(enrolment):
    give(enrolment, Paper.CERTIFICATE)
    do_the_jobs(RENDER, PAPER_SEALED)
    (later,) = give(enrolment, Paper.ATTESTATION)
    do_the_jobs(RENDER, PAPER_SEALED)
    assert subjects()[1:] == [f"Votre attestation est prête : {later.facts['title']}"]


def test_a_mail_whose_worker_died_before_the_server_took_it_leaves_at_the_next_run(
    enrolment, monkeypatch
):
    give(enrolment, Paper.CERTIFICATE)
    do_the_jobs(RENDER)

    def dies(*_args, **_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("learning.issuing.telling.send_ready", dies)
        with pytest.raises(KeyboardInterrupt):
            do_the_jobs(PAPER_SEALED)
    assert PaperNotice.objects.count() == 1
    Job.objects.filter(kind=PAPER_SEALED).update(state="queued")
    do_the_jobs(PAPER_SEALED)
    assert len(mail.outbox) == 1


def test_a_replacement_says_what_it_replaces_and_why_in_one_mail(enrolment):
    (old,) = give(enrolment, Paper.CERTIFICATE)
    do_the_jobs(RENDER, PAPER_SEALED)
    enrolment.completions.update(version=2)
    (new,) = give(enrolment, Paper.CERTIFICATE)
    enrolment.completions.update(correction_reason="Feuille mal lue")
    revoke_award(actor=None, award=old, reason=RevocationReason.REPLACED, replaced_by=new)
    do_the_jobs(RENDER, PAPER_SEALED, AWARD_REVOKED)
    assert len(mail.outbox) == 2
    said = mail.outbox[1].body
    assert old.serial in said
    assert new.serial in said
    assert "Feuille mal lue" in said


def test_a_revocation_says_why_and_whom_to_write_to(enrolment):
    (award,) = give(enrolment, Paper.CERTIFICATE)
    do_the_jobs(RENDER, PAPER_SEALED)
    revoke_award(
        actor=a_person(Role.ADMINISTRATOR), award=award, reason=RevocationReason.ERROR_IN_ISSUE
    )
    do_the_jobs(AWARD_REVOKED)
    Job.objects.filter(kind=AWARD_REVOKED).update(state="queued")
    do_the_jobs(AWARD_REVOKED)
    assert len(mail.outbox) == 2
    said = mail.outbox[1].body
    assert "Délivré par erreur" in said
    assert "equipe@essai.example" in said


def test_a_paper_taken_back_before_it_was_told_is_never_said_to_be_ready(enrolment):
    (award,) = give(enrolment, Paper.CERTIFICATE)
    do_the_jobs(RENDER)
    revoke_award(
        actor=a_person(Role.ADMINISTRATOR), award=award, reason=RevocationReason.ERROR_IN_ISSUE
    )
    do_the_jobs(PAPER_SEALED)
    assert subjects() == []


def test_nothing_is_sent_to_who_has_no_address(enrolment):
    enrolment.person.email = None
    enrolment.person.save()
    (award,) = give(enrolment, Paper.CERTIFICATE)
    do_the_jobs(RENDER, PAPER_SEALED)
    assert Award.objects.get(pk=award.pk).is_ready
    assert subjects() == []
