"""Awards: issued once, numbered before they are drawn, revoked with a reason, replaced."""

from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.users.enums import Role
from certificates.awards.codes import ALPHABET, LENGTH, new_code, normalised
from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.models import Award, SerialCounter
from certificates.awards.services import (
    AlreadyRevoked,
    CannotRevoke,
    NameMissing,
    NothingToCorrect,
    ReplacementNeedsAReason,
    issue_award,
    replace_award,
    revoke_award,
)
from certificates.awards.tasks import drawn, paper_of
from certificates.sealing.keys import seal_key
from certificates.sealing.seal import sealer_of
from common.audit.models import AuditEntry
from common.jobs.models import Job
from common.jobs.runner import run
from tests.certificates.facts import award_facts
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db


def issue(key="completion:1:1", **changes):
    given = {
        "kind": AwardKind.COMPLETION_CERTIFICATE, "recipient": a_person(),
        "facts": award_facts(), **changes,
    }  # fmt: skip
    return issue_award(key=key, **given)


def stored(award):
    with default_storage.open(award.pdf.name) as file:
        return file.read()


class TestIssuing:
    def test_the_same_key_gives_the_same_award_unchanged(self):
        first = issue()
        again = issue(facts=award_facts(title="Autre chose"))
        assert again == first
        assert again.facts["title"] == first.facts["title"]
        assert Award.objects.count() == Job.objects.count() == 1
        assert AuditEntry.objects.filter(action="award_issued").count() == 1

    def test_the_key_is_unique_in_the_database(self):
        award = issue()
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.create(
                key=award.key, serial="x", code="y", kind=award.kind,
                recipient=award.recipient, facts={}, issued_at=timezone.now(),
            )  # fmt: skip

    def test_serials_follow_each_other_within_the_year(self):
        year = timezone.localdate().year
        serials = [issue(key=f"completion:{n}:1").serial for n in range(3)]
        assert serials == [f"RAP-{year}-00000{n}" for n in (1, 2, 3)]
        assert SerialCounter.objects.get().last == 3

    def test_the_serial_and_the_code_exist_before_the_paper_and_are_on_it(self):
        award = issue()
        assert not award.is_ready
        assert (award.facts["serial"], award.facts["code"]) == (award.serial, award.code)
        assert award.facts["issued_on"] == timezone.localdate().isoformat()

    def test_a_failed_transaction_gives_its_serial_back(self):
        with transaction.atomic():
            issue()
            transaction.set_rollback(True)
        assert issue().serial.endswith("000001")

    def test_the_facts_do_not_follow_the_person(self):
        award = issue()
        award.recipient.last_name = "Autre"
        award.recipient.save()
        award.refresh_from_db()
        assert award.facts["beneficiary"]["last_name"] == "Cassagne"

    def test_the_address_on_the_paper_is_the_public_one_for_ever(self, settings):
        settings.PUBLIC_BASE_URL = "https://reenchantez.example"
        award = issue()
        assert award.verify_url == f"https://reenchantez.example/verifier/{award.code}"


