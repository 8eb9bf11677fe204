"""Libraries and files kept in a folder of the machine, for use without a database."""

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import orjson

from modules.h5p.libraries import DYNAMIC, EDITOR, PRELOADED, Library, StoredFile
from modules.h5p.names import LibraryName


class FolderBlobs:
    """Files under their hash: `a/bcdef…`. One write and one rename each, no other bookkeeping."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: set[str] = set()

    def has(self, hashes: Collection[str]) -> set[str]:
        """Those that are already there."""
        if not self._root.is_dir():
            return set()
        return {sha256 for sha256 in hashes if self.path(sha256).is_file()}

    def path(self, sha256: str) -> Path:
        """Where a file is, or would be."""
        return self._root / sha256[:1] / sha256[1:]

    def put(self, sha256: str, data: bytes | Iterable[bytes]) -> None:
        """Write beside, then rename: a reader sees all of it or nothing."""
        folder = f"{self._root}/{sha256[:1]}"
        if folder not in self._made:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        partial = f"{folder}/.{uuid4().hex}"
        try:
            with open(partial, "wb", buffering=0) as file:  # noqa: PTH123 — a thousand times a package
                file.writelines([data] if isinstance(data, bytes) else data)
            os.rename(partial, f"{folder}/{sha256[1:]}")  # noqa: PTH104
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise

    def open(self, sha256: str) -> BinaryIO:
        """Open a file for reading. Raises FileNotFoundError."""
        return self.path(sha256).open("rb")

    def delete(self, hashes: Iterable[str]) -> None:
        """Remove files; those that are not there do not matter."""
        for sha256 in hashes:
            self.path(sha256).unlink(missing_ok=True)


class FolderIndex:
    """One JSON file for each library, and one that tells which contents use what."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changes: dict[LibraryName, Library | None] | None = None

    def patches(self, names: Collection[LibraryName]) -> Mapping[LibraryName, int]:
        """Patch number of each of these libraries that is installed."""
        found = ((name, self.get(name)) for name in names)
        return {name: library.patch for name, library in found if library is not None}

    def get(self, name: LibraryName) -> Library | None:
        """One library, or None."""
        if self._changes is not None and name in self._changes:
            return self._changes[name]
        try:
            return _read(self._path(name).read_bytes())
        except FileNotFoundError:
            return None

    def addons(self) -> Iterable[Library]:
        """The libraries that have `addTo`."""
        return [library for library in self.all() if library.addon_patterns]

    def all(self) -> Iterator[Library]:
        """Every library."""
        saved = {path.name for path in self._root.glob("*.json")}
        changes = self._changes or {}
        changed = {self._path(name).name for name in changes}
        yield from (library for library in changes.values() if library is not None)
        for name in sorted(saved - changed):
            yield _read((self._root / name).read_bytes())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold a lock file; write the changes at the end, or none of them."""
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._changes = {}
            try:
                yield
                self._flush(self._changes)
            finally:
                self._changes = None

    def save(self, library: Library) -> None:
        """Add or replace a library, within a transaction."""
        self._pending()[library.name] = library

    def delete(self, name: LibraryName) -> None:
        """Forget a library, within a transaction."""
        self._pending()[name] = None

    def users(self, name: LibraryName) -> list[str]:
        """List the libraries that need this one."""
        return sorted(
            f"{library.name}"
            for library in self.all()
            if library.name != name
            and any(name in library.dependencies(kind) for kind in (PRELOADED, DYNAMIC, EDITOR))
        )

    def unreferenced(self, hashes: Collection[str]) -> set[str]:
        """Those of these files that no library has any more."""
        left = set(hashes)
        for library in self.all() if left else ():
            left -= {file.sha256 for file in library.files.values()}
        return left

    def _path(self, name: LibraryName) -> Path:
        return self._root / f"{name.folder}.json"

    def _pending(self) -> dict[LibraryName, Library | None]:
        if self._changes is None:
            raise RuntimeError("an index changes within a transaction only")
        return self._changes

    def _flush(self, changes: Mapping[LibraryName, Library | None]) -> None:
        """Write everything beside first: the renames that make it visible hardly fail."""
        partials: list[tuple[Path, Path]] = []
        try:
            for name, library in changes.items():
                if library is not None:
                    partial = self._root / f".{uuid4().hex}"
                    partials.append((partial, self._path(name)))
                    partial.write_bytes(_written(library))
            for partial, final in partials:
                partial.rename(final)
        except BaseException:
            for partial, _final in partials:
                partial.unlink(missing_ok=True)
            raise
        for name, library in changes.items():
            if library is None:
                self._path(name).unlink(missing_ok=True)


def _written(library: Library) -> bytes:
    return orjson.dumps(
        {
            "name": str(library.name),
            "patch": library.patch,
            "document": library.document,
            "semantics": library.semantics,
            "files": {path: [file.sha256, file.size] for path, file in library.files.items()},
        }
    )


def _read(data: bytes) -> Library:
    record = orjson.loads(data)
    return Library(
        name=LibraryName.parse(record["name"]),
        patch=record["patch"],
        document=record["document"],
        semantics=record["semantics"],
        files={path: StoredFile(*stored) for path, stored in record["files"].items()},
    )
