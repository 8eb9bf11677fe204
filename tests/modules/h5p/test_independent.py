"""Our packages are valid for others: Lumi's H5P server, installed from npm, imports them."""

import zipfile
from pathlib import Path

import pytest

from modules.h5p.export import export_package
from modules.h5p.importer import import_package
from tests import lumi
from tests.modules.h5p.corpus import ROOT, needs_corpus
from tests.modules.h5p.memory import MemoryBlobs, MemoryIndex

OURS = sorted((Path(__file__).parents[3] / "frontend" / "static" / "build" / "h5p").glob("*.h5p"))


@pytest.fixture(scope="module")
def peer():
    try:
        with lumi.running() as running:
            yield running
    except lumi.CannotInstallError as error:
        pytest.skip(f"Lumi's server could not be installed from npm: {error}")


def test_our_three_packages_were_built():
    assert len(OURS) == 3


@pytest.mark.parametrize("package", OURS, ids=lambda path: path.stem)
def test_an_independent_server_takes_our_content_types_as_built(peer, package, tmp_path):
    answer = peer.bring_in(package, tmp_path)
    assert "error" not in answer, answer
    assert answer["libraries"]


@pytest.mark.parametrize("package", OURS, ids=lambda path: path.stem)
def test_it_takes_what_we_export_too(peer, package, tmp_path):
    assert "error" not in peer.bring_in(exported(package, tmp_path), tmp_path / "store")


@needs_corpus
@pytest.mark.parametrize("name", ["H5P.MultiChoice-1.16", "H5P.QuestionSet", "H5P.Blanks-1.14"])
def test_it_takes_the_field_s_content_types_as_we_export_them(peer, name, tmp_path):
    written = exported(ROOT / "valid" / f"{name}.h5p", tmp_path)
    assert "error" not in peer.bring_in(written, tmp_path / "store")


def test_it_refuses_a_package_that_we_refuse_so_its_word_means_something(peer, tmp_path):
    broken = tmp_path / "sans-bibliotheque.h5p"
    with zipfile.ZipFile(OURS[0]) as whole, zipfile.ZipFile(broken, "w") as cut:
        for entry in whole.infolist():
            if not entry.filename.endswith("/library.json"):
                cut.writestr(entry, whole.read(entry))
    assert "error" in peer.bring_in(broken, tmp_path / "store")


def exported(package: Path, folder: Path) -> Path:
    """Import a package into an empty store and write it back."""
    index, blobs = MemoryIndex(), MemoryBlobs()
    content = import_package(package, index=index, blobs=blobs)
    written = folder / "export.h5p"
    with written.open("wb") as target:
        export_package(content, target, index=index, blobs=blobs)
    return written
