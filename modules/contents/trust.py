"""The trust gate: libraries are code, so nobody's run here before an administrator saw them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from modules.contents.models import Library, TrustedLibrary
from modules.contents.store import storable, stored_files
from modules.h5p import libraries as h5p
from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.issues import UnreadableFileError
from modules.h5p.names import LibraryName
from modules.h5p.package import Package
from modules.h5p.schema import LIBRARY_JSON, number

NEW, NEWER, OTHER_FILES = "new", "newer", "other_files"
MOST_NAMES = 30


class WaitsForApproval(Exception):
    """A package brings libraries that nobody approved; `asking` is what to show."""

    def __init__(self, asking: list[dict[str, Any]]) -> None:
        """Keep the summary."""
        super().__init__(asking)
        self.asking = asking


def require_trust(brought: Iterable[h5p.Library]) -> None:
    """Raise WaitsForApproval unless each library is known by its name and its files."""
    unknown = _unknown(list(brought))
    if unknown:
        installed = _installed(library.name for library in unknown)
        raise WaitsForApproval([_summary(one, installed.get(one.name)) for one in unknown])


def imposters(package: Package) -> list[h5p.Library]:
    """Return the libraries that claim an installed version but hold other files.

    Their files would not be used; someone has to look all the same, for one of the two is not
    what it says. What cannot be read is left for the check to tell.
    """
    claims = list(_claims(package))
    installed = _installed(name for name, _patch, _document, _files in claims)
    found = []
    for name, patch, document, files in claims:
        there = installed.get(name)
        if there is None or there.patch != patch:
            continue
        try:
            stored = {inside: package.digest(path) for inside, path in files.items()}
        except UnreadableFileError:
            continue
        library = h5p.Library(name, patch, document, None, stored)
        if library.digest != there.digest:
            found.append(library)
    return found


def _claims(
    package: Package,
) -> Iterable[tuple[LibraryName, int, Mapping[str, object], Mapping[str, str]]]:
    for folder, files in package.library_folders().items():
        path = files.get("library.json")
        if path is None:
            continue
        try:
            data = package.read(path, at_most=package.limits.max_json)
            document = parse(data, max_depth=package.limits.max_json_depth)
        except (UnreadableFileError, NotJsonError, TooDeepError):
            continue
        if isinstance(document, dict) and not list(LIBRARY_JSON.check(document, folder)):
            major, minor, patch = (
                number(document[key]) or 0
                for key in ("majorVersion", "minorVersion", "patchVersion")
            )
            yield LibraryName(str(document["machineName"]), major, minor), patch, document, files


def _unknown(brought: Sequence[h5p.Library]) -> list[h5p.Library]:
    digests = [library.digest for library in brought]
    known = set(TrustedLibrary.objects.filter(digest__in=digests).values_list("name", "digest"))
    known |= {
        (str(row.name), row.digest)
        for row in Library.objects.filter(digest__in=digests).only(
            "machine_name", "major", "minor", "digest"
        )
    }
    return [library for library in brought if (str(library.name), library.digest) not in known]


def _installed(names: Iterable[LibraryName]) -> dict[LibraryName, Library]:
    machines = {name.machine_name for name in names}
    rows = Library.objects.filter(machine_name__in=machines).defer("semantics", "document")
    return {row.name: row for row in rows}


def _summary(library: h5p.Library, installed: Library | None) -> dict[str, Any]:
    """Describe a library to whoever decides."""
    kind = NEW
    if installed is not None:
        kind = OTHER_FILES if installed.patch == library.patch else NEWER
    elif TrustedLibrary.objects.filter(Q(name=str(library.name))).exists():
        kind = OTHER_FILES
    scripts = sorted(
        ((file.size, path) for path, file in library.files.items() if path.endswith(".js")),
        reverse=True,
    )
    summary = {
        "name": str(library.name),
        "version": library.version,
        "title": library.title,
        "digest": library.digest,
        "kind": kind,
        "installed": installed.version if installed else None,
        "licence": str(library.document.get("license") or ""),
        "author": str(library.document.get("author") or ""),
        "files": len(library.files),
        "size": sum(file.size for file in library.files.values()),
        "scripts": [[path, size] for size, path in scripts[:MOST_NAMES]],
        "scripts_size": sum(size for size, _path in scripts),
        **_differences(library, installed),
    }
    return dict(storable(summary))


def _differences(library: h5p.Library, installed: Library | None) -> dict[str, Any]:
    if installed is None:
        return {"changed": [], "added": [], "removed": [], "changes": 0}
    mine, theirs = library.files, stored_files(installed.files)
    changed = sorted(path for path in mine.keys() & theirs.keys() if mine[path] != theirs[path])
    added, removed = sorted(mine.keys() - theirs.keys()), sorted(theirs.keys() - mine.keys())
    return {
        "changed": changed[:MOST_NAMES],
        "added": added[:MOST_NAMES],
        "removed": removed[:MOST_NAMES],
        "changes": len(changed) + len(added) + len(removed),
    }
