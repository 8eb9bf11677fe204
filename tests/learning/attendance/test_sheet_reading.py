"""A signed sheet that comes back: filed by its QR, its cells proposed, written once validated."""

import zlib
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.users.enums import Role
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark
from learning.attendance.refusals import NotYourCohort, ReasonRequired
from learning.attendance.services import (
    Presence,
    countersign_half_day,
    record_mark,
    sign_half_day,
)
from learning.attendance.sheets.codes import PageCode
from learning.attendance.sheets.enums import (
    READ_SCAN,
    Decision,
    PageState,
    Proposal,
    ScanState,
    SheetKind,
)
from learning.attendance.sheets.geometry import cell_box
from learning.attendance.sheets.models import CellReading, Scan, ScanPage
from learning.attendance.sheets.printing import print_sheet
from learning.attendance.sheets.services import (
    LARGEST,
    HasNoPlaceAnyMore,
    NoSuchSheetPage,
    NothingDecided,
    PageIsFiled,
    ScanIsEmpty,
    ScanIsTooLarge,
    ScanKindRefused,
    file_by_hand,
    send_scan,
    settle_cells,
)
from learning.attendance.sheets.straightening import straighten
from learning.enrolment.enums import EnrolmentState
from tests.jobs import do_the_jobs
from tests.learning.attendance.sheet_tools import (
    HEIC,
    INK,
    a_page_read,
    as_pdf,
    page_image,
    scanned,
    sign,
    signed_at_random,
    without_qr,
)
from tests.learning.builders import a_person, an_enrolment
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return a_room(days=1)


def blank(room):
    return print_sheet(room.cohort, kind=SheetKind.BLANK, day=1)


def send(room, data, name="feuille.jpg", actor=None):
    scan = send_scan(actor=actor or room.trainer, cohort=room.cohort, filename=name, data=data)
    do_the_jobs(READ_SCAN)
    scan.refresh_from_db()
    return scan


def decide(room, page, decision=Decision.PRESENT, **said):
    cells = page.cells.filter(enrolment=room.enrolment)
    chosen = dict.fromkeys(cells.values_list("pk", flat=True), decision)
    return settle_cells(actor=room.trainer, page=page, decisions=chosen, **said)


def marks_of(room):
    return AttendanceMark.objects.filter(enrolment=room.enrolment)


class TestReading:
    def test_every_cell_of_a_photograph_is_proposed_as_it_was_signed(self, room):
        """Fifteen lines turned by two degrees, in a half shade, grainy, a JPEG of a telephone."""
        for _person in range(12):
            an_enrolment(room.cohort)
        page = page_image(blank(room).pdf)
        inked = signed_at_random(page, columns=1, seed=5, rows=range(15))
        assert set(inked.values()) == set(INK)
        read = send(room, scanned(page, turned=2)).pages.get()
        assert (read.state, read.is_straight) == (PageState.PROPOSED, True)
        found = {(cell.row, 0): cell.proposal for cell in read.cells.all()}
        expected = {at: INK[ink] for at, ink in inked.items()}
        # A line left for someone to be added is told of only when something is written on it.
        added = {(row, 0) for row in range(13, 15) if expected[row, 0] == Proposal.EMPTY}
        assert found == {at: said for at, said in expected.items() if at not in added}
        assert not AttendanceMark.objects.exists()
        # Upside down, or leaning as from a chair, it is read as well.
        for turned in (182, -12):
            seen = straighten(Image.open(BytesIO(scanned(page, turned=turned))))
            assert (seen.is_straight, seen.code) == (True, PageCode(read.sheet_id, 1))

    def test_pages_sent_for_another_cohort_go_to_theirs_if_one_runs_it(self, room, client):
        other = a_room(days=1)
        theirs = as_pdf(page_image(blank(other).pdf))
        refused = send(room, theirs).pages.get()
        assert refused.state == PageState.ELSEWHERE
        assert not CellReading.objects.exists()
        assert refused not in ScanPage.objects.of(other.cohort)
        assert refused not in ScanPage.objects.of(room.cohort)
        other.cohort.trainers.add(room.trainer)
        filed = send(room, theirs + b"\n%again").pages.get()
        assert filed.state == PageState.PROPOSED
        assert list(ScanPage.objects.of(other.cohort)) == [filed]
        client.force_login(other.trainer)
        there = [other.cohort.code, filed.pk]
        assert client.get(reverse("trainer:scan_page", args=there)).status_code == 200
        # The file may hold pages of the group it was sent for.
        assert client.get(reverse("trainer:scan_original", args=there)).status_code == 404
        client.force_login(room.trainer)
        here = client.get(reverse("trainer:scans", args=[room.cohort.code])).content.decode()
        assert "une cohorte que vous n’animez pas" in here
        assert f"celui de « {other.cohort.title} »" in here

    def test_a_page_without_a_readable_qr_waits_for_someone_to_say_which_it_is(self, room):
        printed = blank(room)
        sheet = printed.sheet
        read = send(room, as_pdf(without_qr(page_image(printed.pdf)))).pages.get()
        assert (read.state, read.sheet, read.is_straight) == (PageState.UNKNOWN, None, True)
        with pytest.raises(NoSuchSheetPage):
            file_by_hand(actor=room.trainer, page=read, sheet=sheet, number=9)
        with pytest.raises(NotYourCohort):
            file_by_hand(actor=a_person(Role.TRAINER), page=read, sheet=sheet, number=1)
        file_by_hand(actor=room.trainer, page=read, sheet=sheet, number=1)
        assert read.cells.get().proposal == Proposal.EMPTY
        with pytest.raises(PageIsFiled):
            file_by_hand(actor=room.trainer, page=read, sheet=sheet, number=1)

    def test_a_sheet_printed_filled_is_kept_and_nothing_is_read_on_it(self, room):
        filled = print_sheet(room.cohort, kind=SheetKind.FILLED, day=1)
        read = send(room, as_pdf(page_image(filled.pdf))).pages.get()
        assert read.state == PageState.KEPT
        assert not read.cells.exists()


