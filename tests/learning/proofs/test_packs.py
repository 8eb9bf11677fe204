"""What packs hold and lack: nobody else's things, what is missing by its name, one instant."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.notifications.models import Message
from accounts.users.enums import Role
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import revoke_award
from common.pdf.renderer import PaperError
from learning.attendance.models import AttendanceMark
from learning.attendance.sheets.models import ScanPage
from learning.enrolment.models import Enrolment
from learning.proofs import making
from learning.proofs.bundle import Bundle
from learning.proofs.making import StillChanging, digest_of_facts, make_pack
from learning.proofs.reading import read_facts
from tests.learning.attendance.sheet_tools import a_page_read
from tests.learning.builders import a_person, an_enrolment
from tests.learning.makeups.scenes import a_missed_half_day
from tests.learning.proofs.packs import a_day, finished, opened, without_drawing
from tests.learning.scenes import Room, a_room

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch) -> None:
    """Leave the drawing of papers to test_whole_pack.py, which opens them."""
    without_drawing(monkeypatch)


def test_made_again_it_is_the_same_to_the_byte_until_a_fact_changes():
    room = finished(a_day())
    once, again, after = BytesIO(), BytesIO(), BytesIO()

    first = make_pack(room.cohort.pk, once)
    make_pack(room.cohort.pk, again)
    assert again.getvalue() == once.getvalue()
    room.person.first_name = "Lou"
    room.person.save()
    changed = make_pack(room.cohort.pk, after)
    assert after.getvalue() != once.getvalue()
    assert changed.facts_digest != first.facts_digest


def test_a_path_out_of_the_pack_is_refused_and_so_is_the_same_path_twice():
    bundle = Bundle(BytesIO(), "dossier")
    bundle.text("04-emargements/une.txt", "")
    for path in ("../une.txt", "/une.txt", "a/../../une.txt", "a\\..\\une.txt", "",
                 "04-emargements/une.txt"):  # fmt: skip
        with pytest.raises(ValueError, match="no path of a pack"):
            bundle.text(path, "")


def test_nothing_of_another_cohort_is_inside(tmp_path):
    room = a_day()
    other = a_day(person=room.person)
    stranger = an_enrolment(
        other.cohort, a_person(last_name="Ailleurs", email="x@ailleurs.example")
    )
    waits = an_enrolment(
        room.cohort, a_person(last_name="Patiente"), state="waiting", confirmed_at=None,
        queue_number=3,
    )  # fmt: skip
    for one in (room.enrolment, other.enrolment, stranger):
        Message.objects.create(
            person=one.person, to=one.person.email, kind="confirmed", state="sent",
            subject=f"Place {one.cohort.code}", key=f"tell_enrolment {one.pk}:confirmed",
        )  # fmt: skip
    finished(other)
    finished(room)
    mixed = a_page_read(room.cohort, room.trainer)
    # A page of the other cohort came in the same file: the file itself is not ours to give.
    theirs = a_page_read(other.cohort, other.trainer)
    ScanPage.objects.filter(pk=theirs.pk).update(scan=mixed.scan, number=2)

    pack = opened(room.cohort, tmp_path / "out")

    everything = b"".join(pack.read(name) for name in pack.names)
    for word in (other.cohort.code, other.cohort.title, str(other.cohort.pk), "Ailleurs",
                 "Patiente", str(waits.pk), str(stranger.pk)):  # fmt: skip
        assert word.encode() not in everything
    mine = Award.objects.get(key__contains=str(room.enrolment.pk))
    assert [row["Numéro"] for row in pack.table("07-certificats/certificats.csv")] == [mine.serial]
    assert [row["Objet"] for row in pack.table("08-messages/messages.csv")] == [
        f"Place {room.cohort.code}"
    ]
    scans = [name for name in pack.names if "papier-" in name]
    assert [name[-11:] for name in scans] == ["-page-1.jpg"]


def test_what_cannot_be_there_is_named_and_the_rest_is_made(tmp_path):
    room = a_day()
    lost = an_enrolment(room.cohort, a_person(first_name="Sam", last_name="Perdu"))
    slow = an_enrolment(room.cohort, a_person(first_name="Max", last_name="Lent"))
    altered = an_enrolment(room.cohort, a_person(first_name="Zoé", last_name="Retouchée"))
    finished(room)
    papers = {one.recipient_id: one for one in Award.objects.all()}
    default_storage.delete(papers[lost.person_id].pdf.name)
    Award.objects.filter(recipient=slow.person).update(rendered_at=None)
    name = papers[altered.person_id].pdf.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"%PDF-1.7 autre"))
    AttendanceMark.objects.filter(enrolment=room.enrolment).update(arrived_at=timezone.now())
    late = room.half_days[1]
    late.countersignature.delete()

    pack = opened(room.cohort, tmp_path / "out")

    missing = pack.missing
    assert missing["not_drawn"] == [f"{papers[slow.person_id].serial}, Lent Max"]
    assert missing["unreadable"] == [papers[lost.person_id].serial]
    assert len(missing["not_sealed"]) == 1
    assert len(missing["not_sent"]) == 4
    told = [gap["sentence"] for gap in pack.manifest["missing"] if gap["kind"] == "altered"]
    assert len(told) == 2
    assert any("registre de preuve a été altéré" in sentence for sentence in told)
    assert any("n’est plus celui dont" in sentence for sentence in told)
    assert b"ALT" in pack.read("05-registre-de-preuve/relecture.txt")
    assert sum(name.startswith("07-certificats/rap") for name in pack.names) == 2


def test_a_paper_that_no_longer_holds_is_listed_and_left_out(tmp_path):
    room = finished(a_day())
    award = Award.objects.get()
    revoke_award(
        actor=a_person(Role.ADMINISTRATOR), award=award, reason=RevocationReason.FRAUD,
    )  # fmt: skip

    pack = opened(room.cohort, tmp_path / "out")

    (row,) = pack.table("07-certificats/certificats.csv")
    assert (row["Motif"], row["Fichier"]) == ("Obtenu par fraude", "")
    assert [name for name in pack.names if name.startswith("07-")] == [
        "07-certificats/certificats.csv"
    ]
    assert pack.missing["no_award"] == [f"{room.person.last_name} {room.person.first_name}"]


def test_a_half_day_made_up_for_elsewhere_counts_as_the_verdict_counts_it(tmp_path):
    missed = a_missed_half_day(there=4)
    missed.accepted()
    date = missed.hold_the_date()
    Room(missed.host, missed.room.trainer, missed.room.enrolment, [date]).seal(there=[1])

    pack = opened(missed.room.cohort, tmp_path / "out")

    rows = pack.table("06-resultats/presences.csv")
    (made_up,) = [row for row in rows if row["Rattrapée avec"]]
    assert (made_up["Rattrapée avec"], made_up["Minutes suivies"]) == (missed.host.title, "210")
    assert made_up["Ligne du registre"] == ""
    attended = sum(int(row["Minutes suivies"]) for row in rows)
    facts = read_facts(missed.room.cohort.pk)
    assert attended == 5 * 210
    # Where they made up, they are a guest: on the presences, not among the participants.
    there = opened(missed.host, tmp_path / "there")
    assert there.table("06-resultats/participants.csv") == []
    (guest,) = there.table("06-resultats/presences.csv")
    assert guest["Invitée du groupe"] == facts.cohort.title


def test_facts_that_change_while_it_is_made_are_never_mixed(monkeypatch):
    room = finished(a_day())
    drawn = making.module_sheet
    changes = iter("AB")

    def someone_marks(facts):
        name = next(changes, None)
        if name:
            Enrolment.objects.filter(pk=room.enrolment.pk).update(function=name)
        return drawn(facts)

    monkeypatch.setattr(making, "module_sheet", someone_marks)
    target = BytesIO()
    made = make_pack(room.cohort.pk, target)
    assert made.facts_digest == digest_of_facts(read_facts(room.cohort.pk))
    again = BytesIO()
    make_pack(room.cohort.pk, again)
    assert again.getvalue() == target.getvalue()

    changes = iter("CDEF")
    with pytest.raises(StillChanging):
        make_pack(room.cohort.pk, BytesIO())


def test_a_paper_that_cannot_be_drawn_is_named_and_the_others_are_there(tmp_path, monkeypatch):
    room = finished(a_day())
    name = f"{room.person.last_name} {room.person.first_name}"

    def broken(_enrolment):
        raise PaperError

    monkeypatch.setattr(making, "convocation", broken)
    pack = opened(room.cohort, tmp_path / "out")

    assert pack.missing["unreadable"] == [name]
    assert not [one for one in pack.names if one.startswith("03-")]
    assert [one for one in pack.names if one.startswith("04-")]


def test_a_cohort_with_nobody_has_a_pack_that_says_so(tmp_path):
    room = a_room(days=1)
    room.cohort.trainers.clear()
    Enrolment.objects.all().delete()

    pack = opened(room.cohort, tmp_path / "out")

    assert {"not_over", "no_trainer", "no_evidence", "not_sealed", "provider"} <= set(pack.missing)
    assert pack.table("06-resultats/participants.csv") == []
