"""Thousands of spoiled packages: only the library's own refusals, nothing left, bounded memory."""

import io
import random
import resource
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.h5p.export import export_package
from modules.h5p.folder import FolderBlobs, FolderIndex
from modules.h5p.importer import import_package
from modules.h5p.issues import MESSAGES, InvalidPackageError
from modules.h5p.limits import DEFAULT
from modules.h5p.names import LibraryName
from modules.h5p.semantics import filter_params
from modules.h5p.words import words
from tests.modules.h5p.builder import installed_library, js, pack, package, package_files
from tests.modules.h5p.memory import MemoryBlobs, MemoryIndex

LIMITS = replace(DEFAULT, max_file=500_000, max_total=1_000_000)
SEED = 20_261_125
PROPERTIES = words(
    "title language embedTypes license authors w preloadedDependencies mainLibrary "
    "dynamicDependencies changes runnable coreApi addTo"
)
MEGABYTES = 1024  # ru_maxrss counts kilobytes


def attempt(file, index=None, blobs=None):
    """Import; whatever is refused must say why and leave nothing. Return whether it was taken."""
    index, blobs = index or MemoryIndex(), blobs or MemoryBlobs()
    try:
        content = import_package(file, filename="x.h5p", index=index, blobs=blobs, limits=LIMITS)
    except InvalidPackageError as refusal:
        told = [(issue.code, issue.message) for issue in refusal.report.issues]
    else:
        export_package(content, io.BytesIO(), index=index, blobs=blobs)
        return True
    assert told
    assert all(code in MESSAGES and message for code, message in told)
    if isinstance(blobs, MemoryBlobs):
        assert blobs.files == {}
        assert index.libraries == {}
    return False


def mutated(data: bytes, dice: random.Random) -> bytes:
    """Change, cut, repeat or insert a few bytes."""
    raw = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(raw) or 1)
        length = dice.choice([1, 1, 2, 4, 8, 64])
        match dice.randrange(6):
            case 0 if raw:
                raw[at] ^= 1 << dice.randrange(8)
            case 1:
                raw[at : at + length] = dice.randbytes(length)
            case 2:
                del raw[at : at + length]
            case 3:
                raw[at:at] = raw[at : at + length]
            case 4:
                raw[at : at + length] = dice.choice([b"\xff", b"\x00"]) * length
            case _:
                del raw[max(at, len(raw) // 2) :]
    return bytes(raw)


def spoiled_name(name: str, dice: random.Random) -> str:
    """Spoil a name; the zip writer itself refuses an empty one, and cuts at a zero."""
    return mutated(name.encode(), dice).decode("latin-1").replace("\0", "\\") or "."


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.fixture(autouse=True)
def _memory_stays_bounded():
    before = peak()
    yield
    assert peak() - before < 300 * MEGABYTES


def test_archives_with_spoiled_bytes():
    dice = random.Random(SEED)
    source = package(params={"greeting": "<em>Bonjour</em>", "image": {"path": "images/pixel.png"}})
    taken = sum(attempt(io.BytesIO(mutated(source.getvalue(), dice))) for _ in range(1200))
    assert taken < 600, "most of these archives are broken"


def test_sound_archives_of_spoiled_documents():
    dice = random.Random(SEED + 1)
    documents = [path for path in package_files() if path.endswith(".json")]
    for _ in range(800):
        files = package_files()
        path = dice.choice(documents)
        files[path] = mutated(files[path], dice)
        attempt(pack(files))


def test_archives_of_spoiled_names():
    dice = random.Random(SEED + 2)
    for _ in range(300):
        files = {
            spoiled_name(name, dice) if dice.random() < 0.3 else name: data
            for name, data in package_files().items()
        }
        attempt(pack(files))


def test_spoiled_archives_leave_no_file_in_a_folder(tmp_path):
    dice = random.Random(SEED + 3)
    source = package().getvalue()
    for number in range(150):
        root = tmp_path / str(number)
        index, blobs = FolderIndex(root / "libraries"), FolderBlobs(root / "files")
        if not attempt(io.BytesIO(mutated(source, dice)), index, blobs):
            assert list(root.rglob("*")) == []


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["H5P.Salut 1.0", "H5P.Dedans 1.0", "images/a.png", "<b>x", "text", "1", "$&"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "name",
                    "type",
                    "fields",
                    "field",
                    "options",
                    "library",
                    "params",
                    "path",
                    "x",
                    "tags",
                    "machineName",
                    "majorVersion",
                    "minorVersion",
                    "copyright",
                    "metadata",
                    "max",
                    "min",
                ]
            )
            | st.text(max_size=4),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
FAST = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
FIELD: st.SearchStrategy[Any] = st.deferred(
    lambda: (
        st.fixed_dictionaries(
            {
                "name": st.sampled_from("abc"),
                "type": st.sampled_from(
                    [
                        "text",
                        "number",
                        "boolean",
                        "select",
                        "file",
                        "image",
                        "video",
                        "audio",
                        "library",
                    ]
                ),
            },
            optional={
                "tags": st.lists(st.sampled_from(["a", "b", "table"]), max_size=2) | JSON,
                "options": JSON,
                "min": JSON,
                "max": JSON,
                "maxLength": JSON,
                "regexp": JSON,
                "font": JSON,
                "multiple": st.booleans(),
                "extraAttributes": JSON,
                "decimals": JSON,
            },
        )
        | st.builds(
            lambda fields, sub: {
                "name": "b",
                "type": "group",
                "fields": fields,
                "isSubContent": sub,
            },
            st.lists(FIELD, max_size=3),
            st.booleans(),
        )
        | st.builds(lambda field: {"name": "c", "type": "list", "field": field}, FIELD)
    )
)


@FAST
@given(JSON, st.sampled_from(sorted(path for path in package_files() if path.endswith(".json"))))
def test_any_json_in_place_of_any_document(value, path):
    files = package_files()
    files[path] = js(value)
    attempt(pack(files))


@FAST
@given(st.dictionaries(st.sampled_from(sorted(PROPERTIES)), JSON, max_size=3))
def test_any_value_of_any_property(values):
    document = {**orjson.loads(package_files()["h5p.json"]), **values}
    attempt(package(h5p=document))
    attempt(package(**{key: value for key, value in values.items() if key != "mainLibrary"}))


@FAST
@given(st.dictionaries(st.sampled_from("abcd"), JSON, max_size=4), st.lists(FIELD, max_size=4))
def test_any_content_under_any_semantics_is_filtered_for_good(params, fields):
    main = LibraryName.parse("H5P.Salut 1.0")
    inner = installed_library("H5P.Dedans 1.0", fields)
    libraries = {main: installed_library(str(main), fields), inner.name: inner}
    once = filter_params(params, main, libraries.get)
    twice = filter_params(once.params, main, libraries.get)
    assert twice.params == once.params
    assert orjson.loads(orjson.dumps(once.params)) == once.params
    attempt(package(params=params, semantics=fields))
