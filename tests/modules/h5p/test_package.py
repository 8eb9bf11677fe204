"""Archives made to fool a reader."""

import io
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.issues import UnreadableFileError
from modules.h5p.limits import DEFAULT
from modules.h5p.package import open_package
from modules.h5p.validate import validate
from tests.modules.h5p.builder import PIXEL, pack, package, package_files, patched
from tests.modules.h5p.spoiled import lying_bomb, with_entry


def codes(file, limits=DEFAULT):
    with open_package(file, filename="salut.h5p", limits=limits) as opened:
        return validate(opened).codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../x.txt", "path-traversal"),
        ("content\\..\\..\\x.txt", "path-traversal"),
        ("..", "path-traversal"),
        ("__MACOSX/../../x.txt", "path-traversal"),
        ("/x.txt", "absolute-path"),
        ("\\x.txt", "absolute-path"),
        ("C:\\x.txt", "absolute-path"),
        ("c:x.txt", "absolute-path"),
        ("content\\x.txt", "invalid-entry-name"),
        ("content//x.txt", "invalid-entry-name"),
        ("content/x\n.txt", "invalid-entry-name"),
        ("content/" + "x" * 600 + ".txt", "invalid-entry-name"),
        ("content/sans-extension", "not-in-whitelist"),
        ("content/image.svg", "not-in-whitelist"),
        ("H5P.Salut-1.0/page.html", "not-in-whitelist"),
        ("H5P.Salut-1.0/run.PHP", "not-in-whitelist"),
    ],
)
def test_a_name_that_is_not_safe_is_refused(name, code):
    assert codes(with_entry(name)) == [code]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "__MACOSX/._h5p.json",
        "content/.cache/x.php",
        "content/_x.html",
        "H5P.Salut-1.0/.git/config",
        "LISEZMOI.html",
    ],
)
def test_what_is_hidden_or_at_the_root_is_ignored(name):
    file = with_entry(name)
    assert codes(file) == []
    with open_package(file, filename="salut.h5p") as opened:
        assert name not in opened.content_files()
        assert all(name not in files.values() for files in opened.library_folders().values())


def test_upper_case_extensions_are_the_same():
    assert codes(with_entry("content/photo.JPG")) == []


def test_a_file_that_is_larger_than_it_says_is_refused_without_filling_memory():
    file = lying_bomb(300_000_000)
    tracemalloc.start()
    assert codes(file) == ["file-size-too-large"]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_file_that_is_a_little_larger_than_it_says_is_refused():
    assert codes(lying_bomb(30_000)) == ["unable-to-unzip"]


def test_a_file_that_is_shorter_than_it_says_is_refused():
    file = with_entry("content/x.txt", bytes(1234))
    assert codes(patched(file, (1234).to_bytes(4, "little"), (1300).to_bytes(4, "little"))) == [
        "unable-to-unzip"
    ]


def test_a_wrong_checksum_is_refused():
    file = with_entry("content/x.txt", b"bonjour")
    with zipfile.ZipFile(file) as archive:
        crc = archive.getinfo("content/x.txt").CRC
    spoiled = patched(file, crc.to_bytes(4, "little"), (crc ^ 1).to_bytes(4, "little"))
    assert codes(spoiled) == ["unable-to-unzip"]


def test_two_names_for_one_entry_are_refused():
    file = with_entry("content/bon.txt")
    raw = file.getvalue()
    assert codes(io.BytesIO(raw.replace(b"content/bon.txt", b"content/mal.txt", 1))) == [
        "unable-to-unzip"
    ]


def test_a_summary_that_hides_entries_is_refused():
    raw = bytearray(package().getvalue())
    end = raw.rfind(b"PK\5\6")
    raw[end + 8 : end + 12] = bytes([2, 0, 2, 0])
    assert codes(io.BytesIO(raw)) == ["unable-to-unzip"]


def test_an_unknown_compression_is_refused():
    file = with_entry("content/x.txt")
    raw = bytearray(file.getvalue())
    raw[raw.rfind(b"PK\1\2") + 10] = 99
    assert codes(io.BytesIO(raw)) == ["unable-to-unzip"]


def test_a_huge_summary_is_not_even_read():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(3000):
            archive.writestr(f"content/{number}.txt", b"")
    assert codes(target, replace(DEFAULT, max_files=1000)) == ["too-many-files"]


def test_stored_files_comments_prefixes_and_wide_headers_are_read():
    target = io.BytesIO()
    target.write(b"#! a stub before the archive\n")
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"un commentaire"
        for name, data in package_files().items():
            info = zipfile.ZipInfo(name)
            with archive.open(info, "w", force_zip64=True) as entry:
                entry.write(data)
    assert codes(target) == []


def test_names_in_utf8_are_read_with_or_without_their_flag():
    file = with_entry("content/é.txt", b"oui")
    raw = bytearray(file.getvalue())
    raw[raw.rfind(b"PK\1\2") + 9] &= ~8
    raw[raw.rfind(b"PK\3\4") + 7] &= ~8
    with open_package(io.BytesIO(raw), filename="x.h5p") as opened:
        assert opened.read("content/é.txt") == b"oui"


def test_a_package_is_read_in_pieces_when_it_is_large():
    data = bytes(range(256)) * 20_000
    limits = replace(DEFAULT, memory=1000)
    with open_package(pack({"content/x.txt": data}), filename="x.h5p", limits=limits) as opened:
        assert b"".join(opened.chunks("content/x.txt")) == data
        assert not isinstance(opened.data("content/x.txt"), bytes)
        assert opened.digest("content/x.txt").size == len(data)


def test_a_document_larger_than_allowed_is_not_read():
    with (
        open_package(pack({"h5p.json": bytes(5000)}), filename="x.h5p") as opened,
        pytest.raises(UnreadableFileError),
    ):
        opened.read("h5p.json", at_most=100)


def test_a_pixel_comes_out_as_it_went_in():
    with open_package(package(), filename="x.h5p") as opened:
        assert opened.read("content/images/pixel.png") == PIXEL


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"[" * 100_000, TooDeepError),
        (b'{"a":' * 101 + b"1" + b"}" * 101, TooDeepError),
        (b'"' + b'\\"' * 500_000, NotJsonError),
        (b"[NaN]", NotJsonError),
        (b"[1e999]", NotJsonError),
        (b'"\\ud800"', NotJsonError),
        (b'"\xff"', NotJsonError),
        (b"\xef\xbb\xbf{}", NotJsonError),
        (b"", NotJsonError),
    ],
)
def test_json_from_strangers_is_read_strictly(data, error):
    with pytest.raises(error):
        parse(data, max_depth=100)


def test_a_hundred_levels_are_read():
    assert parse(b'{"a":' * 99 + b'["[[[["]' + b"}" * 99, max_depth=100)
