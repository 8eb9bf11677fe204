"""The attendance sheet says what the courts look for, blank or filled, and nothing else."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.users.enums import Role
from frontend.formats import hour, long_day
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark
from learning.attendance.services import (
    Presence,
    Source,
    correct_mark,
    countersign_half_day,
    record_mark,
    sign_half_day,
)
from learning.attendance.sheets.cells import cell_of
from learning.attendance.sheets.enums import SheetKind
from learning.attendance.sheets.models import Sheet
from learning.attendance.sheets.printing import print_sheet
from learning.attendance.signatures import DrawnSignature
from learning.cohorts.models import Cohort
from learning.evidence.chain import head_of
from learning.evidence.tasks import ANCHOR
from tests.jobs import do_the_jobs
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    an_enrolment,
    an_organisation,
    the_provider,
)
from tests.learning.scenes import a_room
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db
STROKES = "M 10 100 L 80 20 L 150 180 L 220 30 L 300 150 L 420 60"


def printed(cohort, kind=SheetKind.BLANK, **asked):
    return print_sheet(Cohort.objects.get(pk=cohort.pk), kind=kind, **asked)


def pages_of(pdf):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_a_blank_sheet_has_everyone_each_day_and_what_the_courts_look_for():
    the_provider()
    trainers = [
        a_person(Role.TRAINER, first_name="Solveig", last_name="Talec"),
        a_person(Role.TRAINER, first_name="Ignace", last_name="Kermoal"),
    ]
    cohort = a_cohort(revision=a_revision(days=2), trainers=trainers)
    town = an_organisation(name="Ville de Montbrune")
    names = [f"Corre{n:02d} Maëlle" for n in range(14)]
    for name in names:
        last, first = name.split()
        an_enrolment(cohort, a_person(first_name=first, last_name=last), employer=town)
    sheet = printed(cohort)
    pages = pages_of(sheet.pdf)
    # Fourteen people and three lines to add some: two pages a day.
    assert len(pages) == len(sheet.sheet.pages) == 4
    for number, text in enumerate(pages, start=1):
        day = (number + 1) // 2
        assert f"Jour {day} sur 2" in text
        assert long_day(cohort.days[day - 1]).capitalize().replace("\xa0", " ") in text
        assert "9 h 00 – 12 h 30 et 14 h 00 – 17 h 30, heure de Rennes" in text
        assert cohort.public_title in text
        assert "La Halle, 1 place du Test, 35000 Rennes" in text
        assert "Ignace Kermoal, Solveig Talec" in text
        assert "Fabrique d’essai, 4 rue des Essais, 75011 Paris" in text
        assert "Déclaration d’activité nº 11 75 00000 75" in text
        assert "Action de formation" in text
        assert f"{cohort.title}, cohorte {cohort.code}" in text
        assert f"Page {number} sur 4" in text
    for day in (pages[0] + pages[1], pages[2] + pages[3]):
        assert [name for name in names if f"{name} Ville de Montbrune" not in day] == []
        assert day.count("Nom, prénom, employeur :") == 30 - 14
    with pikepdf.open(BytesIO(sheet.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.Lang == "fr"


def test_a_day_alone_is_the_same_sheet_until_someone_comes():
    the_provider()
    cohort = a_cohort(revision=a_revision(days=2))
    first, again = printed(cohort, day=2), printed(cohort, day=2)
    assert (first.sheet, first.pdf) == (again.sheet, again.pdf)
    (alone,) = pages_of(first.pdf)
    assert "Jour 2 sur 2" in alone
    an_enrolment(cohort)
    assert printed(cohort, day=2).sheet != first.sheet
    assert Sheet.objects.count() == 2
    assert printed(cohort, day=3) is None


def test_a_cohort_without_anyone_has_a_page_for_each_day():
    the_provider()
    cohort = a_cohort(revision=a_revision(days=2))
    assert len(pages_of(printed(cohort, SheetKind.FILLED).pdf)) == 2


class TestFilled:
    @pytest.fixture
    def room(self):
        return a_room(days=1)

    def text(self, room):
        return " ".join(pages_of(printed(room.cohort, SheetKind.FILLED).pdf))

    def someone(self, room, name, presence, source=None):
        who = an_enrolment(room.cohort, a_person(first_name="", last_name=name))
        asked = {"source": source} if source else {}
        record_mark(
            actor=room.trainer, enrolment=who, half_day=room.now, presence=presence, **asked
        )
        return who

    def test_each_cell_says_what_its_mark_says_and_how_it_was_made(self, room):
        zone = room.cohort.venue.zone
        at = room.now.starts_at + timedelta(minutes=20)
        there = Presence(status=AttendanceStatus.PRESENT)
        room.person.last_name = "Ziegler"
        room.person.save()
        sign_half_day(
            person=room.person, enrolment=room.enrolment, half_day=room.now,
            signature=DrawnSignature(strokes=STROKES),
        )  # fmt: skip
        self.someone(room, "Alix", Presence(status=AttendanceStatus.LATE, at=at))
        self.someone(room, "Berthe", Presence(status=AttendanceStatus.LEFT_EARLY, at=at))
        excused = Presence(status=AttendanceStatus.EXCUSED, note="Rendez-vous médical")
        self.someone(room, "Chloé", excused)
        self.someone(room, "Denis", there, Source(method=MarkMethod.PAPER))
        self.someone(room, "Élise", there, Source(method=MarkMethod.WELCOMED))
        drawn = Source(
            method=MarkMethod.DEVICE_SIGNED, signature=DrawnSignature(typed="Farid Aouad")
        )
        self.someone(room, "Farid", there, drawn)
        an_enrolment(room.cohort, a_person(first_name="", last_name="Gisèle"))
        before = self.text(room)
        when = hour(at.astimezone(zone)).replace("\xa0", " ")
        mark = AttendanceMark.objects.get(enrolment=room.enrolment)
        signed = hour(mark.signed_at.astimezone(zone)).replace("\xa0", " ")
        assert f"Alix En retard, arrivée à {when} noté par l’équipe de formation" in before
        assert f"Berthe Départ avant la fin, à {when} noté par l’équipe" in before
        assert "Chloé Excusé·e noté par l’équipe" in before
        assert "médical" not in before
        assert "Denis Présent·e signé sur la feuille papier" in before
        assert "Élise Présent·e convocation scannée à l’accueil" in before
        assert "sur l’appareil de l’équipe, en écrivant « Farid Aouad »" in before
        assert f"Signé à {signed} par la personne elle-même, connectée" in before
        assert "Pas encore contresigné" in before
        assert "Absent" not in before
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        sealed = self.text(room)
        assert "Gisèle Absent·e case barrée à la contresignature" in sealed
        assert f"Contresigné par {room.trainer.display_name}" in sealed

    def test_a_drawn_signature_is_a_picture_with_its_words(self, room):
        sign_half_day(
            person=room.person, enrolment=room.enrolment, half_day=room.now,
            signature=DrawnSignature(strokes=STROKES),
        )  # fmt: skip
        pdf = printed(room.cohort, SheetKind.FILLED).pdf
        with pikepdf.open(BytesIO(pdf)) as opened:
            words = [str(one.Alt) for one in opened.objects if _is_figure(one)]
        signature = f"Signature de {room.person.last_name} {room.person.first_name}"
        assert signature in words

    def test_a_corrected_mark_says_so_and_the_sheet_names_the_end_of_its_register(self, room):
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        correct_mark(
            actor=room.trainer, enrolment=room.enrolment, half_day=room.now,
            presence=Presence(status=AttendanceStatus.PRESENT), reason="Il était là.",
        )  # fmt: skip
        head = head_of(room.cohort)
        text = self.text(room)
        assert "noté par l’équipe de formation, corrigé le" in text
        assert f"entrée {head.position}, empreinte {head.digest[:16]}, pas encore" in text
        do_the_jobs(ANCHOR)
        assert f"empreinte {head.digest[:16]}, recopiée hors de la base le" in self.text(room)


def _is_figure(one):
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/Alt" in one


def test_the_room_gives_the_sheet_to_those_who_run_it(client):
    room = a_room(days=1)
    client.force_login(room.trainer)
    url = reverse("trainer:sheet", args=[room.cohort.code])
    answer = client.get(url, {"vierge": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert room.person.last_name in text_of(answer.content)
    assert client.get(url, {"jour": "9"}).status_code == 404
    client.force_login(a_person(Role.TRAINER))
    assert client.get(url).status_code == 404


def test_an_absence_is_never_said_to_be_signed_by_the_person():
    now = timezone.now()
    mark = AttendanceMark(status="absent", method="self_signed", signed_at=now)
    cell = cell_of(mark, ZoneInfo("Europe/Paris"), corrected_at=now)
    assert cell.words == "Absent·e"
    assert cell.small.startswith("noté par l’équipe de formation, corrigé le")
