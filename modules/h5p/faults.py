"""What an author still has to fill in or correct, place by place.

The filter makes a content safe, whatever it lacks; this tells what would make it wrong or empty.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape

from modules.h5p.conditions import Scope, is_shown
from modules.h5p.fields import to_number
from modules.h5p.forms import is_hidden
from modules.h5p.libraries import Lookup
from modules.h5p.names import LibraryName
from modules.h5p.patterns import Patterns

Spec = Mapping[str, object]
REQUIRED, TOO_LONG, PATTERN = "required", "too-long", "pattern"
TOO_FEW, TOO_MANY, TOO_LOW, TOO_HIGH = "too-few", "too-many", "too-low", "too-high"
_TAG = re.compile(r"<[^>]*>")
_SHOWN_TAG = re.compile(r"<(?:img|hr|table)\b", re.IGNORECASE)
_POSITION = re.compile(r"/\d+(?=/|$)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct. `place` is written like those of the filter: "/questions/0/text"."""

    code: str
    place: str
    limit: int | float | None = None

    @property
    def kind(self) -> tuple[str, str]:
        """Return what it is whatever its rank in a list: a moved item takes its faults along."""
        return self.code, _POSITION.sub("/*", self.place)


def find_faults(params: object, main: LibraryName, get: Lookup) -> list[Fault]:
    """Return what is missing or out of bounds in a content that the filter accepted."""
    search = _Search(get)
    library = get(main)
    if library is not None:
        values = params if isinstance(params, Mapping) else {}
        search.fields(values, library.semantics, "", Scope(values))
    return search.faults


def new_faults(faults: list[Fault], before: list[Fault]) -> list[Fault]:
    """Return the faults that an edit brought: old ones stop nobody from correcting a word."""
    known, places = [one.kind for one in before], {(one.code, one.place) for one in before}
    brought = []
    for one in sorted(faults, key=lambda one: (one.code, one.place) not in places):
        if one.kind in known:
            known.remove(one.kind)
        else:
            brought.append(one)
    return sorted(brought, key=faults.index)


@dataclass(slots=True)
class _Search:
    get: Lookup
    faults: list[Fault] = field(default_factory=list)
    patterns: Patterns = field(default_factory=Patterns)

    def tell(self, code: str, place: str, limit: int | float | None = None) -> None:
        self.faults.append(Fault(code, place, limit))

    def fields(self, values: Spec, specs: object, place: str, scope: Scope) -> None:
        for spec in specs if isinstance(specs, (list, tuple)) else ():
            name = spec.get("name")
            if not is_hidden(spec) and is_shown(spec, scope):
                self.field(values.get(name), spec, f"{place}/{name}", scope)

    def field(self, value: object, spec: Spec, place: str, scope: Scope) -> None:
        look = _LOOKS.get(str(spec.get("type")))
        if look:
            look(self, value, spec, place, scope)

    def text(self, value: object, spec: Spec, place: str, _scope: Scope) -> None:
        text = value if isinstance(value, str) else "" if value is None else str(value)
        is_html = isinstance(spec.get("tags"), list)
        if is_blank(text) if is_html else not unescape(text).strip():
            self.missing(spec, place)
            return
        limit = spec.get("maxLength")
        if isinstance(limit, int) and len(text if is_html else unescape(text)) > limit:
            self.tell(TOO_LONG, place, limit)
        rule = spec.get("regexp")
        if isinstance(rule, Mapping) and isinstance(rule.get("pattern"), str):
            modifiers = str(rule.get("modifiers") or "")
            if self.patterns.search(rule["pattern"], modifiers, text) is False:
                self.tell(PATTERN, place)

    def number(self, value: object, spec: Spec, place: str, _scope: Scope) -> None:
        read = to_number(value)
        if read is None:
            self.missing(spec, place)
            return
        low, high = to_number(spec.get("min")), to_number(spec.get("max"))
        if low is not None and read < low:
            self.tell(TOO_LOW, place, low)
        if high is not None and read > high:
            self.tell(TOO_HIGH, place, high)

    def choice(self, value: object, spec: Spec, place: str, _scope: Scope) -> None:
        if value in (None, "") and spec.get("multiple") is not True:
            self.missing(spec, place)

    def group(self, value: object, spec: Spec, place: str, scope: Scope) -> None:
        if spec.get("optional") is True and is_empty(value):
            return
        inner = spec.get("fields")
        alone = isinstance(inner, list) and len(inner) == 1 and spec.get("isSubContent") is not True
        values: Spec = value if isinstance(value, Mapping) else {}
        if isinstance(inner, list) and alone:
            scope = Scope({str(inner[0].get("name")): value}, scope)
            if not is_hidden(inner[0]) and is_shown(inner[0], scope):
                self.field(value, inner[0], place, scope)
        else:
            self.fields(values, inner, place, Scope(values, scope))

    def list(self, value: object, spec: Spec, place: str, scope: Scope) -> None:
        items = value if isinstance(value, list) else []
        count = sum(item is not None for item in items)  # the filter drops those
        low, high, inner = spec.get("min"), spec.get("max"), spec.get("field")
        may_be_empty = spec.get("optional") is True and not count
        if isinstance(low, int) and count < low and not may_be_empty:
            self.tell(TOO_FEW, place, low)
        if isinstance(high, int) and count > high:
            self.tell(TOO_MANY, place, high)
        if isinstance(inner, Mapping):
            for position, item in enumerate(items):
                if item is None:
                    continue
                self.field(item, inner, f"{place}/{position}", Scope({}, scope))

    def media(self, value: object, spec: Spec, place: str, _scope: Scope) -> None:
        files = value if isinstance(value, list) else [value]
        if not any(isinstance(file, Mapping) and file.get("path") for file in files):
            self.missing(spec, place)

    def library(self, value: object, spec: Spec, place: str, scope: Scope) -> None:
        name = value.get("library") if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or not name:
            self.missing(spec, place)
            return
        try:
            library = self.get(LibraryName.parse(str(name)))
        except ValueError:
            return
        if library is not None:
            params = value.get("params")
            values = params if isinstance(params, Mapping) else {}
            self.fields(values, library.semantics, f"{place}/params", Scope(values, scope))

    def missing(self, spec: Spec, place: str) -> None:
        if spec.get("optional") is not True:
            self.tell(REQUIRED, place)


_LOOKS: Mapping[str, Callable[[_Search, object, Spec, str, Scope], None]] = {
    "text": _Search.text,
    "number": _Search.number,
    "select": _Search.choice,
    "group": _Search.group,
    "list": _Search.list,
    "library": _Search.library,
    **dict.fromkeys(("file", "image", "video", "audio"), _Search.media),
}


def is_blank(html: str) -> bool:
    """Tell whether a text shows nothing: no word, no picture."""
    return not _SHOWN_TAG.search(html) and not unescape(_TAG.sub("", html)).strip()


def is_empty(value: object) -> bool:
    """Tell whether a value holds nothing that somebody wrote; boxes and choices do not count."""
    if isinstance(value, str):
        return is_blank(value)
    if isinstance(value, Mapping):
        return all(is_empty(inner) for inner in value.values())
    if isinstance(value, list):
        return all(is_empty(inner) for inner in value)
    return value is None or isinstance(value, bool)
