"""An edition leaves the site and comes back, by browser; its pages are read from a disk."""

import io
import zipfile
from pathlib import Path

import pytest

from accounts.users.enums import Role
from modules.programmes.models import Format, Module, Revision
from tests.e2e.looking import axe, fits
from tests.e2e.world import PASSWORD, someone
from tests.learning.builders import the_provider
from tests.modules.exchange.builders import a_full_revision
from tests.modules.exchange.test_folder import folder_of

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_a_module_goes_out_is_read_before_it_comes_in_and_becomes_a_draft(
    visit, do_the_jobs, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    revision = a_full_revision()
    administrator = someone(Role.ADMINISTRATOR, the_provider(), "Salomé", "Duval")
    visit.sign_in(administrator.email, PASSWORD)
    visit.go(f"/atelier/revisions/{revision.pk}/exporter/")
    visit.press("Préparer le module")
    do_the_jobs()
    visit.go(visit.page.url)
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Télécharger").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    Format.objects.update(key="autre-format", name="Un autre format")

    visit.go("/atelier/importer/")
    visit.page.get_by_label("Fichier du module").set_input_files(path)
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Envoyer").click()
    do_the_jobs()
    visit.go(visit.page.url)
    for words in ("Ce que l’import créerait", "« Sur le terrain » est sous", "n’existe pas ici"):
        assert words in visit.text()
    visit.press("Importer en brouillon")
    assert "choisissez celui du module" in visit.text()
    visit.page.get_by_label("Format du nouveau module").select_option(label="Un autre format")
    visit.press("Importer en brouillon")
    do_the_jobs()
    visit.go(visit.page.url.replace("confirmer/", ""))
    assert "Le module est importé : c’est un brouillon." in visit.text()
    assert Module.objects.count() == 2
    assert Revision.objects.filter(state="draft").count() == 1

    spoiled = tmp_path / "abime.zip"
    spoiled.write_bytes(path.read_bytes()[:600])
    visit.go("/atelier/importer/")
    visit.page.get_by_label("Fichier du module").set_input_files(spoiled)
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Envoyer").click()
    do_the_jobs()
    visit.go(visit.page.url)
    assert "1 erreur à corriger" in visit.text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_are_read_from_a_disk_without_any_network(
    chromium, settings, tmp_path: Path, width, scheme
):
    settings.MEDIA_ROOT = tmp_path / "media"
    with zipfile.ZipFile(io.BytesIO(folder_of(a_full_revision()))) as archive:
        archive.extractall(tmp_path)
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    try:
        page.goto((tmp_path / "index.html").as_uri())
        axe(page)
        fits(page)
        page.get_by_role("link", name="Jour 1 : Journée 1").first.click()
        axe(page)
        page.get_by_role("link", name="Le mur").click()
        axe(page)
        fits(page)
        assert page.get_by_role("heading", level=1).inner_text() == "Le mur"
        picture = page.get_by_role("img", name="Un mur de papiers")
        assert picture.evaluate("one => one.naturalWidth") == 40
        page.get_by_role("link", name="Suivant Sur le terrain").click()
        axe(page)
    finally:
        context.close()
