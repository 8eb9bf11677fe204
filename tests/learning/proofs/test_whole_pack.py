"""A whole pack, drawn for real and opened with the tools of anyone."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfReader

from accounts.notifications.models import Message
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from certificates.awards.models import Award
from learning.attendance.sheets.enums import PageState
from learning.attendance.sheets.models import Scan, ScanPage
from learning.conventions.services import make_convention
from learning.proofs.indicators import standard
from tests.learning.attendance.sheet_tools import a_page_read
from tests.learning.builders import a_person, an_enrolment, an_organisation
from tests.learning.proofs.packs import Opened, a_day, finished, opened
from tests.learning.scenes import Room
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db
HOSTILE = "../../etc/passwd\\..\\=CMD()<b>"


@pytest.fixture(scope="module")
def whole(request, django_db_blocker, tmp_path_factory) -> Iterator[tuple[Room, Opened]]:
    """A finished room with all there may be, and its pack: made once, for tests that read it."""
    request.getfixturevalue("django_db_setup")
    folder = tmp_path_factory.mktemp("pack")
    with (
        override_settings(MEDIA_ROOT=folder / "media"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        room = _a_room_with_all()
        yield room, opened(room.cohort, folder / "out")
        transaction.set_rollback(True)


def _a_room_with_all() -> Room:
    """Return a room with a convention, mails, a sheet signed by hand, and hostile names."""
    room = a_day(person=a_person(first_name=HOSTILE, last_name="Nguyễn"))
    school = an_organisation(name="École des ponts")
    schooled = an_enrolment(room.cohort, enrolling_organisation=school)
    Organisation.objects.filter(kind="provider").update(siret="12345678200010")
    make_convention(actor=a_person(Role.ADMINISTRATOR), cohort=room.cohort, organisation=school)
    for one in (room.enrolment, schooled):
        Message.objects.create(
            person=one.person, to=one.person.email, kind="confirmed", subject="Votre place",
            key=f"tell_enrolment {one.pk}:confirmed", state="sent", sent_at=timezone.now(),
        )  # fmt: skip
    finished(room)
    page = a_page_read(room.cohort, room.trainer, signed_rows=(0,))
    ScanPage.objects.filter(pk=page.pk).update(state=PageState.SETTLED)
    sent = hashlib.sha256(b"%PDF-").hexdigest()
    Scan.objects.filter(pk=page.scan_id).update(name=HOSTILE, sha256=sent)
    return room


def test_it_opens_and_checks_with_the_tools_of_anyone(whole):
    _room, pack = whole

    # The zip's own directory is left, so that coreutils see what an auditor unzips.
    sums = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(sums, cwd=pack.folder, check=True)
    listed = {line.split("  ", 1)[1] for line in pack.read("SHA256SUMS").decode().splitlines()}
    assert listed == set(pack.names) - {"SHA256SUMS"}
    told = {one["path"]: one["sha256"] for one in pack.manifest["files"]}
    assert set(told) == listed - {"manifeste.json"}
    read = [sys.executable, "-I", "05-registre-de-preuve/relire.py"]
    assert (
        b"INTACT" in subprocess.run(read, cwd=pack.folder, check=True, capture_output=True).stdout
    )
    papers = [name for name in pack.names if name.endswith(".pdf")]
    assert len(papers) == 11
    for name in papers:
        if "papier-" not in name:
            assert PdfReader(BytesIO(pack.read(name))).pages
    for name in pack.names:
        if name.endswith(".csv"):
            assert pack.table(name) or name.startswith("08"), name


def test_a_register_written_again_is_found_out_by_the_program_in_the_pack(whole, tmp_path):
    _room, pack = whole
    lines = pack.read("05-registre-de-preuve/lignes.jsonl").decode().splitlines()
    first = json.loads(lines[0])
    first["words"] = first["words"].replace("present", "absent")
    first["sha256"] = hashlib.sha256(first["words"].encode()).hexdigest()
    copy = tmp_path / "registre"
    shutil.copytree(pack.folder / "05-registre-de-preuve", copy)
    (copy / "lignes.jsonl").write_text("\n".join([json.dumps(first), *lines[1:], ""]))

    read = [sys.executable, "-I", "relire.py"]
    said = subprocess.run(read, cwd=copy, check=False, capture_output=True)
    assert (said.returncode, b"ligne 2" in said.stdout) == (1, True)


def test_no_name_leads_out_of_the_pack_and_no_cell_is_a_formula(whole):
    _room, pack = whole

    for name in pack.names:
        assert ".." not in PurePosixPath(name).parts
        assert name.isascii()
    assert sum("nguyen" in name for name in pack.names) == 2
    rows = pack.table("06-resultats/participants.csv")
    assert HOSTILE in {row["Prénom"] for row in rows}


def test_it_tells_each_person_s_half_days_verdict_and_certificate(whole):
    room, pack = whole

    presences = pack.table("06-resultats/presences.csv")
    assert [row["Minutes suivies"] for row in presences] == ["210"] * 4
    assert {row["Présence"] for row in presences} == {"Présent·e"}
    results = {row["Inscription"]: row for row in pack.table("06-resultats/resultats.csv")}
    mine = results[str(room.enrolment.pk)]
    award = Award.objects.get(recipient=room.person)
    assert (mine["Résultat"], mine["Certificat"]) == ("Acquis", award.serial)
    assert mine["Raison"].startswith("2 demi-journées sur 2")
    given = {row["Numéro"]: row for row in pack.table("07-certificats/certificats.csv")}
    # The paper as it is stored, byte for byte.
    stored = pack.read(given[award.serial]["Fichier"])
    assert hashlib.sha256(stored).hexdigest() == award.pdf_sha256


def test_its_cover_is_an_accessible_pdf_with_every_indicator_and_what_is_missing(whole):
    room, pack = whole

    cover = pack.read("00-LISEZ-MOI.pdf")
    words = text_of(cover)
    assert "Convention pas revenue signée" in words
    assert room.cohort.title in words
    assert str(pikepdf.open(BytesIO(cover)).Root.Lang) == "fr"
    assert b"pdfuaid:part" in pikepdf.open(BytesIO(cover)).Root.Metadata.read_bytes()
    known = standard()
    assert len(known.indicators) == 22
    for one in known.indicators:
        assert one.title.split(",")[0].split()[0] in words
    assert pack.manifest["quality"]["guide"] == "V9"
    rows = pack.table("09-qualite/indicateurs.csv")
    assert [int(row["Indicateur"]) for row in rows] == [one.number for one in known.indicators]
    folders = {PurePosixPath(name).parts[0] for name in pack.names}
    assert {name for row in rows for name in row["Dossiers"].split(" | ") if name} <= folders
