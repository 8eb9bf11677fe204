"""Archives from strangers: refused whole, with everything that is wrong, and nothing kept."""

import io
import random
import zipfile

import orjson
import pytest
from django.core.files.storage import default_storage

from modules.commons.models import Asset
from modules.exchange.enums import ImportState
from modules.exchange.importing import apply_import
from modules.exchange.models import ModuleImport
from modules.exchange.problems import told
from modules.exchange.reading import InvalidModule, open_module
from modules.exchange.services import confirm_import
from modules.h5p.limits import Limits
from modules.programmes.models import Module, Revision
from tests.learning.builders import a_revision
from tests.modules.exchange.builders import (
    a_full_revision,
    changed,
    checked,
    entries,
    exported,
    packed,
)
from tests.modules.h5p.builder import pack, package_files

pytestmark = pytest.mark.django_db


def a_small_module() -> bytes:
    return exported(a_revision(days=1, required_half_days=1))


def zipped(extra: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    """Return a sound module with more entries, named as no tool would."""
    target = io.BytesIO(a_small_module())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in extra:
            archive.writestr(name, data)
    return target.getvalue()


def codes(data: bytes) -> list[str]:
    """Return why an archive is refused, once it is checked that nothing of it is kept."""
    modules, assets = Module.objects.count(), Asset.objects.count()
    incoming = checked(data)
    assert incoming.state == ImportState.INVALID
    assert (Module.objects.count(), Asset.objects.count()) == (modules, assets)
    assert all(one["sentence"].endswith((".", ")")) for one in told(incoming.problems))
    return [row["code"] for row in incoming.problems]


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../evil.txt", "path-traversal"),
        ("files/../../evil.txt", "path-traversal"),
        ("/etc/passwd", "absolute-path"),
        ("C:evil.txt", "absolute-path"),
        ("files/a\x01.txt", "invalid-entry-name"),
        ("files/evil.exe", "not-in-whitelist"),
        ("files/page.html", "not-in-whitelist"),
        ("MODULE.JSON", "duplicate-entry"),
    ],
)
def test_names_that_lead_elsewhere_or_run_are_refused(name, code):
    assert code in codes(zipped([(name, b"x")]))


