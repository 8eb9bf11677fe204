"""The house's own rules that no linter knows."""

import ast
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from common.errors import DomainError
from config.settings import base

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "certificates", "common", "config", "frontend", "learning", "modules")
LONGEST = 400
WRITTEN = {".py", ".html", ".ts", ".css", ".txt"}
NOT_OURS = {"node_modules", "build", "migrations", "__pycache__", "requirements"}
# Imports inside a function, each with its reason.
IMPORTS_INSIDE: dict[str, str] = {}


def files(*tops: str) -> list[Path]:
    found = [path for top in tops for path in sorted((ROOT / top).rglob("*"))]
    return [
        path
        for path in found
        if path.suffix in WRITTEN and not NOT_OURS & set(path.relative_to(ROOT).parts)
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


PRODUCT = [path for path in files(*ROOMS) if path.suffix == ".py"]


def test_every_file_fits_in_one_reading():
    lines = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*ROOMS, "scripts", "tests")
    }
    assert len(lines) > 200, "The walk found too few files to prove anything."
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def imports_inside(path: Path) -> list[int]:
    """Return the lines of a file where a function imports something."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        node.lineno
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_nothing_is_imported_inside_a_function_without_a_reason():
    found = {name_of(path): lines for path in PRODUCT if (lines := imports_inside(path))}
    assert set(found) == set(IMPORTS_INSIDE), found


@pytest.mark.parametrize("room", [room for room in ROOMS if (ROOT / room / "models.py").exists()])
def test_a_room_s_models_file_only_shows_what_its_features_hold(room):
    tree = ast.parse((ROOT / room / "models.py").read_text(encoding="utf-8"))
    docstring, *statements = tree.body
    assert isinstance(docstring, ast.Expr)
    for statement in statements:
        is_list_of_names = (
            isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"
        )
        assert isinstance(statement, ast.ImportFrom) or is_list_of_names


def test_every_model_is_shown_by_its_room():
    for room in ROOMS:
        if not apps.is_installed(room):
            continue
        shown = sys.modules.get(f"{room}.models")
        for model in apps.get_app_config(room).get_models():
            if not model._meta.auto_created:
                assert getattr(shown, model.__name__, None) is model


def test_passwords_are_kept_with_argon2():
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_no_signals_between_our_own_rooms():
    for path in PRODUCT:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"^from django\.(dispatch|db\.models\.signals) ", text, re.MULTILINE
        ), path


for _path in PRODUCT:
    if _path.name == "services.py":
        import_module(".".join(_path.relative_to(ROOT).with_suffix("").parts))


def refusals(parent: type = DomainError) -> list[type[DomainError]]:
    """Return every refusal that the rooms' services may answer."""
    found = []
    for child in parent.__subclasses__():
        if child.__module__.split(".")[0] in ROOMS:
            found += [child, *refusals(child)]
    return found


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.__name__)
def test_a_refusal_has_a_code_a_whole_sentence_and_a_test_that_reaches_it(refusal):
    assert re.fullmatch(r"[a-z_]+", refusal.code)
    assert str(refusal.sentence).endswith((".", "?", "!"))
    reached = re.compile(rf"raises\(\s*{refusal.__name__}\b")
    imported = re.compile(
        rf"from {re.escape(refusal.__module__)} import [^)]*?\b{refusal.__name__}\b", re.DOTALL
    )
    tests = [path.read_text(encoding="utf-8") for path in files("tests") if path.suffix == ".py"]
    assert any(reached.search(text) and imported.search(text) for text in tests)