class TestDrawing:
    def test_the_paper_is_stored_once_under_the_award_s_key_with_its_hash(self):
        award = issue()
        job = Job.objects.get()
        run(job.pk)
        award.refresh_from_db()
        sealed = stored(award)
        assert award.pdf.name == f"awards/{award.pk}.pdf"
        assert award.pdf_sha256 == sha256(sealed).hexdigest()
        assert award.seal == sealer_of(sealed) == seal_key().fingerprint

    def test_the_paper_under_the_seal_is_the_same_whenever_it_is_drawn(self):
        award = paper_of(issue())
        assert sha256(drawn(award)).hexdigest() == award.paper_sha256
        assert stored(award).startswith(drawn(award))

    def test_a_sealed_file_left_by_a_worker_that_died_is_taken_up(self):
        award = paper_of(issue())
        first = stored(award)
        Award.objects.update(rendered_at=None, pdf="", pdf_sha256="", paper_sha256="", seal="")
        again = paper_of(Award.objects.get())
        assert stored(again) == first
        assert again.pdf_sha256 == award.pdf_sha256

    @pytest.mark.parametrize("left", [b"", b"%PDF-1.7 cut", "half"])
    def test_a_file_cut_short_is_made_anew_at_the_same_place(self, left):
        award = paper_of(issue())
        whole = stored(award)
        default_storage.delete(award.pdf.name)
        kept = ContentFile(whole[: len(whole) // 2] if left == "half" else left)
        default_storage.save(award.pdf.name, kept)
        Award.objects.update(rendered_at=None, pdf="", pdf_sha256="")
        again = paper_of(Award.objects.get())
        assert again.pdf.name == award.pdf.name
        assert sealer_of(stored(again)) == again.seal
        assert again.paper_sha256 == award.paper_sha256

    def test_drawing_again_changes_nothing(self):
        award = issue()
        job = Job.objects.get()
        run(job.pk)
        first = Award.objects.get()
        Job.objects.update(state="queued")
        run(job.pk)
        assert Award.objects.get().rendered_at == first.rendered_at
        _folders, files = default_storage.listdir("awards")
        assert [name for name in files if name.startswith(str(award.pk))] == [f"{award.pk}.pdf"]


class TestRevoking:
    @pytest.mark.parametrize("reason", RevocationReason)
    def test_an_administrator_revokes_with_a_reason_of_the_list(self, reason):
        award, boss = issue(), a_person(Role.ADMINISTRATOR)
        revoke_award(actor=boss, award=award, reason=reason, note="Signalé par la ville")
        award.refresh_from_db()
        assert award.revoked_at
        assert award.revocation_reason == reason
        entry = AuditEntry.objects.about(award).first()
        assert (entry.actor, entry.reason) == (boss, "Signalé par la ville")
        assert (award.revoked_by, award.revocation_note) == (boss, "Signalé par la ville")
        assert not Award.objects.valid().exists()

    @pytest.mark.parametrize("role", [Role.AGENT, Role.TRAINER, Role.SCHOOL_MANAGER])
    def test_nobody_else_revokes(self, role):
        award = issue()
        with pytest.raises(CannotRevoke):
            revoke_award(actor=a_person(role), award=award, reason=RevocationReason.FRAUD)
        assert Award.objects.valid().exists()

    def test_revoking_twice_is_refused_and_names_the_award(self):
        award = issue()
        revoke_award(actor=None, award=award, reason=RevocationReason.FRAUD)
        with pytest.raises(AlreadyRevoked) as refused:
            revoke_award(actor=None, award=award, reason=RevocationReason.REQUEST)
        assert award.serial in str(refused.value)
        assert Award.objects.get().revocation_reason == RevocationReason.FRAUD

    def test_a_replaced_award_leads_to_the_one_that_replaces_it(self):
        old, new = issue(), issue(key="completion:1:2")
        revoke_award(actor=None, award=old, reason=RevocationReason.REPLACED, replaced_by=new)
        old.refresh_from_db()
        assert old.replaced_by == new
        assert new.replaces == old
        assert list(Award.objects.valid()) == [new]

    def test_the_database_refuses_a_revocation_without_a_reason(self):
        issue()
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.update(revoked_at=timezone.now())

    def test_why_a_correction_takes_it_back_is_not_told_to_everyone(self):
        award = issue()
        revoke_award(
            actor=None, award=award, reason=RevocationReason.ERROR_IN_ISSUE, because="Malade"
        )
        award.refresh_from_db()
        assert award.revocation_note == ""
        assert AuditEntry.objects.about(award).first().reason == "Malade"


class TestReplacing:
    def replace(self, award, **changes):
        given = {
            "actor": a_person(Role.ADMINISTRATOR), "corrections": {"last_name": "Cassaigne"},
            "reason": "Nom mal orthographié", **changes,
        }  # fmt: skip
        return replace_award(award=award, **given)

    def test_the_old_code_leads_to_the_corrected_one(self):
        old = issue()
        new = self.replace(old)
        old.refresh_from_db()
        assert new.facts["beneficiary"]["last_name"] == "Cassaigne"
        assert old.facts["beneficiary"]["last_name"] == "Cassagne"
        assert (old.replaced_by, old.revocation_reason) == (new, RevocationReason.REPLACED)
        assert old.revocation_note == "Nom mal orthographié"
        assert (old.code, old.serial) != (new.code, new.serial)
        assert (new.facts["code"], new.facts["serial"]) == (new.code, new.serial)
        kept = {"title", "minutes_attended", "ribbon", "starts_on", "provider"}
        assert {key: new.facts[key] for key in kept} == {key: old.facts[key] for key in kept}

    def test_it_can_be_replaced_again(self):
        second = self.replace(issue())
        third = self.replace(second, corrections={"first_name": "Maude"})
        assert [second.key, third.key] == ["completion:1:1/2", "completion:1:1/3"]
        assert list(Award.objects.valid()) == [third]

    @pytest.mark.parametrize(
        "corrections", [{}, {"last_name": " Cassagne "}, {"title": "Un autre module"}]
    )
    def test_what_corrects_nothing_is_refused(self, corrections):
        award = issue()
        with pytest.raises(NothingToCorrect):
            self.replace(award, corrections=corrections)
        assert list(Award.objects.valid()) == [award]

    def test_a_name_and_a_reason_are_asked_for(self):
        award = issue()
        with pytest.raises(NameMissing):
            self.replace(award, corrections={"last_name": " "})
        with pytest.raises(ReplacementNeedsAReason):
            self.replace(award, reason=" ")
        assert list(Award.objects.valid()) == [award]

    def test_only_an_administrator_replaces_and_only_once(self):
        award = issue()
        with pytest.raises(CannotRevoke):
            self.replace(award, actor=award.recipient)
        self.replace(award)
        with pytest.raises(AlreadyRevoked):
            self.replace(award)


class TestCodes:
    def test_a_code_holds_at_least_128_random_bits(self):
        assert len(ALPHABET) ** LENGTH >= 2**128
        assert len({new_code() for _n in range(1000)}) == 1000

    def test_a_code_is_found_however_it_is_typed(self):
        award = issue()
        typed = "-".join(award.code[n : n + 4] for n in range(0, LENGTH, 4)).lower()
        assert Award.objects.for_code(f" {typed} ").get() == award
        assert normalised("oO iI lL") == "001111"


def test_people_see_their_awards_and_administrators_all():
    award = issue()
    issue(key="completion:2:1")
    assert list(Award.objects.visible_to(award.recipient)) == [award]
    assert Award.objects.visible_to(a_person(Role.ADMINISTRATOR)).count() == 2
    assert not Award.objects.visible_to(a_person(Role.TRAINER)).exists()