def test_links_are_refused():
    assert codes(zipped([(link("files/passwd.txt"), b"/etc/passwd")])) == ["symlink"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    small = Limits(max_file=1 << 20, max_total=2 << 20)
    monkeypatch.setattr("modules.exchange.reading.archive_limits", lambda: small)

    found = codes(zipped([("files/zeros.txt", bytes(3 << 20))]))

    assert set(found) == {"file-size-too-large", "total-size-too-large"}


def test_what_lies_about_its_size_is_refused():
    data = exported(a_full_revision())
    name = next(name for name in entries(data) if name.endswith(".vtt"))
    size = len(entries(data)[name])
    assert data.count(size.to_bytes(4, "little")) >= 2

    lying = data.replace(size.to_bytes(4, "little"), (size - 1).to_bytes(4, "little"))

    assert "unable-to-unzip" in codes(lying)


@pytest.mark.parametrize("data", [b"nothing", b"PK\x05\x06" + bytes(18), b"%PDF-1.7" * 20])
def test_what_is_no_archive_is_refused(data):
    assert codes(data)[0] in {"unable-to-unzip", "no-document"}


def test_an_archive_without_its_document_is_no_module():
    assert codes(packed({"readme.txt": b"Bonjour"})) == ["no-document"]


def test_a_document_that_is_not_json_says_where():
    incoming = checked(packed({"module.json": b'{"format": }'}))

    assert told(incoming.problems)[0]["sentence"] == (
        "module.json n’est pas du JSON : erreur ligne 1, colonne 12."
    )


def test_a_document_too_deep_is_refused():
    assert codes(packed({"module.json": b"[" * 5000 + b"]" * 5000})) == ["nesting-too-deep"]


def test_a_later_version_of_the_format_says_so():
    assert codes(changed(a_small_module(), lambda told: told.update(version=2))) == [
        "other-version"
    ]


def test_every_fault_of_the_document_is_told_at_once_with_its_place():
    def spoil(document):
        sequence = document["days"][0]["sequences"][1]
        sequence["minutes"] = 2
        sequence["phase"] = "sieste"
        del sequence["activities"][0]["title"]
        document["module"]["slug"] = "../x"
        document["secret"] = 1

    incoming = checked(changed(a_small_module(), spoil))

    found = {(row["code"], row["place"]) for row in incoming.problems}
    assert found == {
        ("out-of-bounds", "journée 1, séquence 2, minutes"),
        ("not-allowed", "journée 1, séquence 2, phase"),
        ("missing", "journée 1, séquence 2, activité 1"),
        ("wrong-form", "module, slug"),
        ("unknown-property", ""),
    }
    sentences = {one["sentence"] for one in told(incoming.problems)}
    assert "« title » manque." in sentences
    assert "« sieste » n’est pas une valeur permise ici." in sentences


def test_what_the_schema_cannot_say_is_checked_too():
    def spoil(document):
        day = document["days"][0]
        day["lunch_starts"] = "08:00"
        first, second, *_rest = day["sequences"]
        second["lineage"] = first["lineage"]
        first["activities"][0]["min_score"] = 50
        first["activities"][0]["asset"] = "0" * 64
        first["activities"][0]["content"] = "h5p/9.h5p"
        first["activities"][0]["body"] = f'<img data-asset="{"1" * 64}">'
        document["training_format"].update(group_min=90, required_half_days=None)

    assert sorted(codes(changed(a_small_module(), spoil))) == [
        "format-bounds", "format-threshold", "same-lineage", "score-rule", "times-order",
        "unknown-content", "unknown-file", "unknown-file",
    ]  # fmt: skip


def test_an_address_that_would_run_a_script_is_refused():
    def spoil(document):
        document["days"][0]["sequences"][0]["activities"][0]["url"] = "javascript:alert(1)"

    assert codes(changed(a_small_module(), spoil)) == ["wrong-form"]


def test_a_null_character_is_refused():
    def spoil(document):
        document["days"][0]["title"] = "a\0b"

    assert codes(changed(a_small_module(), spoil)) == ["null-character"]


def test_files_that_are_not_what_is_announced_are_refused():
    data = exported(a_full_revision())
    files = entries(data)
    picture = next(name for name in files if name.endswith(".png"))
    film = next(name for name in files if name.endswith(".mp4"))
    without = {name: content for name, content in files.items() if name != film}

    assert codes(packed({**without, picture: files[picture] + b"!"})) == [
        "file-differs", "file-not-there",
    ]  # fmt: skip


def test_a_file_may_not_be_announced_under_another_kind():
    def spoil(document):
        document["files"][0]["name"] = "page.html"

    assert codes(changed(exported(a_full_revision()), spoil)) == ["file-kind"]


def test_a_spoiled_package_of_the_archive_says_what_is_wrong_inside():
    files = entries(exported(a_full_revision()))
    package = {**package_files(), "h5p.json": b"{"}

    incoming = checked(packed({**files, "h5p/1.h5p": pack(package).getvalue()}))

    assert incoming.problems[0]["code"] == "in-package"
    assert incoming.problems[0]["place"] == "h5p/1.h5p"
    assert "h5p.json n’est pas du JSON" in told(incoming.problems)[0]["sentence"]


def test_bytes_changed_at_random_never_break_the_check():
    data = bytearray(exported(a_full_revision()))
    chance = random.Random(20261125)
    outcomes = set()
    for _round in range(60):
        spoiled = bytearray(data)
        for _change in range(chance.randint(1, 6)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        outcomes.add(outcome(bytes(spoiled)))
    assert "refused" in outcomes


def outcome(data: bytes) -> str:
    """Return what the check says; anything but a refusal goes through."""
    try:
        with open_module(io.BytesIO(data), "module.zip"):
            return "sound"
    except InvalidModule:
        return "refused"


def test_values_changed_at_random_are_imported_or_refused_never_a_bug():
    data = exported(a_full_revision())
    chance = random.Random(7)
    odd = [None, "", -1, 10**12, "x" * 400, [], {}, True, "<script>", "25:99"]
    for _round in range(40):
        document = orjson.loads(entries(data)["module.json"])
        places: list[tuple[object, object]] = []
        waiting: list[object] = [document]
        while waiting:
            node = waiting.pop()
            inner = node.items() if isinstance(node, dict) else enumerate(node)
            for key, value in inner:
                places.append((node, key))
                if isinstance(value, dict | list):
                    waiting.append(value)
        node, key = chance.choice(places)
        node[key] = chance.choice(odd)
        files = {**entries(data), "module.json": orjson.dumps(document)}
        incoming = checked(packed(files))
        if incoming.state == ImportState.READY:
            apply_import(actor=None, incoming=confirm_import(actor=None, incoming=incoming))
        else:
            assert told(incoming.problems)


def test_nothing_waits_in_the_storage_after_refusals():
    revisions = Revision.objects.count()
    codes(b"nothing")

    assert default_storage.listdir("exchange/incoming") == ([], [])
    assert ModuleImport.objects.get().file.name == ""
    assert Revision.objects.count() == revisions
