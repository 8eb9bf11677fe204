"""Assets: files kept by what they hold."""

import pytest
from django.core.files.base import ContentFile

from modules.commons import services
from modules.commons.services import AssetIsEmpty, AssetIsTooLarge, AssetKindRefused, add_asset

pytestmark = pytest.mark.django_db


def send(name, data=b"Une fiche"):
    return add_asset(actor=None, file=ContentFile(data), filename=name)


def test_the_same_bytes_are_kept_once_under_two_names():
    first, second = send("fiche.txt"), send(r"C:\Documents\copie.txt")
    assert first.file.name == second.file.name
    assert second.name == "copie.txt"
    with second.file.open() as kept:
        assert kept.read() == b"Une fiche"


def test_what_a_browser_would_run_is_refused():
    for name in ("page.html", "dessin.svg", "script.js", "sans-extension"):
        with pytest.raises(AssetKindRefused, match=name):
            send(name)


def test_an_empty_file_is_refused():
    with pytest.raises(AssetIsEmpty):
        send("vide.pdf", b"")


def test_a_file_over_the_limit_is_refused_with_both_sizes(monkeypatch):
    monkeypatch.setattr(services, "LARGEST", 1024 * 1024)
    with pytest.raises(AssetIsTooLarge, match="2 Mo, pour 1 Mo"):
        send("film.mp4", b"0" * (1024 * 1024 + 1))
