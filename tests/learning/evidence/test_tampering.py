"""Whatever is done to a thousand lines of evidence is found, and the line named.

One chain is made for the module; each test does its harm in a transaction that is undone.
"""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from common.jobs.models import Job
from common.jobs.registry import RunningJob
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark, Countersignature
from learning.attendance.services import Presence, correct_mark, countersign_half_day
from learning.evidence.chain import Draft, append, locked_chain
from learning.evidence.enums import EntryKind
from learning.evidence.models import EvidenceChain, EvidenceEntry, HalfDayFacts
from learning.evidence.tasks import anchor, anchor_what_is_not
from tests.learning.builders import an_enrolment
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
LENGTH = 1000


@pytest.fixture
def chain():
    """Return a cohort whose evidence is a thousand lines long, all copied outside."""
    room = a_room()
    with transaction.atomic():
        held = locked_chain(room.cohort.pk)
        drafts = [
            Draft(
                kind=EntryKind.MARKED, half_day=room.now, status="present", method="self_signed",
                at=room.now.starts_at + timedelta(seconds=n),
            )
            for n in range(LENGTH)
        ]  # fmt: skip
        append(held, drafts)
    anchor_all()
    return held


def anchor_all():
    anchor_what_is_not()
    for job in Job.objects.filter(kind="anchor_evidence"):
        anchor(RunningJob(job))


def said(code=None):
    """Return what the command says, and whether it found the evidence whole."""
    out = io.StringIO()
    try:
        call_command("verify_attendance", **({"cohort": code} if code else {}), stdout=out)
    except CommandError as broken:
        return out.getvalue() + str(broken), False
    return out.getvalue(), True


def lines(chain, *positions):
    return EvidenceEntry.objects.filter(cohort=chain.pk, position__in=positions)


def rehash(chain, since):
    """Write the chain again from a line on, with all its hashes, as who knows the code would."""
    entries = list(EvidenceEntry.objects.filter(cohort=chain.pk).order_by("position"))
    for before, entry in zip([None, *entries], entries, strict=False):
        if entry.position >= since:
            entry.previous = before.digest if before else entry.previous
            entry.digest = entry.hashed()
    EvidenceEntry.objects.bulk_update(entries, ["previous", "digest"], batch_size=500)
    EvidenceChain.objects.filter(pk=chain.pk).update(
        length=entries[-1].position, head=entries[-1].digest
    )


@pytest.mark.usefixtures("chain")
def test_what_nobody_touched_is_whole():
    words, is_whole = said()
    assert is_whole, words
    assert "1000 lignes" in words
    assert "copie hors de la base jusqu’à la ligne 1000, tête" in words


CHANGES = (
    {"status": "absent"},
    {"at": F("at") + timedelta(microseconds=1)},
    {"author_id": "6d1c9d4e-0000-4000-8000-000000000000"},
    {"method": "trainer_recorded"},
    {"device": "x"},
    {"detail": {"present": 1}},
    {"reason": "Autre chose"},
)


def test_a_changed_line_is_named_whatever_changed(chain):
    for change in CHANGES:
        with transaction.atomic():
            lines(chain, 523).update(**change)
            words, is_whole = said()
            transaction.set_rollback(True)
        assert not is_whole, change
        assert "ligne 523 " in words, change
        assert len([line for line in words.splitlines() if line.startswith("    ")]) == 1
    assert said()[1]


def test_a_changed_line_whose_hash_is_made_again_is_named(chain):
    (entry,) = lines(chain, 523)
    entry.status = "absent"
    entry.digest = entry.hashed()
    entry.save()
    words, is_whole = said()
    assert not is_whole
    assert "ligne 523 (" in words
    assert "réécrite" in words


def test_a_removed_line_is_named(chain):
    lines(chain, 200).delete()
    words, is_whole = said()
    assert not is_whole
    assert "ligne 200 : absente" in words


def test_lines_that_changed_places_are_named(chain):
    lines(chain, 10).update(position=5000)
    lines(chain, 11).update(position=10)
    lines(chain, 5000).update(position=11)
    words, is_whole = said()
    assert not is_whole
    assert "ligne 10 (" in words
    assert "ligne 11 (" in words


def test_a_cut_tail_is_named(chain):
    EvidenceEntry.objects.filter(cohort=chain.pk, position__gt=990).delete()
    words, is_whole = said()
    assert not is_whole
    assert "ligne 991 : absente" in words


def test_a_tail_cut_with_the_head_moved_back_is_told_by_the_copy(chain):
    EvidenceEntry.objects.filter(cohort=chain.pk, position__gt=990).delete()
    head = lines(chain, 990).get().digest
    EvidenceChain.objects.filter(pk=chain.pk).update(length=990, head=head)
    words, is_whole = said()
    assert not is_whole
    assert "ligne 1000 : absente : une copie" in words


def test_a_chain_written_again_with_all_its_hashes_is_told_by_the_copy(chain):
    lines(chain, 523).update(status="absent")
    rehash(chain, 523)
    words, is_whole = said()
    assert not is_whole
    assert "ligne 1000 (" in words
    assert "réécrite, elle ou une autre depuis la 1 " in words


