"""Installing libraries, storing contents, taking everything back when something fails."""

import io
import json
import zipfile

import pytest

from modules.h5p.dependencies import find_addons, resolve
from modules.h5p.export import export_package
from modules.h5p.folder import FolderBlobs, FolderIndex
from modules.h5p.importer import import_package
from modules.h5p.issues import LibraryInUseError, MissingLibrariesError
from modules.h5p.libraries import Library
from modules.h5p.names import LibraryName
from modules.h5p.store import delete_library
from tests.modules.h5p.builder import (
    dependency,
    h5p_json,
    installed_library,
    library_files,
    pack,
    package,
    package_files,
)
from tests.modules.h5p.memory import MemoryBlobs, MemoryIndex

SALUT = LibraryName.parse("H5P.Salut 1.0")


@pytest.fixture(params=["memory", "folder"])
def site(request, tmp_path):
    """An empty site, kept in memory or in a folder."""
    if request.param == "memory":
        return MemoryIndex(), MemoryBlobs()
    return FolderIndex(tmp_path / "libraries"), FolderBlobs(tmp_path / "files")


def bring(site, file, **options):
    index, blobs = site
    return import_package(file, filename="x.h5p", index=index, blobs=blobs, **options)


def test_a_package_becomes_a_content_its_files_and_its_libraries(site):
    content = bring(site, package(params={"greeting": "<em>Salut</em>", "x": 1}))
    index, blobs = site
    assert content.title == "Un salut"
    assert content.language == "fr"
    assert content.metadata["license"] == "CC BY-SA"
    assert content.params == {"greeting": "<em>Salut</em>"}
    assert content.main_library == SALUT
    assert content.installed == (SALUT,)
    library = index.get(SALUT)
    assert library.runnable
    assert library.languages == ("fr",)
    with blobs.open(library.files["main.js"].sha256) as script:
        assert script.read() == b"/* H5P.Salut 1.0.0 */"
    with blobs.open(content.files["images/pixel.png"].sha256) as picture:
        assert len(picture.read()) == content.files["images/pixel.png"].size


def test_only_a_strictly_higher_patch_replaces_a_library(site):
    index, blobs = site
    bring(site, package(patch=3))
    assert bring(site, package(patch=3)).installed == ()
    assert bring(site, package(patch=2)).installed == ()
    assert index.get(SALUT).patch == 3
    old = index.get(SALUT).files["main.js"].sha256
    patched = bring(site, package(patch=4))
    assert patched.installed == (SALUT,)
    assert index.get(SALUT).patch == 4
    assert old in patched.superseded
    assert index.get(SALUT).files["main.css"].sha256 not in patched.superseded
    assert blobs.has([old]) == {old}, "an open page may still load it"


def test_minors_live_side_by_side(site):
    bring(site, package())
    newer = "H5P.Salut 1.1"
    bring(site, pack(package_files(h5p=h5p_json(newer), name=newer)))
    index, _blobs = site
    assert index.get(SALUT)
    assert index.get(LibraryName.parse(newer))


def test_a_library_that_is_already_there_is_not_looked_at(site):
    bring(site, package())
    files = package_files()
    files["H5P.Salut-1.0/semantics.json"] = b"{"
    assert bring(site, pack(files)).installed == ()


def test_the_same_file_is_stored_once():
    blobs = MemoryBlobs()
    site = MemoryIndex(), blobs
    bring(site, package())
    second = "H5P.Salut 1.1"
    bring(site, pack(package_files(h5p=h5p_json(second), name=second)))
    # One picture, and of two libraries only library.json and main.js differ.
    assert len(blobs.files) == 1 + 5 + 2


def test_a_host_may_refuse_new_libraries_before_anything_is_written(site, tmp_path):
    seen = []

    class Waiting(Exception):
        pass

    def approve(libraries):
        seen.extend((str(one.name), len(one.digest)) for one in libraries)
        raise Waiting

    with pytest.raises(Waiting):
        bring(site, package(), approve=approve)
    assert seen == [("H5P.Salut 1.0", 64)]
    assert site[0].get(SALUT) is None
    assert list(tmp_path.rglob("*")) == []


