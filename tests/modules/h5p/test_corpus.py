"""Real packages are imported and exported again; hostile ones are refused and leave nothing."""

import io
import re

import pytest

from modules.h5p.export import export_package
from modules.h5p.folder import FolderBlobs, FolderIndex
from modules.h5p.importer import import_package
from modules.h5p.issues import MESSAGES, InvalidPackageError
from tests.modules.h5p.corpus import ROOT, files, needs_corpus, rows
from tests.modules.h5p.memory import MemoryBlobs, MemoryIndex

pytestmark = needs_corpus

# What the manifest calls otherwise, or leaves open: our decision, and why.
ALIASES = {
    "library-file-missing": "library-missing-file",
    "invalid-h5p-json-file-2": "invalid-h5p-json-file",
}
ACCEPTED = {
    # A library folder may go without its version; every declared file is there.
    "broken/h5p-softskills.h5p",
    "broken/h5p-softskills~2.h5p",
    # Sound by the format's rules; only one unzipper stumbles on it.
    "broken/sample-with-image.h5p",
    # Accepted, with the text cleaned.
    "broken/xss-in-text.h5p",
    "broken/dotfiles-and-macosx.h5p",
}
DECIDED = {
    "broken/2-invalid-libraries.h5p": "missing-required-property",
    "broken/zip-slip.h5p": "path-traversal",
    "broken/backslash-traversal.h5p": "path-traversal",
    "broken/absolute-path.h5p": "absolute-path",
    "broken/symlink.h5p": "symlink",
    "broken/main-library-not-in-deps.h5p": "main-library-not-listed",
    "broken/content-json-array.h5p": "invalid-content-folder",
    "broken/deep-json-100k.h5p": "nesting-too-deep",
    "broken/duplicate-h5p-json.h5p": "duplicate-entry",
}


def expected_codes(row):
    words = {ALIASES.get(word, word) for word in re.findall(r"[a-z0-9-]+", row["expected"])}
    return words & set(MESSAGES) or {DECIDED[row["file"]]}


@pytest.mark.parametrize("name", files("valid"))
def test_a_real_package_is_imported_and_comes_out_the_same(name):
    index, blobs = MemoryIndex(), MemoryBlobs()
    content = import_package(ROOT / name, index=index, blobs=blobs)
    first = io.BytesIO()
    export_package(content, first, index=index, blobs=blobs)

    again_index, again_blobs = MemoryIndex(), MemoryBlobs()
    again = import_package(first, filename="x.h5p", index=again_index, blobs=again_blobs)
    second = io.BytesIO()
    export_package(again, second, index=again_index, blobs=again_blobs)

    assert again.params == content.params
    assert again.files == content.files
    assert again.metadata == content.metadata
    assert [n.code for n in again.notices if n.code != "semantics-invalid-value"] == [
        n.code for n in content.notices if n.code != "semantics-invalid-value"
    ]
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize(
    "row", [row for row in rows() if row["file"].startswith("broken/")], ids=lambda r: r["file"]
)
def test_a_broken_package_is_refused_with_the_expected_error_and_leaves_nothing(row, tmp_path):
    index, blobs = FolderIndex(tmp_path / "libraries"), FolderBlobs(tmp_path / "files")
    if row["file"] in ACCEPTED:
        assert import_package(ROOT / row["file"], index=index, blobs=blobs).params
        return
    with pytest.raises(InvalidPackageError) as refusal:
        import_package(ROOT / row["file"], index=index, blobs=blobs)
    assert expected_codes(row) & set(refusal.value.report.codes)
    assert list(tmp_path.rglob("*")) == []


def test_a_content_without_libraries_is_welcome_where_they_are_installed():
    index, blobs = MemoryIndex(), MemoryBlobs()
    import_package(ROOT / "valid/greetingcard1.h5p", index=index, blobs=blobs)
    content = import_package(
        ROOT / "broken/content-only-no-libraries.h5p", index=index, blobs=blobs
    )
    assert content.installed == ()
    assert content.params["greeting"]


def test_the_markup_of_the_hostile_greeting_is_cleaned():
    content = import_package(
        ROOT / "broken/xss-in-text.h5p", index=MemoryIndex(), blobs=MemoryBlobs()
    )
    greeting = content.params["greeting"]
    assert "Bonjour" in greeting
    assert "<script" not in greeting
    assert "<img" not in greeting
