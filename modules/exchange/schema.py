"""The published description of module.json, and what it says of a document."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from modules.exchange.problems import Row, problem

FILE = Path(__file__).parent / "module-1.json"
MOST_TOLD = 200
_PARTS = {
    "days": "journée", "sequences": "séquence", "activities": "activité", "files": "fichier",
    "contents": "contenu", "objectives": "objectif",
}  # fmt: skip
_CODES = {
    "type": "wrong-type", "enum": "not-allowed", "const": "not-allowed", "pattern": "wrong-form",
    "minimum": "out-of-bounds", "maximum": "out-of-bounds", "maxLength": "too-long",
    "minLength": "empty", "maxItems": "too-many", "anyOf": "invalid",
}  # fmt: skip


@cache
def schema_text() -> str:
    """Return the schema as it is published."""
    return FILE.read_text(encoding="utf-8")


@cache
def validator() -> Draft202012Validator:
    """Return what checks a document against the schema."""
    schema = json.loads(schema_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def check(document: object) -> list[Row]:
    """Return everything the schema refuses in a document, with its place in words."""
    found: list[Row] = []
    for error in validator().iter_errors(document):
        found += _problems(error)
        if len(found) >= MOST_TOLD:
            break
    return found


def place_of(path: Iterable[str | int]) -> str:
    """Return a path as people read it: "journée 1, séquence 3, minutes"."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int):
            words[-1:] = [f"{_PARTS.get(words[-1], words[-1]) if words else ''} {step + 1}".strip()]
        else:
            words.append(step)
    return ", ".join(words)


def _problems(error: ValidationError) -> Iterator[Row]:
    place, value = place_of(error.absolute_path), error.instance
    keyword = str(error.validator)
    if keyword == "required":
        missing = [name for name in error.validator_value if name not in value]
        # One error comes for each missing name: tell each of them once.
        name = next(one for one in missing if f"'{one}'" in error.message)
        yield problem("missing", place, name=name)
    elif keyword == "additionalProperties":
        known: dict[str, Any] = error.schema["properties"]
        for name in value:
            if name not in known:
                yield problem("unknown-property", place, name=name)
    else:
        limit = error.validator_value if isinstance(error.validator_value, int) else ""
        yield problem(_CODES.get(keyword, "invalid"), place, value=_shown(value), limit=limit)


def _shown(value: object) -> object:
    return value if isinstance(value, str | int) else ""