def test_a_chain_removed_whole_is_told_by_the_copy(chain):
    EvidenceEntry.objects.filter(cohort=chain.pk).delete()
    EvidenceChain.objects.filter(pk=chain.pk).delete()
    words, is_whole = said()
    assert not is_whole
    assert "ligne 1000 : absente : une copie" in words


@pytest.mark.usefixtures("chain")
def test_changed_facts_of_a_half_day_are_told():
    HalfDayFacts.objects.update(text="{}")
    words, is_whole = said()
    assert not is_whole
    assert "les faits de sa demi-journée ont été changés" in words


@pytest.mark.usefixtures("chain")
def test_a_spoilt_copy_is_told(settings):
    folder = Path(settings.STORAGES["anchors"]["OPTIONS"]["location"])
    (copy,) = folder.rglob("*.json")
    copy.write_text("{")
    words, is_whole = said()
    assert not is_whole
    assert "ne se lit pas" in words


@pytest.mark.usefixtures("chain")
def test_a_copy_taken_away_is_told(settings):
    folder = Path(settings.STORAGES["anchors"]["OPTIONS"]["location"])
    (copy,) = folder.rglob("*.json")
    copy.unlink()
    words, is_whole = said()
    assert not is_whole
    assert "ligne 1000 (" in words
    assert "est introuvable" in words


def test_the_lines_that_no_copy_covers_are_stated(chain):
    room_half_day = chain.cohort.half_days.order_by("starts_at").first()
    with transaction.atomic():
        held = locked_chain(chain.pk)
        append(held, [Draft(kind=EntryKind.MARKED, half_day=room_half_day, at=held.anchored_at)])
    words, is_whole = said(chain.cohort.code)
    assert is_whole
    assert "jusqu’à la ligne 1000, le reste (depuis le" in words
    assert "1 pas encore copiées" in words


@pytest.mark.usefixtures("chain")
def test_an_unknown_cohort_is_refused():
    with pytest.raises(CommandError, match="Aucune cohorte n’a le code « nulle-part »"):
        call_command("verify_attendance", cohort="nulle-part")


class TestWhatTheSiteShows:
    @pytest.fixture
    def room(self):
        room = a_room(is_over=True)
        room.seal({1}, upto=2)
        return room

    def mark(self, room):
        return AttendanceMark.objects.filter(enrolment=room.enrolment, half_day=room.now)

    def test_a_room_that_was_sealed_and_corrected_is_whole(self, room):
        second = room.half_days[1]
        given = {"enrolment": room.enrolment, "half_day": second, "reason": "Erreur de saisie"}
        correct_mark(actor=room.trainer, presence=PRESENT, **given)
        excused = Presence(status=AttendanceStatus.EXCUSED, note="Service")
        correct_mark(actor=room.trainer, presence=excused, **given)
        words, is_whole = said()
        assert is_whole, words

    def test_blanks_are_struck_and_leave_their_line(self, room):
        an_enrolment(room.cohort)
        third = room.half_days[2]
        countersign_half_day(trainer=room.trainer, half_day=third)
        assert set(third.marks.values_list("method", flat=True)) == {"struck"}
        assert said()[1]

    @pytest.mark.parametrize(
        "change", [{"status": "absent"}, {"left_at": F("recorded_at")}, {"entry": 0}]
    )
    def test_a_mark_changed_beside_its_evidence_is_told(self, room, change):
        self.mark(room).update(**change)
        words, is_whole = said()
        assert not is_whole
        assert "l’émargement affiché n’est pas celui de la preuve" in words

    def test_a_mark_taken_away_is_told(self, room):
        self.mark(room).delete()
        assert "son émargement a été retiré" in said()[0]

    def test_a_mark_slipped_in_is_told(self, room):
        other = an_enrolment(room.cohort)
        AttendanceMark.objects.create(
            enrolment=other, half_day=room.now, status="present", method="trainer_recorded",
            recorded_by=room.trainer,
        )  # fmt: skip
        words, is_whole = said()
        assert not is_whole
        assert f"émargement sans preuve : inscription {other.pk}" in words

    def test_a_countersignature_changed_is_told(self, room):
        Countersignature.objects.filter(half_day=room.now).update(present_count=2)
        assert "la contresignature affichée n’est pas celle" in said()[0]

    def test_an_erased_reason_breaks_nothing_and_is_counted(self, room):
        given = {"enrolment": room.enrolment, "half_day": room.now, "reason": "Vue par Léa"}
        correct_mark(actor=room.trainer, presence=ABSENT, **given)
        EvidenceEntry.objects.filter(kind="corrected").update(reason="", reason_salt="")
        words, is_whole = said()
        assert is_whole, words
        assert "1 raisons effacées" in words

    def test_marks_of_before_evidence_are_adopted_once_and_say_so(self, room):
        EvidenceEntry.objects.all().delete()
        EvidenceChain.objects.all().delete()
        AttendanceMark.objects.update(entry=0)
        assert not said()[1]
        out = io.StringIO()
        call_command("adopt_attendance", stdout=out)
        call_command("adopt_attendance", stdout=out)
        assert out.getvalue() == f"{room.cohort.code} : 2 émargements repris.\n"
        words, is_whole = said()
        assert is_whole, words
        assert all(entry.detail["adopted"] for entry in EvidenceEntry.objects.all())
