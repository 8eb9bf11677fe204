"""A content goes to a newer library in the opaque frame, is looked at, accepted, taken back."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from tests.e2e.h5p_stage import imported, played, signed_in
from tests.learning.builders import a_person
from tests.modules.h5p.builder import h5p_json, js, library_json, pack

pytestmark = pytest.mark.browser

SHOWS = """window.Annonce = function (params) { H5P.EventDispatcher.call(this);
  this.attach = ($place) => $place.get(0).append(params.%s || "vide"); };"""
STEPS = """H5PUpgrades["Annonce"] = { 1: { 1: function (params, finished) {
  let parent = "refused"; try { parent = top.document.title } catch { }
  finished(null, { text: params.label + "!", seen: parent }); } } };"""


def a_package(minor: int, field: str, params: dict[str, str], **files: bytes) -> bytes:
    name = f"Annonce 1.{minor}"
    folder = f"Annonce-1.{minor}"
    return pack(
        {
            "h5p.json": js(h5p_json(name, mainLibrary="Annonce", title=f"Annonce {minor}")),
            "content/content.json": js(params),
            f"{folder}/library.json": js(library_json(name, preloadedCss=[])),
            f"{folder}/semantics.json": js(
                [{"name": field, "type": "text"}, {"name": "seen", "type": "text"}]
            ),
            f"{folder}/main.js": (SHOWS % field).encode(),
            **{f"{folder}/{path}": data for path, data in files.items()},
        }
    ).getvalue()


@pytest.mark.long
def test_a_trainer_upgrades_a_content_looks_accepts_and_goes_back(
    chromium, live_server, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    old = imported("ancien.h5p", a_package(0, "label", {"label": "Bienvenue au module"}))
    steps = {"upgrades.js": STEPS.encode()}
    imported("neuf.h5p", a_package(1, "text", {"text": "Neuf"}, **steps))
    trainer = a_person(Role.TRAINER)
    window = signed_in(chromium, live_server.url, trainer)
    page = window.new_page()
    page.goto(reverse("studio:upgrades"))
    page.get_by_role("link", name=old.title).click()
    assert "Bienvenue au module" in played(page).locator("body").inner_text()
    page.get_by_role("link", name="Essayer la version 1.1.0").click()
    page.get_by_role("heading", name="Voici le contenu en version 1.1.0").wait_for()
    assert "Bienvenue au module!" in played(page).locator("body").inner_text()
    proposed = old.content.versions.get(state="proposed")
    assert proposed.params == {"text": "Bienvenue au module!", "seen": "refused"}
    assert old.content.versions.get(state="current") == old

    page.get_by_role("button", name="Accepter cette version").click()
    page.get_by_text("La nouvelle version est en place").wait_for()
    assert old.content.versions.get(state="current") == proposed
    page.goto(reverse("studio:upgrade", args=[old.content_id]))
    page.get_by_role("button", name="Revenir à la version précédente").click()
    page.get_by_text("est de nouveau en place").wait_for()
    assert old.content.versions.get(state="current") == old
    window.close()
