"""A convocation held in front of the camera: read by the decoder, noted once."""

from pathlib import Path

import pytest
import segno

from learning.attendance.models import AttendanceMark
from learning.enrolment.arrival_codes import arrival_address
from tests.browser import find_chromium
from tests.e2e.conftest import CHROMIUM_FLAGS
from tests.e2e.looking import Visit
from tests.e2e.world import PASSWORD, a_world, hold, move_to
from tests.learning.builders import a_person, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.long]

WIDE, HIGH, SQUARE = 640, 480, 8


def a_film(address: str, path: Path) -> Path:
    """Write a film of a paper with this QR code, as a camera would see it (Y4M)."""
    rows = segno.make(address, error="m", micro=False).matrix_iter(scale=SQUARE, border=4)
    code = [bytes(16 if dark else 235 for dark in row) for row in rows]
    top, left = (HIGH - len(code)) // 2, (WIDE - len(code[0])) // 2
    luma = bytearray(b"\xb4" * WIDE * HIGH)
    for number, row in enumerate(code):
        start = (top + number) * WIDE + left
        luma[start : start + len(row)] = row
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (WIDE * HIGH // 2)
    path.write_bytes(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDE, HIGH) + frame * 10)
    return path


def test_a_convocation_in_front_of_the_camera_is_read_and_noted_once(
    chromium, live_server, tmp_path
):
    world = a_world()
    enrolment = an_enrolment(world.cohort, a_person(first_name="Lou", last_name="Abadie"))
    hold(world.cohort, world.administrator)
    move_to(world.cohort, 0)
    film = a_film(arrival_address(enrolment.pk), tmp_path / "convocation.y4m")
    camera = [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip
    browser = chromium.browser_type.launch(
        executable_path=find_chromium(), args=[*CHROMIUM_FLAGS, *camera]
    )
    try:
        context = browser.new_context(base_url=live_server.url, locale="fr-FR")
        context.grant_permissions(["camera"])
        visit = Visit(context.new_page())
        visit.sign_in(world.trainer.email, PASSWORD)
        visit.go(f"/salle/{world.cohort.code}/accueil/")
        visit.page.get_by_role("button", name="Scanner avec la caméra").click()
        visit.page.get_by_text("Arrivée notée").wait_for()
        visit.look()
        # It stays in front of the camera: the same code is not read again and again.
        visit.page.wait_for_timeout(3500)
        assert "Lou Abadie" in visit.page.locator("[data-answer]").inner_text()
        visit.page.get_by_role("button", name="Scanner avec la caméra").click()
        assert AttendanceMark.objects.count() == 1
        assert visit.complaints == []
    finally:
        browser.close()
