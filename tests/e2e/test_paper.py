"""The room without network nor telephones: a sheet is signed by hand, photographed, validated."""

from random import Random

import pytest

from accounts.users.enums import Role
from learning.attendance.enums import MarkMethod
from learning.attendance.models import AttendanceMark
from learning.attendance.sheets.enums import SheetKind
from learning.attendance.sheets.geometry import cell_box
from learning.attendance.sheets.printing import print_sheet
from learning.attendance.sheets.services import send_scan
from tests.e2e.world import PASSWORD, someone
from tests.learning.attendance.sheet_tools import as_pdf, page_image, scanned, sign, without_qr
from tests.learning.builders import a_revision, a_running_cohort, an_enrolment, the_provider

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_a_photographed_sheet_is_validated_with_the_keyboard(visit, do_the_jobs, tmp_path):
    trainer = someone(Role.TRAINER, the_provider(), "Solveig", "Talec")
    cohort = a_running_cohort(revision=a_revision(days=1), trainers=[trainer])
    enrolment = an_enrolment(cohort)
    page = page_image(print_sheet(cohort, kind=SheetKind.BLANK, day=1).pdf)
    unknown = as_pdf(without_qr(page))
    sign(page, cell_box(0, 0, 1), "signature", Random(2))
    photo = tmp_path / "IMG_0042.jpg"
    photo.write_bytes(scanned(page))
    send_scan(actor=trainer, cohort=cohort, filename="scan.pdf", data=unknown)
    visit.sign_in(trainer.email, PASSWORD)
    visit.go(f"/salle/{cohort.code}/")
    visit.follow("Feuille papier de secours")
    visit.page.get_by_label("Photos ou scans").set_input_files(photo)
    visit.press("Verser")
    do_the_jobs()
    visit.go(f"/salle/{cohort.code}/feuilles/")
    assert "1 case semble signée" in visit.text()
    visit.follow("scan.pdf, page 1")
    visit.page.get_by_label("Page imprimée").select_option(index=1)
    visit.press("Classer la page")
    assert "Classée à la main" in visit.text()
    visit.follow("Feuilles signées")
    visit.page.get_by_role("row", name="1 case semble signée").get_by_role("link").press("Enter")
    visit.page.wait_for_url("**/feuilles/*-*/")
    visit.look()
    drawn = "[...document.images].every((one) => one.complete && one.naturalWidth > 0)"
    visit.page.wait_for_function(drawn)
    visit.page.get_by_role("button", name="Valider ce qui est choisi").focus()
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.look()
    assert "1 présence écrite." in visit.page.locator("body").inner_text()
    mark = AttendanceMark.objects.get(enrolment=enrolment)
    assert mark.method == MarkMethod.PAPER
    assert visit.complaints == []
