"""Filter the parameters of a content by the semantics of its libraries.

Rules: the specification's field types and h5p-php-library's filtering, with one difference that
keeps people's work: a sub-content whose library the field does not list is reported and kept.
Filtering what was filtered changes nothing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from modules.h5p.fields import DROP, clean_boolean, clean_media, clean_number, clean_select
from modules.h5p.issues import Issue, MissingLibrariesError, UnreadableFileError
from modules.h5p.libraries import Library, Lookup
from modules.h5p.markup import clean, clean_unknown, plain, tangled
from modules.h5p.metadata import clean_metadata
from modules.h5p.names import LibraryName
from modules.h5p.package import CONTENT_FILE
from modules.h5p.patterns import Patterns
from modules.h5p.subcontent import option_names, sub_content_id

Spec = Mapping[str, object]
_MAX_DEPTH = 120
_MAX_NOTICES = 1000


@dataclass(frozen=True, slots=True)
class Filtered:
    """Parameters that are safe to store, play and export.

    `libraries` are those the content uses, inner ones first and the main one last. `notices` tell
    what was kept although odd, or set aside.
    """

    params: dict[str, object]
    libraries: tuple[LibraryName, ...]
    notices: tuple[Issue, ...]


def filter_params(
    params: object, main: LibraryName, get: Lookup, *, files: Collection[str] | None = None
) -> Filtered:
    """Filter a content of the library `main`; `get` finds libraries by name.

    `files`, when given, are the media the content has: a missing one is noticed. Raises
    MissingLibrariesError when the main library is not found, UnreadableFileError when the content
    nests too deep.
    """
    walk = _Walk(get, files)
    library = get(main)
    if library is None:
        raise MissingLibrariesError([main])
    filtered = walk.library_params(params, library, "")
    walk.used[main] = None
    return Filtered(filtered, tuple(walk.used), tuple(walk.notices))


@dataclass(slots=True)
class _Walk:
    get: Lookup
    files: Collection[str] | None
    notices: list[Issue] = field(default_factory=list)
    used: dict[LibraryName, None] = field(default_factory=dict)
    patterns: Patterns = field(default_factory=Patterns)
    depth: int = 0

    def tell(self, code: str, place: str, **params: object) -> None:
        if len(self.notices) < _MAX_NOTICES:
            self.notices.append(Issue(code, CONTENT_FILE, place, params))

    def enter(self, place: str) -> None:
        """Go one level down. Groups of one field nest without the content nesting."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            limit = {"limit": _MAX_DEPTH}
            raise UnreadableFileError(Issue("nesting-too-deep", CONTENT_FILE, place[:500], limit))

    def tell_once(self, code: str, place: str) -> None:
        """Tell, unless the field inside this flattened group just did."""
        if not self.notices or (self.notices[-1].code, self.notices[-1].place) != (code, place):
            self.tell(code, place)

    def library_params(self, params: object, library: Library, place: str) -> dict[str, object]:
        """Filter by a library's whole semantics; a list is how some exporters write {}."""
        given = params if isinstance(params, Mapping) else {}
        if library.semantics is None:
            return {clean_unknown(key): self._unknown(item, place) for key, item in given.items()}
        return self._fields(given, library.semantics, place)

    def _fields(self, value: Spec, specs: object, place: str) -> dict[str, object]:
        """Filter each known key, in the order of the content."""
        listed = specs if isinstance(specs, (list, tuple)) else ()
        by_name = {spec["name"]: spec for spec in listed if isinstance(spec.get("name"), str)}
        kept: dict[str, object] = {}
        for name, inner in value.items():
            if name in by_name and inner is not None:
                filtered = self.field(inner, by_name[name], f"{place}/{name}")
                if filtered is not DROP:
                    kept[name] = filtered
        return kept

    def field(self, value: object, spec: Spec, place: str) -> object:
        """Filter one value by its field; DROP when nothing of it can be kept."""
        self.enter(place)
        nested = _NESTED.get(str(spec["type"]))
        result = nested(self, value, spec, place) if nested else _simple(value, spec)
        self.depth -= 1
        if result is DROP and not _is_empty(value):
            self.tell_once("semantics-invalid-value", place)
        return result

    def text_value(self, value: object, spec: Spec, place: str) -> object:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return DROP
        limit = spec.get("maxLength")
        if isinstance(limit, int) and len(value) > limit:
            self.tell("semantics-limit-exceeded", place)
        rule = spec.get("regexp")
        if isinstance(rule, Mapping) and isinstance(rule.get("pattern"), str):
            modifiers = str(rule.get("modifiers") or "")
            if value and self.patterns.search(rule["pattern"], modifiers, value) is False:
                self.tell("semantics-invalid-according-regexp", place)
                return ""
        tags = spec.get("tags")
        if not isinstance(tags, list):
            return plain(value)
        if tangled(value):
            self.tell("semantics-markup-too-tangled", place)
            value = plain(value)
        font = spec.get("font")
        fonts = frozenset(name for name, on in font.items() if on) if isinstance(font, dict) else ()
        return clean(value, frozenset(t for t in tags if isinstance(t, str)), frozenset(fonts))

    def list_value(self, value: object, spec: Spec, place: str) -> object:
        inner = spec.get("field")
        if isinstance(value, Mapping):
            value = list(value.values())
        if not isinstance(value, list) or not isinstance(inner, Mapping):
            return DROP
        limit = spec.get("max")
        if isinstance(limit, int) and len(value) > limit:
            self.tell("semantics-limit-exceeded", place)
        items = (
            self.field(item, inner, f"{place}/{position}")
            for position, item in enumerate(value)
            if item is not None
        )
        return [item for item in items if item is not DROP]

    def group_value(self, value: object, spec: Spec, place: str) -> object:
        fields = spec.get("fields")
        sub_content = spec.get("isSubContent") is True
        if isinstance(fields, list) and len(fields) == 1 and not sub_content:
            return self.field(_unwrapped(value, fields[0]), fields[0], place)
        if not isinstance(value, Mapping):
            return {} if value == [] else DROP
        kept = self._fields(value, fields, place)
        if sub_content and (identifier := sub_content_id(value)):
            kept["subContentId"] = identifier
        return kept

    def media_value(self, value: object, spec: Spec, place: str) -> object:
        if spec["type"] in {"video", "audio"}:
            sources = value if isinstance(value, list) else [value]
            cleaned = [self._file(source, spec, place) for source in sources]
            return [source for source in cleaned if source is not None]
        file = self._file(value, spec, place)
        return DROP if file is None else file

    def _file(self, value: object, spec: Spec, place: str) -> dict[str, object] | None:
        file = clean_media(value, spec)
        path = str(file["path"]) if file else ""
        if file and self.files is not None and ":" not in path and path not in self.files:
            self.tell("content-file-missing", place, path=path)
        return file

    def library_value(self, value: object, spec: Spec, place: str) -> object:
        if not isinstance(value, Mapping) or not isinstance(value.get("library"), str):
            return DROP
        try:
            name = LibraryName.parse(value["library"])
        except ValueError:
            return DROP
        if name not in option_names(spec):
            self.tell("sub-library-not-in-options", place, library=name)
        library = self.get(name)
        kept: dict[str, object] = {"library": str(name)}
        if library is None:
            self.tell("missing-library-dependency", place, library=name)
            kept["params"] = self._unknown(value.get("params"), place)
        else:
            kept["params"] = self.library_params(value.get("params"), library, f"{place}/params")
            self.used.setdefault(name)
        if identifier := sub_content_id(value):
            kept["subContentId"] = identifier
        if isinstance(value.get("metadata"), Mapping):
            kept["metadata"] = clean_metadata(value["metadata"], plain)
        return kept

    def _unknown(self, value: object, place: str) -> object:
        """Clean every text of a value whose semantics nobody has."""
        self.enter(place)
        cleaned = value
        if isinstance(value, str):
            cleaned = clean_unknown(value)
        elif isinstance(value, list):
            cleaned = [self._unknown(item, place) for item in value]
        elif isinstance(value, Mapping):
            cleaned = {
                clean_unknown(key): self._unknown(item, place) for key, item in value.items()
            }
        self.depth -= 1
        return cleaned


_NESTED: Mapping[str, Callable[[_Walk, object, Spec, str], object]] = {
    "text": _Walk.text_value,
    "list": _Walk.list_value,
    "group": _Walk.group_value,
    "library": _Walk.library_value,
    **dict.fromkeys(("file", "image", "video", "audio"), _Walk.media_value),
}


def _simple(value: object, spec: Spec) -> object:
    """Clean a value of a type that holds no other."""
    match spec["type"]:
        case "number":
            return clean_number(value, spec)
        case "boolean":
            return clean_boolean(value)
        case "select":
            return clean_select(value, spec, plain)
    return DROP


def _unwrapped(value: object, spec: Spec) -> object:
    """A group of one field holds that field's value itself; some tools still wrap it."""
    name = spec.get("name")
    if isinstance(value, Mapping) and len(value) == 1 and name in value:
        own_keys = {"library": "library", "file": "path", "image": "path"}
        if own_keys.get(str(spec["type"])) != name:
            return value[name]
    return value


def _is_empty(value: object) -> bool:
    """Whether there was nothing to keep: editors leave empty choices and empty sub-contents."""
    return value in ("", [], {}) or value == {"params": {}}
