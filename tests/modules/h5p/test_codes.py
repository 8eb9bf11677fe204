import pytest

from modules.h5p.importer import import_package
from modules.h5p.issues import MESSAGES, InvalidPackageError
from modules.h5p.package import open_package
from modules.h5p.validate import validate
from tests.modules.h5p.builder import h5p_json, pack, package, package_files
from tests.modules.h5p.memory import MemoryBlobs, MemoryIndex
from tests.modules.h5p.spoiled import FOLDER, NOTICED, REFUSED, without


def report(file, filename="salut.h5p", limits=None):
    options = {"limits": limits} if limits else {}
    with open_package(file, filename=filename, **options) as opened:
        return validate(opened)


def test_every_code_has_its_package():
    assert set(MESSAGES) == {*REFUSED, *NOTICED}


def test_a_sound_package_has_no_issue():
    assert report(package()).issues == ()


@pytest.mark.parametrize("code", REFUSED)
def test_a_spoiled_package_is_refused_with_its_code_and_leaves_nothing(code):
    make, filename, limits = REFUSED[code]
    index, blobs = MemoryIndex(), MemoryBlobs()
    with pytest.raises(InvalidPackageError) as refusal:
        import_package(make(), filename=filename, limits=limits, index=index, blobs=blobs)
    issues = refusal.value.report.issues
    assert code in refusal.value.report.codes
    assert all(issue.message and "%" not in issue.message for issue in issues)
    assert blobs.files == {}
    assert index.libraries == {}


@pytest.mark.parametrize("code", NOTICED)
def test_an_odd_content_is_accepted_with_a_notice(code):
    content = import_package(
        NOTICED[code](), filename="salut.h5p", index=MemoryIndex(), blobs=MemoryBlobs()
    )
    assert code in [notice.code for notice in content.notices]
    assert all("%" not in notice.message for notice in content.notices)


def test_all_errors_are_told_at_once():
    files = package_files(h5p=h5p_json(embedTypes=["popup"], language="français !"))
    del files[f"{FOLDER}/main.js"], files["content/content.json"]
    files[f"{FOLDER}/language/de.json"] = b"{"
    files["content/page.html"] = b""
    found = report(pack(files), "salut.zip")
    assert set(found.codes) == {
        "missing-h5p-extension",
        "not-in-whitelist",
        "invalid-h5p-json-file",
        "illegal-option-in-library",
        "invalid-content-folder",
        "library-missing-file",
        "invalid-language-file",
    }


def test_a_report_reads_as_one_json_line():
    line = report(without(f"{FOLDER}/main.js")).as_json("salut.h5p")
    assert line == {
        "file": "salut.h5p",
        "valid": False,
        "errors": [
            {
                "code": "library-missing-file",
                "file": f"{FOLDER}/library.json",
                "place": "main.js",
                "message": ("library.json annonce « main.js », qui n’est pas dans l’archive."),
            }
        ],
        "main_library": "H5P.Salut 1.0",
        "libraries": ["H5P.Salut 1.0"],
    }