def test_a_library_changed_by_one_byte_has_another_digest():
    index = MemoryIndex()
    bring((index, MemoryBlobs()), package())
    other = MemoryIndex()
    files = package_files()
    files["H5P.Salut-1.0/main.js"] += b" "
    bring((other, MemoryBlobs()), pack(files))
    assert index.get(SALUT).digest != other.get(SALUT).digest


@pytest.mark.parametrize("after", range(6))
def test_nothing_stays_when_the_store_breaks_down(after):
    index, blobs = MemoryIndex(), MemoryBlobs(fail_after=after)
    with pytest.raises(OSError, match="disque plein"):
        bring((index, blobs), package())
    assert blobs.files == {}
    assert index.libraries == {}


def test_a_failed_import_keeps_the_files_that_were_there():
    index, blobs = MemoryIndex(), MemoryBlobs()
    bring((index, blobs), package())
    before = dict(blobs.files)
    blobs.fail_after = len(before) + 1
    with pytest.raises(OSError, match="disque plein"):
        bring((index, blobs), pack(package_files(patch=1)))
    assert blobs.files == before
    assert index.get(SALUT).patch == 0


def test_nothing_stays_in_a_folder_when_writing_fails(tmp_path, monkeypatch):
    index, blobs = FolderIndex(tmp_path / "libraries"), FolderBlobs(tmp_path / "files")
    monkeypatch.setattr(index, "save", lambda _library: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring((index, blobs), package())
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_an_index_changes_within_a_transaction_only(tmp_path):
    with pytest.raises(RuntimeError):
        FolderIndex(tmp_path).save(installed_library("H5P.X 1.0"))


def test_media_may_live_apart_from_libraries():
    index, blobs, contents = MemoryIndex(), MemoryBlobs(), MemoryBlobs()
    content = import_package(
        package(), filename="x.h5p", index=index, blobs=blobs, contents=contents
    )
    assert set(contents.files) == {file.sha256 for file in content.files.values()}
    assert not set(blobs.files) & set(contents.files)


def test_an_unused_library_is_deleted_with_its_files(site):
    index, blobs = site
    inner = library_files("H5P.Dedans 1.0")
    files = package_files(preloadedDependencies=[dependency("H5P.Dedans 1.0")])
    bring(site, pack({**files, **inner}))
    with pytest.raises(LibraryInUseError) as refusal:
        delete_library(LibraryName.parse("H5P.Dedans 1.0"), index=index, blobs=blobs)
    assert refusal.value.users == ("H5P.Salut 1.0",)
    hashes = {path: file.sha256 for path, file in index.get(SALUT).files.items()}
    delete_library(SALUT, index=index, blobs=blobs)
    delete_library(SALUT, index=index, blobs=blobs)
    assert index.get(SALUT) is None
    assert blobs.has([hashes["main.js"]]) == set()
    assert blobs.has([hashes["main.css"]]), "the other library has it too"


def test_an_export_lists_what_the_content_needs_and_carries_its_editor(site):
    index, blobs = site
    files = {
        **package_files(
            preloadedDependencies=[dependency("H5P.Dedans 1.0")],
            editorDependencies=[dependency("H5PEditor.Outil 1.0")],
        ),
        **library_files("H5P.Dedans 1.0"),
        **library_files(
            "H5PEditor.Outil 1.0", preloadedDependencies=[dependency("H5PEditor.Base 1.0")]
        ),
        **library_files("H5PEditor.Base 1.0"),
    }
    content = bring(site, pack(files))
    target = io.BytesIO()
    export_package(content, target, index=index, blobs=blobs)
    with zipfile.ZipFile(target) as archive:
        document = json.loads(archive.read("h5p.json"))
        folders = {name.split("/")[0] for name in archive.namelist()}
    assert [one["machineName"] for one in document["preloadedDependencies"]] == [
        "H5P.Dedans",
        "H5P.Salut",
    ]
    assert "dynamicDependencies" not in document
    assert {"H5PEditor.Outil-1.0", "H5PEditor.Base-1.0"} <= folders


def test_an_export_without_its_libraries_is_refused():
    index, blobs = MemoryIndex(), MemoryBlobs()
    content = bring((index, blobs), package())
    index.delete(SALUT)
    with pytest.raises(MissingLibrariesError) as refusal:
        export_package(content, io.BytesIO(), index=index, blobs=blobs)
    assert refusal.value.names == (SALUT,)


def order(*libraries: Library, used):
    by_name = {one.name: one for one in libraries}
    return resolve([LibraryName.parse(used)], by_name.get)


def test_dependencies_come_before_what_needs_them_dynamic_ones_first():
    needed = order(
        installed_library(
            "H5P.A 1.0",
            preloadedDependencies=[dependency("H5P.B 1.0"), dependency("H5P.C 1.0")],
            dynamicDependencies=[dependency("H5P.D 1.0")],
        ),
        installed_library("H5P.B 1.0", preloadedDependencies=[dependency("H5P.C 1.0")]),
        installed_library("H5P.C 1.0", preloadedDependencies=[dependency("H5P.A 1.0")]),
        installed_library("H5P.D 1.0", preloadedDependencies=[dependency("H5P.E 1.0")]),
        installed_library("H5P.E 1.0"),
        used="H5P.A 1.0",
    )
    assert [one.name.machine_name for one in needed.preloaded] == [
        "H5P.E",
        "H5P.C",
        "H5P.B",
        "H5P.A",
    ]
    assert [one.name.machine_name for one in needed.dynamic] == ["H5P.D"]


def test_the_first_version_of_a_library_wins():
    needed = order(
        installed_library(
            "H5P.A 1.0",
            preloadedDependencies=[dependency("H5P.B 1.1"), dependency("H5P.B 1.0")],
        ),
        installed_library("H5P.B 1.0"),
        installed_library("H5P.B 1.1"),
        used="H5P.A 1.0",
    )
    assert [str(one.name) for one in needed.preloaded] == ["H5P.B 1.1", "H5P.A 1.0"]


def test_styles_that_a_library_replaces_are_left_out(site):
    index, _blobs = site
    files = package_files(
        preloadedDependencies=[dependency("H5P.Dedans 1.0")],
        dropLibraryCss=[{"machineName": "H5P.Dedans"}],
    )
    content = bring(site, pack({**files, **library_files("H5P.Dedans 1.0")}))
    needed = resolve(content.used, index.get)
    assert [f"{one.library}/{one.path}" for one in needed.scripts] == [
        "H5P.Dedans 1.0/main.js",
        "H5P.Salut 1.0/main.js",
    ]
    assert [f"{one.library}/{one.path}" for one in needed.styles] == ["H5P.Salut 1.0/main.css"]


def test_an_addon_joins_the_contents_whose_text_asks_for_it():
    add_to = {"content": {"types": [{"text": {"regex": r"/\$\$.+\$\$/"}}]}}
    addons = [
        installed_library("H5P.Formules 1.0", addTo=add_to),
        installed_library("H5P.Formules 1.1", addTo=add_to),
    ]
    assert [str(name) for name in find_addons({"a": [{"t": "$$x^2$$"}]}, addons)] == [
        "H5P.Formules 1.1"
    ]
    assert find_addons({"a": "x"}, addons) == ()


def test_names_are_read_in_both_forms():
    assert str(LibraryName.parse("H5P.X-1.2")) == "H5P.X 1.2"
    assert LibraryName.parse("H5P.X 1.2").folder == "H5P.X-1.2"
    assert LibraryName.parse("H5P.X-Y-1.2").machine_name == "H5P.X-Y"
    for text in ("H5P.X", "H5P.X 1", "H5P.X 1.2.3", "H5P/X 1.2", "", "H5P.X \u0661.\u0662"):
        with pytest.raises(ValueError, match="not the name"):
            LibraryName.parse(text)
