"""A library: what its library.json and semantics.json say, and where its files are."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from modules.h5p.names import LibraryName
from modules.h5p.schema import DEPENDENCY_KINDS, dependencies, number, paths

PRELOADED, DYNAMIC, EDITOR = DEPENDENCY_KINDS


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file by what it holds: equal files are one file."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Library:
    """One installed library, or one that a package brings.

    `document` is its library.json, `semantics` the fields its content may have (None when it
    takes no content), `files` every file by its path inside the library's folder.
    """

    name: LibraryName
    patch: int
    document: Mapping[str, object]
    semantics: Sequence[Mapping[str, object]] | None
    files: Mapping[str, StoredFile]

    @property
    def title(self) -> str:
        """The name people read."""
        return str(self.document.get("title", self.name.machine_name))

    @property
    def version(self) -> str:
        """Major, minor and patch: "1.16.14"."""
        return f"{self.name.major}.{self.name.minor}.{self.patch}"

    @property
    def runnable(self) -> bool:
        """Whether it can be the main library of a content."""
        return str(self.document.get("runnable")) in {"1", "True"}

    @property
    def core_api(self) -> tuple[int, int] | None:
        """Version of the H5P core it asks for."""
        api = self.document.get("coreApi")
        if not isinstance(api, Mapping):
            return None
        return number(api.get("majorVersion")) or 0, number(api.get("minorVersion")) or 0

    @property
    def embed_types(self) -> tuple[str, ...]:
        """How it may be shown: "div", "iframe"."""
        listed = self.document.get("embedTypes")
        return tuple(map(str, listed)) if isinstance(listed, list) else ()

    @property
    def scripts(self) -> tuple[str, ...]:
        """Its `preloadedJs`, in order."""
        return tuple(paths(self.document, "preloadedJs"))

    @property
    def styles(self) -> tuple[str, ...]:
        """Its `preloadedCss`, in order."""
        return tuple(paths(self.document, "preloadedCss"))

    @property
    def dropped_styles(self) -> frozenset[str]:
        """Machine names of the dependencies whose CSS it replaces (`dropLibraryCss`)."""
        listed = self.document.get("dropLibraryCss")
        return frozenset(
            str(value["machineName"]) for value in (listed if isinstance(listed, list) else ())
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of its translations: ("de", "fr")."""
        prefix, suffix = "language/", ".json"
        return tuple(
            sorted(
                path.removeprefix(prefix).removesuffix(suffix)
                for path in self.files
                if path.startswith(prefix) and path.endswith(suffix)
            )
        )

    @property
    def addon_patterns(self) -> tuple[str, ...]:
        """Regular expressions of `addTo`: a content with such a text also loads this library."""
        return tuple(_addon_patterns(self.document.get("addTo")))

    @cached_property
    def digest(self) -> str:
        """Hash of all its files: two libraries of one name that differ have two digests."""
        lines = "".join(f"{path}\0{file.sha256}\n" for path, file in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()

    def dependencies(self, kind: str) -> tuple[LibraryName, ...]:
        """Libraries it needs: kind is PRELOADED, DYNAMIC or EDITOR."""
        return tuple(dependencies(self.document, kind))


Lookup = Callable[[LibraryName], Library | None]


def _addon_patterns(add_to: object) -> Iterator[str]:
    content = add_to.get("content") if isinstance(add_to, Mapping) else None
    types = content.get("types") if isinstance(content, Mapping) else None
    for kind in types if isinstance(types, list) else ():
        text = kind.get("text") if isinstance(kind, Mapping) else None
        pattern = text.get("regex") if isinstance(text, Mapping) else None
        if isinstance(pattern, str):
            yield pattern
