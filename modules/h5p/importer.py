"""Import a package: check all of it, filter its content, then store what is new.

Nothing is written before everything is checked, and what was written is taken back if storing
fails: no half-installed library, no orphan file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from modules.h5p.issues import InvalidPackageError, Issue, UnreadableFileError
from modules.h5p.libraries import Library, StoredFile
from modules.h5p.limits import DEFAULT, Limits
from modules.h5p.metadata import clean_metadata
from modules.h5p.names import LibraryName
from modules.h5p.package import CONTENT_FOLDER, Package, open_package
from modules.h5p.semantics import Filtered, filter_params
from modules.h5p.store import BlobStore, Index
from modules.h5p.validate import Checked, check_package

Approve = Callable[[Sequence[Library]], None]


@dataclass(frozen=True, slots=True)
class ImportedContent:
    """What a package became; a host keeps it, and `export_package` turns it back into a package.

    `used` are the libraries of the content and of its sub-contents. `installed` are the libraries
    this import added or patched. `superseded` are files no library has any more since: delete them
    once no open page can still ask for them.
    """

    main_library: LibraryName
    title: str
    language: str
    metadata: Mapping[str, object]
    params: Mapping[str, object]
    files: Mapping[str, StoredFile]
    used: tuple[LibraryName, ...]
    notices: tuple[Issue, ...]
    installed: tuple[LibraryName, ...] = ()
    superseded: frozenset[str] = frozenset()


Keep = Callable[[ImportedContent], None]


class _Written:
    """Files put so far, taken back when what follows fails.

    While the index is held: nobody may count meanwhile on a file about to go.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.put_in: list[tuple[BlobStore, str]] = []

    def put(self, store: BlobStore, files: Iterable[tuple[str, StoredFile]]) -> None:
        """Put the files the store does not have yet, each once."""
        wanted = {stored.sha256: path for path, stored in files}
        there = store.has(wanted)
        for sha256, path in wanted.items():
            if sha256 not in there:
                self.put_in.append((store, sha256))
                store.put(sha256, self.package.data(path))

    def __enter__(self) -> None: ...

    def __exit__(self, failure: type[BaseException] | None, *_rest: object) -> None:
        if failure is not None:
            self.take_back()

    def take_back(self) -> None:
        """Delete the files put; a second time does nothing."""
        while self.put_in:
            store, sha256 = self.put_in.pop()
            store.delete([sha256])


def import_package(  # noqa: PLR0913 — an entry point: each is a choice of the host
    file: BinaryIO | Path,
    *,
    index: Index,
    blobs: BlobStore,
    contents: BlobStore | None = None,
    filename: str = "",
    limits: Limits = DEFAULT,
    approve: Approve | None = None,
    keep: Keep | None = None,
) -> ImportedContent:
    """Import a .h5p; libraries already installed at the same patch or a higher one are left alone.

    `contents` keeps the media of contents (default: `blobs`). `approve` receives the libraries
    about to be installed (maybe none) before anything is written, and raises to refuse them:
    libraries are code. `keep` writes the content itself within the index's transaction: if it
    raises, nothing was imported. Raises InvalidPackageError with the full report.
    """
    with open_package(file, filename=filename, limits=limits) as package:
        checked = check_package(package, index)
        main = checked.report.main_library
        if not checked.report.valid or main is None:
            raise InvalidPackageError(checked.report)
        try:
            content = _content(checked, main, index)
        except UnreadableFileError as error:
            raise InvalidPackageError(replace(checked.report, issues=(error.issue,))) from None
        if approve:
            approve(checked.fresh)
        return _store(package, checked, content, index, (blobs, contents or blobs), keep)


def _content(checked: Checked, main: LibraryName, index: Index) -> ImportedContent:
    fresh = {library.name: library for library in checked.fresh}
    seen: dict[LibraryName, Library | None] = {**fresh}

    def get(name: LibraryName) -> Library | None:
        if name not in seen:
            seen[name] = index.get(name)
        return seen[name]

    filtered: Filtered = filter_params(checked.params, main, get, files=checked.content)
    return ImportedContent(
        main_library=main,
        title=str(checked.document["title"]),
        language=str(checked.document["language"]),
        metadata={
            **clean_metadata(checked.document),
            "embedTypes": checked.document["embedTypes"],
        },
        params=filtered.params,
        files=checked.content,
        used=filtered.libraries,
        notices=filtered.notices,
    )


def _store(
    package: Package,
    checked: Checked,
    content: ImportedContent,
    index: Index,
    stores: tuple[BlobStore, BlobStore],
    keep: Keep | None,
) -> ImportedContent:
    written = _Written(package)
    try:
        with index.transaction():
            # Another import may have finished since the check.
            there = index.patches([library.name for library in checked.fresh])
            fresh = [one for one in checked.fresh if one.patch > there.get(one.name, -1)]
            replaced = [old for one in fresh if (old := index.get(one.name)) is not None]
            with written:
                _write(written, fresh, _folders(package, checked), content, stores)
                for library in fresh:
                    index.save(library)
                old_files = {stored.sha256 for old in replaced for stored in old.files.values()}
                imported = replace(
                    content,
                    installed=tuple(library.name for library in fresh),
                    superseded=frozenset(index.unreferenced(old_files)),
                )
                if keep:
                    keep(imported)
    except BaseException:
        written.take_back()
        raise
    return imported


def _write(
    written: _Written,
    fresh: Sequence[Library],
    folders: Mapping[LibraryName, str],
    content: ImportedContent,
    stores: tuple[BlobStore, BlobStore],
) -> None:
    blobs, contents = stores
    written.put(
        blobs,
        (
            (f"{folders[library.name]}/{path}", stored)
            for library in fresh
            for path, stored in library.files.items()
        ),
    )
    media = content.files.items()
    written.put(contents, ((f"{CONTENT_FOLDER}/{path}", stored) for path, stored in media))


def _folders(package: Package, checked: Checked) -> dict[LibraryName, str]:
    """Find each new library's folder, named with or without its version."""
    folders = package.library_folders()
    return {
        library.name: (
            library.name.folder if library.name.folder in folders else library.name.machine_name
        )
        for library in checked.fresh
    }
