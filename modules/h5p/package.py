"""Open a .h5p: only safe names come out, and bytes are counted as they come.

Rules of the format: `h5p.json` and `content/content.json` at fixed places, every other top folder
is a library; a path with a segment that begins with "." or "_" is skipped.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from modules.h5p.archive import Archive, BrokenArchiveError, Entry, TooManyEntriesError
from modules.h5p.issues import Issue, UnreadableFileError
from modules.h5p.libraries import StoredFile
from modules.h5p.limits import DEFAULT, Limits

CONTENT_FOLDER = "content"
CONTENT_FILE = "content/content.json"
H5P_FILE = "h5p.json"

_SKIPPED = re.compile(r"(?:^|/)[._]")
_TRAVERSAL = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)")
_ABSOLUTE = re.compile(r"^(?:[/\\]|[A-Za-z]:)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MAX_NAME = 512
_SMALL = 1024 * 1024


class Package:
    """The files of a .h5p that may be looked at, and what is wrong with the archive.

    `files` holds their paths with "/"; folders and skipped entries are left out. `issues` lists
    everything that names and declared sizes tell; nothing is unpacked yet. Other archives from
    strangers are read the same way by a subclass: `suffix` is how their names end.
    """

    suffix = ".h5p"

    def __init__(self, file: BinaryIO, filename: str, limits: Limits = DEFAULT) -> None:
        self.filename = filename
        self.limits = limits
        self.issues: list[Issue] = []
        self.files: dict[str, Entry] = {}
        self.oversized = False
        self._kept: dict[str, bytes] = {}
        self._memory = limits.memory
        if not filename.lower().endswith(self.suffix):
            self._report("missing-h5p-extension", filename)
        try:
            self._archive = Archive.open(file, max_entries=limits.max_files)
        except BrokenArchiveError as error:
            self._report("unable-to-unzip", reason=str(error))
        except TooManyEntriesError:
            self._report("too-many-files", limit=limits.max_files)
        else:
            self._list()

    @property
    def readable(self) -> bool:
        """Whether it is an archive at all, of a size that may be unpacked."""
        return bool(self.files) and not self.oversized

    def library_folders(self) -> dict[str, dict[str, str]]:
        """Top folders but `content`: folder → (path inside it → path in the package)."""
        folders: dict[str, dict[str, str]] = {}
        for path in self.files:
            folder, slash, inside = path.partition("/")
            if slash and folder != CONTENT_FOLDER:
                folders.setdefault(folder, {})[inside] = path
        return folders

    def content_files(self) -> dict[str, str]:
        """Media of the content: path relative to `content/` → path in the package."""
        prefix = f"{CONTENT_FOLDER}/"
        return {
            path.removeprefix(prefix): path
            for path in self.files
            if path.startswith(prefix) and path != CONTENT_FILE
        }

    def read(self, path: str, *, at_most: int | None = None) -> bytes:
        """Whole content of a small file. Raises UnreadableFileError."""
        if path in self._kept:
            return self._kept[path]
        if at_most is not None and self.files[path].size > at_most:
            raise UnreadableFileError(Issue("file-size-too-large", path, "", {"limit": at_most}))
        data = b"".join(self.chunks(path))
        if len(data) <= self._memory:
            self._memory -= len(data)
            self._kept[path] = data
        return data

    def chunks(self, path: str) -> Iterator[bytes]:
        """Content of a file, piece by piece. Raises UnreadableFileError.

        A file that holds more than its declared size is refused: that is how bombs hide.
        """
        if path in self._kept:
            yield self._kept[path]
            return
        entry = self.files[path]
        count = 0
        try:
            for chunk in self._archive.chunks(entry):
                count += len(chunk)
                if count <= entry.size:
                    yield chunk
                elif count > self.limits.max_file:
                    limit = {"limit": self.limits.max_file}
                    raise UnreadableFileError(Issue("file-size-too-large", path, "", limit))
        except BrokenArchiveError as error:
            raise _unreadable(path, str(error)) from None
        if count != entry.size:
            raise _unreadable(path, f"{count} octets au lieu des {entry.size} annoncés")

    def digest(self, path: str) -> StoredFile:
        """Hash of a file, keeping small ones at hand. Raises UnreadableFileError."""
        hasher = hashlib.sha256()
        size = 0
        data = self.data(path)
        for piece in [data] if isinstance(data, bytes) else data:
            hasher.update(piece)
            size += len(piece)
        return StoredFile(hasher.hexdigest(), size)

    def data(self, path: str) -> bytes | Iterator[bytes]:
        """Content of a file for storing: at once if small, else in pieces."""
        return self.read(path) if self.files[path].size <= _SMALL else self.chunks(path)

    def _report(self, code: str, file: str = "", **params: object) -> None:
        self.issues.append(Issue(code, file, "", params))

    def _list(self) -> None:
        seen: dict[str, str] = {}
        total = 0
        for entry in self._archive.entries:
            path = self._safe_path(entry)
            if path is None or path.endswith("/") or _SKIPPED.search(path):
                continue
            folded = path.casefold()
            if folded in seen:
                self._report("duplicate-entry", path, other=seen[folded])
                continue
            seen[folded] = path
            self.files[path] = entry
            total += entry.size
            self._check_file(path, entry)
        if total > self.limits.max_total:
            self.oversized = True
            self._report("total-size-too-large", limit=self.limits.max_total)

    def _safe_path(self, entry: Entry) -> str | None:
        """Name of the entry, or None once its issue is told. Skipped names are checked too."""
        try:
            path = entry.raw_name.decode()
        except UnicodeDecodeError:
            shown = entry.raw_name.decode(errors="replace")
            self._report("invalid-entry-name", shown, reason="il n’est pas en UTF-8")
            return None
        if _TRAVERSAL.search(path):
            self._report("path-traversal", path)
        elif _ABSOLUTE.search(path):
            self._report("absolute-path", path)
        elif reason := _odd_name(path):
            self._report("invalid-entry-name", path[:_MAX_NAME], reason=reason)
        elif entry.special:
            self._report("symlink", path)
        else:
            return path
        return None

    def _check_file(self, path: str, entry: Entry) -> None:
        if entry.encrypted:
            self._report("encrypted-entry", path)
        if entry.size > self.limits.max_file:
            self.oversized = True
            self._report("file-size-too-large", path, limit=self.limits.max_file)
        folder, slash, inside = path.partition("/")
        if not slash:
            return  # nothing of the root but h5p.json is ever used
        allowed = (
            self.limits.content_extensions
            if folder == CONTENT_FOLDER
            else self.limits.library_extensions
        )
        _stem, _dot, extension = inside.rpartition("/")[2].rpartition(".")
        if not _dot or extension.lower() not in allowed:
            self._report("not-in-whitelist", path, extension=extension if _dot else "")


@contextmanager
def open_package(
    file: BinaryIO | Path, *, filename: str = "", limits: Limits = DEFAULT
) -> Iterator[Package]:
    """Open a package for the duration of a `with`; what is wrong is in its `issues`.

    `filename` is the name people gave it (default: the path's own).
    """
    if isinstance(file, Path):
        with file.open("rb") as opened:
            yield Package(opened, filename or file.name, limits)
    else:
        yield Package(file, filename, limits)


def _odd_name(path: str) -> str:
    if "\\" in path:
        return "il contient une barre oblique inverse"
    if _CONTROL.search(path):
        return "il contient un caractère de contrôle"
    if len(path) > _MAX_NAME:
        return "il est trop long"
    if not path or "//" in path:
        return "il contient un segment vide"
    return ""


def _unreadable(path: str, reason: str) -> UnreadableFileError:
    return UnreadableFileError(Issue("unable-to-unzip", path, "", {"reason": reason}))
