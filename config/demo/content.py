"""Read the demo's content, written plainly and set here as French printers do."""

import re
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
THIN, NBSP = "\u202f", "\u00a0"


def typeset(text: str) -> str:
    """Return the text with curly apostrophes and the spaces that never break a line."""
    text = text.replace("'", "’")
    text = re.sub(r" ?([;!?])(?=\s|$|»)", rf"{THIN}\1", text)
    text = re.sub(r"(?<=\S) :(?=\s|$)", f"{NBSP}:", text)
    return text.replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")


def _typeset_all(value: Any) -> Any:
    if isinstance(value, str):
        # Addresses and times are not prose.
        return value if re.match(r"^(https?://|\d\d:\d\d$)", value) else typeset(value.strip())
    if isinstance(value, list):
        return [_typeset_all(item) for item in value]
    if isinstance(value, dict):
        return {key: _typeset_all(item) for key, item in value.items()}
    return value


def load(name: str) -> dict[str, Any]:
    """Return the content of `<name>.toml`."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        content: dict[str, Any] = _typeset_all(tomllib.load(file))
    return content
