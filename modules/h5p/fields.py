"""Clean the values of the simple field types; DROP stands for a value that cannot be kept."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from modules.h5p.markup import plain
from modules.h5p.metadata import clean_copyright


class _Drop:
    """Type of DROP: no JSON value is one."""


DROP: Final = _Drop()

_MIME = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}(?:; ?codecs=[\w.,+\"' -]{1,80})?", re.ASCII)
_FOREIGN_PREFIX = re.compile(r"^(?:\.\./)+content/\d+/|^content/")
_URL = re.compile(r"^https?://", re.IGNORECASE)
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_MARKUP = re.compile(r"[<>\"'`\x00-\x20\x7f]")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "image": ("width", "height"),
    "video": ("width", "height", "bitrate", "codecs"),
    "audio": ("bitrate",),
    "file": (),
}
_DIMENSION = re.compile(r"\d{1,7}(?:\.\d{1,9})?", re.ASCII)


def to_number(value: object) -> int | float | None:
    """Read a number or a text that is one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        read = float(value)
    except ValueError:
        return None
    if not math.isfinite(read):
        return None
    return int(read) if read.is_integer() and abs(read) < 2**53 else read


def clean_number(value: object, spec: Mapping[str, object]) -> object:
    """Keep a number within the field's `min` and `max`, at its `decimals`."""
    read = to_number(value)
    if read is None:
        return DROP
    low, high = to_number(spec.get("min")), to_number(spec.get("max"))
    if low is not None and read < low:
        read = low
    if high is not None and read > high:
        read = high
    decimals = spec.get("decimals")
    if isinstance(decimals, int) and isinstance(read, float) and 0 <= decimals <= 15:  # noqa: PLR2004 — what a double holds
        read = round(read, decimals)
    return read


def clean_boolean(value: object) -> object:
    """Read a boolean, also as exporters write it: 0, 1, "true"."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return bool(value)
    if isinstance(value, str):
        return value.strip().lower() in {"1", "true", "yes", "on"}
    return DROP


def clean_select(
    value: object, spec: Mapping[str, object], clean_text: Callable[[str], str]
) -> object:
    """Keep a value among the field's options; any text when it lists none."""
    if spec.get("multiple") is True:
        chosen = value if isinstance(value, list) else [value]
        kept = [clean_select(item, {**spec, "multiple": False}, clean_text) for item in chosen]
        return [item for item in kept if item is not DROP]
    if not isinstance(value, (str, int, float)):
        return DROP
    options = list(_options(spec.get("options")))
    if not options:
        return clean_text(value) if isinstance(value, str) else value
    # Numbers may be strings, on either side.
    return value if any(str(option) == str(value) for option in options) else DROP


def _options(listed: object) -> Iterator[object]:
    """Yield the values a select lists, also within its groups."""
    for option in listed if isinstance(listed, list) else ():
        if not isinstance(option, Mapping):
            yield option
        elif option.get("type") == "optgroup":
            yield from _options(option.get("options"))
        elif "value" in option:
            yield option["value"]


def clean_path(value: object) -> str | None:
    """Keep a path inside the content or an http(s) address, without what could leave an attribute.

    Editors' marks are removed: the "#tmp" of a file just uploaded, another content's folder.
    """
    if not isinstance(value, str):
        return None
    path = value.strip()
    if _URL.match(path):
        return _MARKUP.sub(lambda match: quote(match[0], safe=""), path)
    path = _FOREIGN_PREFIX.sub("", path.removesuffix("#tmp"))
    if _SCHEME.match(path) or path.startswith(("/", "\\")) or "\\" in path:
        return None
    if ".." in path.split("/") or not path or re.search(r"[<>\"\x00-\x1f\x7f]", path):
        return None
    return path


def clean_media(value: object, spec: Mapping[str, object]) -> dict[str, object] | None:
    """Keep the keys a file, image, video or audio may have; None without a usable path."""
    if not isinstance(value, Mapping) or (path := clean_path(value.get("path"))) is None:
        return None
    cleaned: dict[str, object] = {"path": path}
    kind = str(spec["type"])
    extra = spec.get("extraAttributes")
    names = [*_KEYS.get(kind, ()), *(extra if isinstance(extra, list) else ())]
    for name, inner in value.items():
        clean = _MEDIA_KEYS.get(name, _attribute if name in names else None)
        kept = clean(inner) if clean else None
        if kept is not None:
            cleaned[name] = kept
    return cleaned


def _mime(value: object) -> object:
    return value if isinstance(value, str) and _MIME.fullmatch(value) else None


def _quality(value: object) -> dict[str, object] | None:
    if not isinstance(value, Mapping):
        return None
    kept = {key: _attribute(value[key]) for key in ("level", "label") if key in value}
    return {key: item for key, item in kept.items() if item is not None}


def _attribute(value: object) -> object:
    """Keep a number, a boolean or a text; nothing else."""
    if isinstance(value, str):
        return value if _DIMENSION.fullmatch(value) else plain(value)
    return value if isinstance(value, (bool, int, float)) else None


_MEDIA_KEYS: Mapping[str, Callable[[object], object]] = {
    "mime": _mime,
    "quality": _quality,
    "copyright": lambda value: clean_copyright(value, plain),
    "originalImage": lambda value: clean_media(value, {"type": "image"}),
}
