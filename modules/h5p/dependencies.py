"""In which order the libraries of a content load.

Rule (h5p-php-library): each library's dependencies come before it, dynamic ones first, then
preloaded, then editor ones; a machine name loads once per kind, the first version met wins; what a
library of the editor preloads belongs to the editor.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from modules.h5p.libraries import DYNAMIC, EDITOR, PRELOADED, Library, Lookup, StoredFile
from modules.h5p.names import LibraryName
from modules.h5p.patterns import Patterns, split_delimiters


@dataclass(frozen=True, slots=True)
class Asset:
    """One script or style of a library, to load in a page."""

    library: LibraryName
    path: str
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Everything a content needs, each list in loading order; `missing` is not installed."""

    preloaded: tuple[Library, ...]
    dynamic: tuple[Library, ...]
    editor: tuple[Library, ...]
    missing: tuple[LibraryName, ...]

    @property
    def scripts(self) -> list[Asset]:
        """JavaScript to load, in order."""
        return [asset for library in self.preloaded for asset in _assets(library, library.scripts)]

    @property
    def styles(self) -> list[Asset]:
        """CSS to load, in order, without that of libraries whose styles another one replaces."""
        dropped = {name for library in self.preloaded for name in library.dropped_styles}
        return [
            asset
            for library in self.preloaded
            if library.name.machine_name not in dropped
            for asset in _assets(library, library.styles)
        ]

    @property
    def all(self) -> tuple[Library, ...]:
        """Every library once."""
        libraries = (*self.preloaded, *self.dynamic, *self.editor)
        return tuple({library.name: library for library in libraries}.values())


def resolve(used: Iterable[LibraryName], get: Lookup) -> Dependencies:
    """Order the libraries a content uses and all they need.

    `used` is `Filtered.libraries`, then the content's addons.
    """
    walk = _Walk(get)
    for name in used:
        walk.visit(name, PRELOADED)
    preloaded, dynamic, editor = (
        tuple(walk.found[kind].values()) for kind in (PRELOADED, DYNAMIC, EDITOR)
    )
    return Dependencies(preloaded, dynamic, editor, tuple(walk.missing))


def find_addons(params: object, addons: Iterable[Library]) -> tuple[LibraryName, ...]:
    """Names of the addons (`addTo`) that some text of the content asks for, newest version each."""
    newest: dict[str, Library] = {}
    for addon in addons:
        known = newest.get(addon.name.machine_name)
        if known is None or known.name < addon.name:
            newest[addon.name.machine_name] = addon
    if not newest:
        return ()
    patterns = Patterns()
    texts = list(_texts(params))
    return tuple(addon.name for addon in newest.values() if _asked(addon, texts, patterns))


def _asked(addon: Library, texts: Sequence[str], patterns: Patterns) -> bool:
    return any(
        patterns.search(*split_delimiters(pattern), text)
        for pattern in addon.addon_patterns
        for text in texts
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _assets(library: Library, paths: Iterable[str]) -> Iterator[Asset]:
    for path in paths:
        inside = path.removeprefix("./")
        if inside in library.files:
            yield Asset(library.name, inside, library.files[inside])


@dataclass(slots=True)
class _Walk:
    """Depth first, children before parents; cycles and repeats stop at the name already entered."""

    get: Lookup
    entered: dict[str, set[str]] = field(
        default_factory=lambda: {PRELOADED: set(), DYNAMIC: set(), EDITOR: set()}
    )
    found: dict[str, dict[str, Library]] = field(
        default_factory=lambda: {PRELOADED: {}, DYNAMIC: {}, EDITOR: {}}
    )
    missing: dict[LibraryName, None] = field(default_factory=dict)

    def visit(self, name: LibraryName, kind: str) -> None:
        stack: list[tuple[Library, str, Iterator[tuple[LibraryName, str]]]] = []
        self._enter(name, kind, stack)
        while stack:
            library, its_kind, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self.found[its_kind][library.name.machine_name] = library
            else:
                self._enter(*child, stack)

    def _enter(
        self,
        name: LibraryName,
        kind: str,
        stack: list[tuple[Library, str, Iterator[tuple[LibraryName, str]]]],
    ) -> None:
        if name.machine_name in self.entered[kind]:
            return
        self.entered[kind].add(name.machine_name)
        library = self.get(name)
        if library is None:
            self.missing.setdefault(name)
        else:
            stack.append((library, kind, _children(library, kind)))


def _children(library: Library, kind: str) -> Iterator[tuple[LibraryName, str]]:
    for needed in (DYNAMIC, PRELOADED, EDITOR):
        for name in library.dependencies(needed):
            yield name, EDITOR if kind == EDITOR and needed == PRELOADED else needed
