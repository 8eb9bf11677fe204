"""An index and a store that live in memory, to see what an import leaves behind."""

import io
from contextlib import contextmanager

from modules.h5p.libraries import DYNAMIC, EDITOR, PRELOADED, Library
from modules.h5p.names import LibraryName


class MemoryIndex:
    def __init__(self) -> None:
        self.libraries: dict[LibraryName, Library] = {}

    def patches(self, names):
        return {name: self.libraries[name].patch for name in names if name in self.libraries}

    def get(self, name):
        return self.libraries.get(name)

    def addons(self):
        return [library for library in self.libraries.values() if library.addon_patterns]

    @contextmanager
    def transaction(self):
        before = dict(self.libraries)
        try:
            yield
        except BaseException:
            self.libraries = before
            raise

    def save(self, library):
        self.libraries[library.name] = library

    def delete(self, name):
        del self.libraries[name]

    def users(self, name):
        kinds = (PRELOADED, DYNAMIC, EDITOR)
        return [
            str(library.name)
            for library in self.libraries.values()
            if any(name in library.dependencies(kind) for kind in kinds)
        ]

    def unreferenced(self, hashes):
        known = {file.sha256 for one in self.libraries.values() for file in one.files.values()}
        return set(hashes) - known


class MemoryBlobs:
    """`fail_after` makes the store break down after that many files."""

    def __init__(self, fail_after=None) -> None:
        self.files: dict[str, bytes] = {}
        self.fail_after = fail_after

    def has(self, hashes):
        return {sha256 for sha256 in hashes if sha256 in self.files}

    def put(self, sha256, data):
        if self.fail_after is not None and len(self.files) >= self.fail_after:
            raise OSError("disque plein")
        self.files[sha256] = data if isinstance(data, bytes) else b"".join(data)

    def open(self, sha256):
        if sha256 not in self.files:
            raise FileNotFoundError(sha256)
        return io.BytesIO(self.files[sha256])

    def delete(self, hashes):
        for sha256 in hashes:
            self.files.pop(sha256, None)