class TestSending:
    def test_the_same_file_sent_again_is_the_same_scan(self, room):
        data = as_pdf(Image.new("L", (200, 150), 255))
        first, again = send(room, data), send(room, data)
        assert first == again
        assert (Scan.objects.count(), ScanPage.objects.count()) == (1, 1)
        assert first.sha256
        with first.file.open("rb") as kept:
            assert kept.read() == data

    def test_the_photograph_of_any_telephone_opens(self, room):
        scan = send(room, HEIC, "IMG_7.heic")
        assert (scan.mime, scan.state) == ("image/heic", ScanState.READ)
        page = scan.pages.get()
        assert (page.state, page.is_straight) == (PageState.UNKNOWN, False)

    def test_a_file_that_is_no_picture_is_refused_at_once(self, room):
        with pytest.raises(ScanKindRefused):
            send(room, b"MZ\x90 not a picture", "feuille.pdf")
        with pytest.raises(ScanIsEmpty):
            send(room, b"")
        with pytest.raises(ScanIsTooLarge):
            send(room, b"%PDF-" + b"0" * LARGEST)
        with pytest.raises(NotYourCohort):
            send(room, b"%PDF-1.7", actor=a_person(Role.TRAINER))
        assert not Scan.objects.exists()

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"%PDF-1.7 but no more of it", "ne s’ouvre pas"),
            pytest.param("many", "plus de 80 pages", id="pages"),
            pytest.param("huge", "trop grande", id="pixels"),
        ],
    )
    def test_a_hostile_file_takes_nothing_and_is_refused_in_words(self, room, data, said):
        made = {"many": many_pages, "huge": huge_picture}
        scan = send(room, made[data]() if data in made else data)
        assert scan.state == ScanState.REFUSED
        assert said in scan.refusal
        assert not scan.pages.exists()


def many_pages():
    return as_pdf(*[Image.new("1", (8, 8), 1)] * 81)


