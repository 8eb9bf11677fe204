"""`manage.py h5p`: check, import, list and export from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.users.enums import Role
from modules.contents.models import Content, Library, Upload
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content
from tests.modules.h5p.builder import h5p_json, pack, package, package_files

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def sound(tmp_path):
    path = tmp_path / "salut.h5p"
    path.write_bytes(package().getvalue())
    return str(path)


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "casse.h5p"
    files = package_files(h5p=h5p_json(license="inconnue")) | {"content/a.exe": b"MZ"}
    path.write_bytes(pack(files).getvalue())
    return str(path)


def run(capsys, *arguments: str) -> tuple[object, list[dict[str, Any]]]:
    try:
        call_command("h5p", *arguments)
        code: object = 0
    except SystemExit as left:
        code = left.code
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_check_says_all_of_each_file_on_one_line_and_fails_if_one_is_invalid(capsys, sound, broken):
    code, lines = run(capsys, "check", sound, broken, "/absent.h5p", "--json")
    assert code == 1
    assert [line["valid"] for line in lines] == [True, False, False]
    assert lines[0] == {
        "file": sound, "valid": True, "errors": [], "main_library": "H5P.Salut 1.0",
        "libraries": ["H5P.Salut 1.0"],
    }  # fmt: skip
    codes = {error["code"]: error for error in lines[1]["errors"]}
    assert codes["not-in-whitelist"]["file"] == "content/a.exe"
    assert "exe" in codes["not-in-whitelist"]["message"]
    assert "introuvable" in lines[2]["errors"][0]["message"]


def test_check_succeeds_when_all_are_valid(capsys, sound):
    assert run(capsys, "check", sound, "--json")[0] == 0


def test_check_needs_no_database(sound, tmp_path):
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    done = subprocess.run(
        [sys.executable, "manage.py", "h5p", "check", sound, "--json"], cwd=ROOT, text=True,
        env=os.environ | {"DATABASE_URL": nowhere, "DATA_DIR": str(tmp_path)},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["valid"] is True


def test_people_read_sentences(capsys, broken):
    with pytest.raises(SystemExit):
        call_command("h5p", "check", broken)
    said = capsys.readouterr().out
    assert "not-in-whitelist : content/a.exe : Les fichiers « exe » ne sont pas permis" in said


@pytest.mark.django_db
def test_check_may_count_on_what_is_installed(capsys, tmp_path):
    bare = tmp_path / "nu.h5p"
    files = {name: data for name, data in package_files().items() if "H5P.Salut-" not in name}
    bare.write_bytes(pack(files).getvalue())
    assert run(capsys, "check", str(bare), "--json")[0] == 1
    a_content()
    assert run(capsys, "check", str(bare), "--json")[0] == 1
    assert run(capsys, "check", str(bare), "--json", "--installed")[0] == 0


@pytest.mark.django_db
def test_import_leaves_unknown_libraries_to_an_administrator(capsys, sound, broken):
    code, lines = run(capsys, "import", sound, broken, "/absent.h5p", "--json")
    assert code == 1
    assert [line["state"] for line in lines] == ["waiting_approval", "invalid", "refused"]
    assert lines[0]["asking"] == ["H5P.Salut 1.0"]
    assert not Content.objects.exists()


@pytest.mark.django_db
def test_import_with_trust_makes_contents_in_someone_s_name(capsys, sound):
    boss = a_person(Role.ADMINISTRATOR)
    code, [line] = run(capsys, "import", sound, "--trust", "--as", boss.email, "--json")
    assert code == 0
    content = Content.objects.get(pk=line["content"])
    assert content.created_by == boss
    assert run(capsys, "libraries", "--json")[1] == [
        {
            "name": "H5P.Salut 1.0", "version": "1.0.0", "title": "H5P.Salut", "runnable": True,
            "contents": 1, "licence": "", "digest": Library.objects.get().digest,
        }
    ]  # fmt: skip


@pytest.mark.django_db
def test_only_an_administrator_s_name_can_vouch_for_libraries(sound):
    trainer = a_person(Role.TRAINER)
    with pytest.raises(CommandError, match="seule l’administration approuve"):
        call_command("h5p", "import", sound, "--trust", "--as", trainer.email)
    with pytest.raises(CommandError, match="Personne n’a l’adresse"):
        call_command("h5p", "import", sound, "--as", "inconnue@essai.example")
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_export_writes_a_package_that_check_accepts(capsys, tmp_path):
    content = a_content()
    target = tmp_path / "sortie.h5p"
    call_command("h5p", "export", str(content.pk), "-o", str(target))
    capsys.readouterr()
    assert run(capsys, "check", str(target), "--json")[0] == 0
    version = content.versions.get()
    call_command("h5p", "export", str(version.pk), "-o", str(tmp_path / "encore.h5p"))
    assert (tmp_path / "encore.h5p").read_bytes() == target.read_bytes()


@pytest.mark.django_db
def test_export_of_what_does_not_exist_says_so_and_writes_nothing(tmp_path):
    for unknown in ("n’importe quoi", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(CommandError, match="Aucun contenu"):
            call_command("h5p", "export", unknown, "-o", str(tmp_path / "rien.h5p"))
    assert list(tmp_path.glob("*.h5p")) == []
