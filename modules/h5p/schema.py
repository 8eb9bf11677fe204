"""Check h5p.json and library.json against the specification.

Each check yields Issues whose `place` is the property. Numbers may be written as strings, unknown
properties are ignored, an empty optional property counts as absent.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from modules.h5p.issues import Issue
from modules.h5p.names import MACHINE_NAME, LibraryName

Check = Callable[[object], bool]

LICENSES = frozenset(
    {
        "CC BY", "CC BY-SA", "CC BY-ND", "CC BY-NC", "CC BY-NC-SA", "CC BY-NC-ND",
        "CC CC-BY-NC-CD", "CC0 1.0", "GNU GPL", "PD", "ODC PDDL", "CC PDM", "U", "C",
    }
)  # fmt: skip
DEPENDENCY_KINDS = ("preloadedDependencies", "dynamicDependencies", "editorDependencies")
_LANGUAGE = re.compile(r"[-a-zA-Z]{1,10}")
_LINE = re.compile(r"[^\r\n\x00]{1,255}")
_NUMBER = re.compile(r"\d{1,5}", re.ASCII)
_ASSET = re.compile(r"(?!/)[^\x00-\x1f\\:?#]+\.(?:js|css)", re.IGNORECASE)


def number(value: object) -> int | None:
    """Read a version or a size, written as a number or as a string; None if it is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value <= 99_999 else None  # noqa: PLR2004 — five digits
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    return None


def dependency(value: object) -> LibraryName | None:
    """Read one `{machineName, majorVersion, minorVersion}`; None if it is not one."""
    if not isinstance(value, Mapping):
        return None
    machine, major, minor = (
        value.get("machineName"),
        number(value.get("majorVersion")),
        number(value.get("minorVersion")),
    )
    if not _is_machine_name(machine) or major is None or minor is None:
        return None
    return LibraryName(str(machine), major, minor)


def dependencies(document: Mapping[str, object], kind: str) -> Iterator[LibraryName]:
    """Yield the well-formed dependencies of one kind."""
    listed = document.get(kind)
    for value in listed if isinstance(listed, list) else ():
        if (name := dependency(value)) is not None:
            yield name


def paths(document: Mapping[str, object], kind: str) -> Iterator[str]:
    """Yield the well-formed paths of `preloadedJs` or `preloadedCss`."""
    listed = document.get(kind)
    for value in listed if isinstance(listed, list) else ():
        if _is_asset(value):
            yield value["path"]


def _is_line(value: object) -> bool:
    return isinstance(value, str) and bool(_LINE.fullmatch(value))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return number(value) is not None


def _is_machine_name(value: object) -> bool:
    return isinstance(value, str) and bool(MACHINE_NAME.fullmatch(value))


def _is_dependency(value: object) -> bool:
    return dependency(value) is not None


def _is_asset(value: object) -> bool:
    path = value.get("path") if isinstance(value, Mapping) else None
    return isinstance(path, str) and bool(_ASSET.fullmatch(path)) and ".." not in path.split("/")


def _is_api(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        number(value.get(key)) is not None for key in ("majorVersion", "minorVersion")
    )


def _list_of(item: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(item, value))


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping)


def _named(value: object) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("name"), str)


@dataclass(frozen=True, slots=True)
class Schema:
    """What one kind of document must hold, may hold, and the values some properties allow."""

    invalid: str  # the code when a property has the wrong form
    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    options: Mapping[str, frozenset[str]]

    def check(self, document: Mapping[str, object], file: str) -> Iterator[Issue]:
        """Yield every issue. When there is one, the document's own code is among them."""
        issues = [*self._missing(document, file), *self._malformed(document, file)]
        yield from issues
        if issues and all(issue.code != self.invalid for issue in issues):
            places = ", ".join(dict.fromkeys(issue.place for issue in issues))
            yield Issue(self.invalid, file, "", {"reason": f"voir {places}"})

    def _missing(self, document: Mapping[str, object], file: str) -> Iterator[Issue]:
        for name in self.required:
            if name not in document:
                yield Issue("missing-required-property", file, name, {"name": name})

    def _malformed(self, document: Mapping[str, object], file: str) -> Iterator[Issue]:
        checks = {**self.required, **self.optional}
        for name in document.keys() & (checks.keys() | self.options.keys()):
            value = document[name]
            if name not in self.required and (value is None or value in ("", [])):
                continue
            if name in checks and not checks[name](value):
                reason = {"reason": f"la propriété « {name} » n’a pas la forme prévue"}
                yield Issue(self.invalid, file, name, reason)
            elif name in self.options:
                yield from self._illegal(name, value, file)

    def _illegal(self, name: str, value: object, file: str) -> Iterator[Issue]:
        for chosen in value if isinstance(value, list) else [value]:
            if _plain(chosen) not in self.options[name]:
                shown = _plain(chosen)[:100]
                yield Issue("illegal-option-in-library", file, name, {"value": shown})


def _plain(value: object) -> str:
    """0, "0" and false are one option."""
    return str(int(value)) if isinstance(value, bool) else str(value)


_EMBED = frozenset({"div", "iframe"})
_YES_NO = frozenset({"0", "1"})

H5P_JSON = Schema(
    invalid="invalid-h5p-json-file",
    required={
        "title": _is_line,
        "language": lambda value: isinstance(value, str) and bool(_LANGUAGE.fullmatch(value)),
        "mainLibrary": _is_machine_name,
        "embedTypes": _list_of(_is_text),
        "preloadedDependencies": _list_of(_is_dependency),
    },
    optional={
        "dynamicDependencies": _list_of(_is_dependency),
        "editorDependencies": _list_of(_is_dependency),
        "contentType": _is_line,
        "author": _is_line,
        "authors": _list_of(_named),
        "license": lambda value: isinstance(value, str) and value in LICENSES,
        "licenseVersion": _is_line,
        "licenseExtras": _is_text,
        "source": _is_text,
        "changes": _list_of(_is_object),
        "authorComments": _is_text,
        "w": _is_number,
        "h": _is_number,
        "metaKeywords": _is_text,
        "metaDescription": _is_text,
    },
    options={"embedTypes": _EMBED},
)

LIBRARY_JSON = Schema(
    invalid="invalid-library-json-file",
    required={
        "title": _is_line,
        "machineName": _is_machine_name,
        "majorVersion": _is_number,
        "minorVersion": _is_number,
        "patchVersion": _is_number,
        "runnable": lambda value: isinstance(value, (int, str)),
    },
    optional={
        **dict.fromkeys(DEPENDENCY_KINDS, _list_of(_is_dependency)),
        "preloadedJs": _list_of(_is_asset),
        "preloadedCss": _list_of(_is_asset),
        "dropLibraryCss": _list_of(
            lambda value: isinstance(value, Mapping) and _is_machine_name(value.get("machineName"))
        ),
        "author": _is_text,
        "license": _is_text,
        "description": _is_text,
        "w": _is_number,
        "h": _is_number,
        "embedTypes": _list_of(_is_text),
        "coreApi": _is_api,
        "addTo": _is_object,
        "metadataSettings": _is_object,
    },
    options={"runnable": _YES_NO, "fullscreen": _YES_NO, "embedTypes": _EMBED},
)
