"""A paper checked by who was handed it: dropped on the page, chosen without scripts, seen."""

from base64 import b64encode

import pytest
from django.core.cache import cache

from certificates.sealing.examination import examine
from certificates.web.public import files
from tests.browser import find_chromium
from tests.certificates.facts import CODE
from tests.certificates.sealed import FACTS, forged, issue, sealed
from tests.e2e.conftest import CHROMIUM_FLAGS
from tests.e2e.looking import Visit
from tests.e2e.test_welcome_camera import a_film

pytestmark = pytest.mark.browser

DROP = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name, { type: "application/pdf" }));
  const drop = new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true });
  document.querySelector("main").dispatchEvent(drop);
}"""


@pytest.fixture(autouse=True)
def _an_award(client, settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    issue(FACTS, sealed())
    # The browser does not wait for what a server does once: reading addresses and templates.
    client.get("/verifier/")


def test_a_paper_is_dropped_on_the_page_and_a_doctored_one_is_chosen_without_scripts(
    open_visit, monkeypatch
):
    visit = open_visit(1280)
    visit.go("/verifier/")
    visit.page.evaluate(DROP, [b64encode(sealed()).decode(), "certificat.pdf"])
    visit.page.get_by_text("Fichier authentique").wait_for()
    assert "Ce fichier est le vrai" in visit.text()
    visit.look()

    # The first was read in a process of its own, as everywhere; this one here, which is quicker.
    monkeypatch.setattr(files, "examine_apart", examine)
    plain = open_visit(360, java_script=False)
    plain.go("/verifier/")
    doctored = {"name": "c.pdf", "mimeType": "application/pdf", "buffer": forged()}
    plain.page.get_by_label("PDF du certificat ou de l’attestation").set_input_files(doctored)
    plain.press("Examiner ce fichier")
    assert "« Faussaire »" in plain.text()
    assert "Le vrai certificat" in plain.text()


@pytest.mark.long
def test_the_square_of_a_paper_held_before_the_camera_opens_its_check_page(
    chromium, live_server, tmp_path
):
    film = a_film(f"https://faux.example/verifier/{CODE}", tmp_path / "paper.y4m")
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
        visit.go("/verifier/")
        visit.page.get_by_role("button", name="Viser le carré avec la caméra").click()
        visit.page.wait_for_url(f"{live_server.url}/verifier/{CODE}")
        assert "Maud Cassagne" in visit.text()
    finally:
        browser.close()
