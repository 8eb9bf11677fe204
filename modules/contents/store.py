"""The H5P library's index and files, kept in the database and the default storage."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from modules.contents.models import Blob, ContentVersion, Library
from modules.h5p import libraries as h5p
from modules.h5p.libraries import StoredFile
from modules.h5p.names import LibraryName
from modules.h5p.schema import DEPENDENCY_KINDS, dependencies

_IN_MEMORY = 1 << 20
_LOCK = int.from_bytes(hashlib.sha256(b"h5p libraries").digest()[:7])


def path_of(sha256: str) -> str:
    """Return where a file is in the storage."""
    return f"h5p/{sha256[:2]}/{sha256}"


def as_h5p(row: Library) -> h5p.Library:
    """Return a row as the H5P library knows it, without semantics if they were not read."""
    has_semantics = "semantics" not in row.get_deferred_fields()
    return h5p.Library(
        name=row.name,
        patch=row.patch,
        document=row.document,
        semantics=row.semantics if has_semantics else None,
        files=stored_files(row.files),
    )


def stored_files(files: Mapping[str, list[str | int]]) -> dict[str, StoredFile]:
    """Return the files of a row: {path: [sha256, size]}."""
    return {path: StoredFile(str(sha256), int(size)) for path, (sha256, size) in files.items()}


def as_row(files: Mapping[str, StoredFile]) -> dict[str, list[str | int]]:
    """Return files as a row keeps them."""
    return {path: [file.sha256, file.size] for path, file in files.items()}


@contextmanager
def holding_libraries() -> Iterator[None]:
    """Open a transaction in which nobody else installs, deletes or collects anything.

    SQLite needs no lock: a transaction that writes is alone from its first statement.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


class StorageBlobs:
    """Files in the default storage; those put are told to the database by `tell`.

    A superseded file counts as absent: putting it again takes it back from the collector.
    """

    def __init__(self) -> None:
        """Start with nothing put."""
        self._put: dict[str, int] = {}

    def has(self, hashes: Collection[str]) -> set[str]:
        """Those that are already there."""
        there = Blob.objects.filter(sha256__in=list(hashes), superseded_at__isnull=True)
        return set(there.values_list("sha256", flat=True))

    def put(self, sha256: str, data: bytes | Iterable[bytes]) -> None:
        """Write a file; it exists for others once `tell` is committed."""
        with SpooledTemporaryFile(_IN_MEMORY) as whole:
            whole.writelines([data] if isinstance(data, bytes) else data)
            self._put[sha256] = whole.tell()
            self._save(path_of(sha256), cast("IO[bytes]", whole))

    def _save(self, path: str, whole: IO[bytes]) -> None:
        whole.seek(0)
        saved = default_storage.save(path, File(whole))
        if saved != path:
            # Left half-written by a process that died: no row vouches for it.
            default_storage.delete(saved)
            default_storage.delete(path)
            whole.seek(0)
            default_storage.save(path, File(whole))

    def tell(self) -> None:
        """Write the rows of what was put, in the transaction of what needs it."""
        rows = [Blob(sha256=sha256, size=size) for sha256, size in self._put.items()]
        Blob.objects.bulk_create(
            rows, 500, update_conflicts=True, unique_fields=["sha256"],
            update_fields=["size", "superseded_at"],
        )  # fmt: skip
        self._put.clear()

    def open(self, sha256: str) -> BinaryIO:
        """Open a file for reading. Raises FileNotFoundError."""
        return cast("BinaryIO", default_storage.open(path_of(sha256)))

    def delete(self, hashes: Iterable[str]) -> None:
        """Remove files; those that are not there do not matter."""
        for sha256 in hashes:
            self._put.pop(sha256, None)
            default_storage.delete(path_of(sha256))


class DatabaseIndex:
    """The installed libraries. `blobs` is told of its new files in the same transaction."""

    def __init__(self, blobs: StorageBlobs) -> None:
        """Keep the store whose files these libraries have."""
        self._blobs = blobs

    def patches(self, names: Collection[LibraryName]) -> Mapping[LibraryName, int]:
        """Patch number of each of these libraries that is installed."""
        rows = Library.objects.filter(machine_name__in={name.machine_name for name in names})
        found = {
            LibraryName(machine, major, minor): patch
            for machine, major, minor, patch in rows.values_list(
                "machine_name", "major", "minor", "patch"
            )
        }
        return {name: found[name] for name in names if name in found}

    def get(self, name: LibraryName) -> h5p.Library | None:
        """One library, or None."""
        row = rows_named(name).first()
        return None if row is None else as_h5p(row)

    def addons(self) -> Iterable[h5p.Library]:
        """The libraries that have `addTo`."""
        return [as_h5p(row) for row in Library.objects.filter(is_addon=True).order_by("pk")]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the index alone; what was put and saved becomes true together, or not."""
        with holding_libraries():
            yield
            self._blobs.tell()

    def save(self, library: h5p.Library) -> None:
        """Add a library, or replace the one of the same name. Within a transaction."""
        Library.objects.update_or_create(
            **_key(library.name),
            defaults={
                "patch": library.patch,
                "title": storable(library.title)[:255],
                "runnable": library.runnable,
                "is_addon": bool(library.addon_patterns),
                "digest": library.digest,
                "document": storable(library.document),
                "semantics": storable(library.semantics),
                "files": as_row(library.files),
                "installed_at": timezone.now(),
            },
        )

    def delete(self, name: LibraryName) -> None:
        """Forget a library. Within a transaction."""
        rows_named(name).delete()

    def users(self, name: LibraryName) -> list[str]:
        """What relies on a library, in words: other libraries, then contents."""
        needing = [str(other) for other in needed_by(name)]
        versions = ContentVersion.objects.filter(uses__library__in=rows_named(name))
        titles = versions.order_by("title", "number").values_list("title", "number")
        return needing + [f"« {title} » (version {number})" for title, number in titles]

    def unreferenced(self, hashes: Collection[str]) -> set[str]:
        """Those of these files that no library and no content has any more."""
        left = set(hashes)
        libraries, versions = (
            rows.values_list("files", flat=True).iterator()
            for rows in (Library.objects, ContentVersion.objects)
        )
        for files in chain(libraries, versions) if left else ():
            left.difference_update(sha256 for sha256, _size in files.values())
        return left


def needed_by(name: LibraryName) -> list[LibraryName]:
    """Return the other libraries that ask for this one."""
    rows = Library.objects.exclude(**_key(name)).order_by("machine_name", "major", "minor")
    return [
        LibraryName(machine, major, minor)
        for machine, major, minor, document in rows.values_list(
            "machine_name", "major", "minor", "document"
        )
        if any(name in dependencies(document, kind) for kind in DEPENDENCY_KINDS)
    ]


def storable(value: Any) -> Any:
    """Return a JSON value without NUL characters: a database keeps none."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, Mapping):
        return {storable(key): storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    return value


def _key(name: LibraryName) -> dict[str, Any]:
    return {"machine_name": name.machine_name, "major": name.major, "minor": name.minor}


def rows_named(name: LibraryName) -> QuerySet[Library]:
    """Return the row of a library, if it is installed."""
    return Library.objects.filter(**_key(name))
