"""Where libraries and files are kept: two small interfaces a host implements.

`modules.h5p.folder` implements both over a folder; a host with a database and an object store
brings its own.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from modules.h5p.issues import LibraryInUseError
from modules.h5p.libraries import Library
from modules.h5p.names import LibraryName


class Installed(Protocol):
    """What validation asks of an index."""

    def patches(self, names: Collection[LibraryName]) -> Mapping[LibraryName, int]:
        """Patch number of each of these libraries that is installed."""


class Index(Installed, Protocol):
    """The installed libraries, by name, major and minor."""

    def get(self, name: LibraryName) -> Library | None:
        """One library, or None."""

    def addons(self) -> Iterable[Library]:
        """The libraries that have `addTo`."""

    def transaction(self) -> AbstractContextManager[None]:
        """Hold the index alone: what is saved and deleted inside becomes true together, or not."""

    def save(self, library: Library) -> None:
        """Add a library, or replace the one of the same name. Within a transaction."""

    def delete(self, name: LibraryName) -> None:
        """Forget a library. Within a transaction."""

    def users(self, name: LibraryName) -> list[str]:
        """What relies on a library (contents, other libraries), in words for people."""

    def unreferenced(self, hashes: Collection[str]) -> set[str]:
        """Those of these files that no library has any more."""


class BlobStore(Protocol):
    """Files by the SHA-256 of what they hold: written once, never changed."""

    def has(self, hashes: Collection[str]) -> set[str]:
        """Those that are already there."""

    def put(self, sha256: str, data: bytes | Iterable[bytes]) -> None:
        """Keep a file; large ones come in pieces. Half a file must never be visible."""

    def open(self, sha256: str) -> BinaryIO:
        """Open a file for reading. Raises FileNotFoundError."""

    def delete(self, hashes: Iterable[str]) -> None:
        """Remove files; those that are not there do not matter."""


def delete_library(name: LibraryName, *, index: Index, blobs: BlobStore) -> None:
    """Delete a library that nothing uses, and the files nobody else has.

    Raises LibraryInUseError; a library that is not installed does not matter.
    """
    with index.transaction():
        library = index.get(name)
        if library is None:
            return
        if users := index.users(name):
            raise LibraryInUseError(name, users)
        index.delete(name)
        gone = index.unreferenced({file.sha256 for file in library.files.values()})
    blobs.delete(gone)