def huge_picture():
    """Return a PNG of two thousand million pixels, in two megabytes."""
    wide = 45_000

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    header = wide.to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    packed = zlib.compress(bytes(wide + 1) * 100, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


class TestValidating:
    def test_nothing_is_written_before_someone_validates_and_then_once(self, room):
        page = a_page_read(room.cohort, room.trainer, signed_rows=(0,))
        assert page.cells.get().proposal == Proposal.SIGNED
        assert not marks_of(room).exists()
        assert decide(room, page) == 1
        mark = marks_of(room).get()
        assert (mark.status, mark.method) == (AttendanceStatus.PRESENT, MarkMethod.PAPER)
        page.refresh_from_db()
        assert page.state == PageState.SETTLED
        assert decide(room, page, Decision.ABSENT) == 0
        mark.refresh_from_db()
        assert (mark.status, mark.entry) == (AttendanceStatus.PRESENT, 1)

    def test_who_signed_on_a_telephone_too_keeps_their_own_act(self, room):
        page = a_page_read(room.cohort, room.trainer, signed_rows=(0,))
        sign_half_day(person=room.person, enrolment=room.enrolment, half_day=room.now)
        assert decide(room, page) == 0
        assert marks_of(room).get().method == MarkMethod.SELF_SIGNED

    def test_after_the_countersignature_it_is_a_correction_with_its_reason(self, room):
        page = a_page_read(room.cohort, room.trainer, signed_rows=(0,))
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        with pytest.raises(ReasonRequired):
            decide(room, page)
        assert page.cells.get().decision == ""
        assert decide(room, page, reason="Signature sur la feuille.") == 1
        assert marks_of(room).get().status == AttendanceStatus.PRESENT

    def test_someone_noted_absent_whose_line_is_signed_is_left_to_choose(self, room, client):
        page = a_page_read(room.cohort, room.trainer, signed_rows=(0,))
        record_mark(
            actor=room.trainer, enrolment=room.enrolment, half_day=room.now,
            presence=Presence(status=AttendanceStatus.ABSENT),
        )  # fmt: skip
        client.force_login(room.trainer)
        shown = client.get(reverse("trainer:scan_page", args=[room.cohort.code, page.pk]))
        assert "Les deux diffèrent" in shown.content.decode()
        assert "selected" not in shown.content.decode()

    def test_nothing_chosen_or_a_person_who_left_is_refused_in_words(self, room):
        page = a_page_read(room.cohort, room.trainer, signed_rows=(0,))
        with pytest.raises(NothingDecided):
            settle_cells(actor=room.trainer, page=page, decisions={})
        with pytest.raises(NotYourCohort):
            settle_cells(actor=a_person(Role.TRAINER), page=page, decisions={1: Decision.PRESENT})
        type(room.enrolment).objects.update(state=EnrolmentState.CANCELLED)
        with pytest.raises(HasNoPlaceAnyMore):
            decide(room, page)
        assert decide(room, page, Decision.NOTHING) == 0


def test_a_trainer_sends_a_photograph_looks_at_it_and_validates_it(room, client):
    client.force_login(room.trainer)
    scans = reverse("trainer:scans", args=[room.cohort.code])
    page = page_image(blank(room).pdf)
    sign(page, cell_box(0, 0, 1), "initials", Random(3))
    photo = SimpleUploadedFile("IMG_0042.jpg", scanned(page, turned=-3))
    sent = client.post(scans, {"file": photo}, follow=True)
    assert "1 fichier reçu." in sent.content.decode()
    do_the_jobs(READ_SCAN)
    assert "1 case semble signée" in client.get(scans).content.decode()
    read = ScanPage.objects.get()
    address = reverse("trainer:scan_page", args=[room.cohort.code, read.pk])
    cell = read.cells.get()
    picture = reverse("trainer:scan_image", args=[room.cohort.code, read.pk])
    cut = Image.open(BytesIO(client.get(picture, {"ligne": "0", "colonne": "0"}).content))
    assert cut.size == (936, 57)
    assert client.get(picture, {"ligne": "99"}).status_code == 404
    answer = client.post(address, {f"c-{cell.pk}": "present"}, follow=True)
    assert "1 présence écrite." in answer.content.decode()
    assert "Page validée" in answer.content.decode()
    assert marks_of(room).get().recorded_by == room.trainer
    nothing = client.post(scans)
    assert nothing.status_code == 409
    assert "Choisissez au moins un fichier." in nothing.content.decode()
    bad = client.post(scans, {"file": SimpleUploadedFile("virus.exe", b"MZ")})
    assert bad.status_code == 409
    assert "n’est ni un PDF ni une photo" in bad.content.decode()
