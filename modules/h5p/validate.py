"""Check a whole package and report everything at once.

Rules: the specification's required properties and white lists, and h5p-php-library's codes. The
files a site would store are unpacked, counted and hashed; libraries it already has are not.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from modules.h5p.check_libraries import LibraryFindings, check_libraries
from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.issues import Issue, Report, UnreadableFileError
from modules.h5p.libraries import DYNAMIC, EDITOR, PRELOADED, Library, StoredFile
from modules.h5p.names import LibraryName
from modules.h5p.package import CONTENT_FILE, H5P_FILE, Package
from modules.h5p.schema import H5P_JSON, dependencies
from modules.h5p.store import Installed


class NothingInstalled:
    """An empty site, for checking packages on their own."""

    def patches(self, names: Collection[LibraryName]) -> Mapping[LibraryName, int]:  # noqa: ARG002
        """Nothing is installed."""
        return {}


@dataclass(frozen=True, slots=True)
class Checked:
    """A package's report, and what checking it found out.

    `fresh` are the libraries to install: not yet there, or there with a lower patch. `content`
    holds the media of the content by their path.
    """

    report: Report
    document: Mapping[str, object]
    params: Mapping[str, object]
    fresh: tuple[Library, ...]
    content: Mapping[str, StoredFile]


def validate(package: Package, installed: Installed | None = None) -> Report:
    """Report every issue of the package; `installed` may meet its dependencies."""
    return check_package(package, installed or NothingInstalled()).report


def check_package(package: Package, installed: Installed) -> Checked:
    """Validate, keeping what an import needs."""
    issues = list(package.issues)
    if not package.readable:
        if not issues:
            issues.append(Issue("unable-to-unzip", "", "", {"reason": "elle est vide"}))
        return Checked(Report(tuple(issues), None, ()), {}, {}, (), {})
    document = _h5p_json(package, issues)
    params = _params(package, issues)
    found = check_libraries(package, installed)
    issues += found.issues
    main = _main_library(document)
    issues += _missing(document, main, found, installed)
    content = _hashes(package, issues)
    report = Report(_each_once(issues), main, tuple(found.patches))
    return Checked(report, document, params, tuple(found.fresh), content)


def _h5p_json(package: Package, issues: list[Issue]) -> Mapping[str, object]:
    if H5P_FILE not in package.files:
        other = next((path for path in package.files if path.lower() == H5P_FILE), None)
        if other:
            issues.append(Issue("unable-to-read-package-file", other))
        else:
            reason = {"reason": "il n’est pas à la racine de l’archive"}
            issues.append(Issue("invalid-h5p-json-file", H5P_FILE, "", reason))
        return {}
    document = _parse(package, H5P_FILE, "unable-to-parse-package", issues)
    if document is None:
        return {}
    if not isinstance(document, dict):
        reason = {"reason": "il doit contenir un objet"}
        issues.append(Issue("invalid-h5p-json-file", H5P_FILE, "", reason))
        return {}
    issues += H5P_JSON.check(document, H5P_FILE)
    return document


def _params(package: Package, issues: list[Issue]) -> Mapping[str, object]:
    """Read content.json. An empty list is refused: it would show a content with nothing in it."""
    if CONTENT_FILE not in package.files:
        reason = {"reason": f"{CONTENT_FILE} manque"}
        issues.append(Issue("invalid-content-folder", CONTENT_FILE, "", reason))
        return {}
    params = _parse(package, CONTENT_FILE, "invalid-content-folder", issues)
    if isinstance(params, dict):
        return params
    if params is not None:
        reason = {"reason": f"{CONTENT_FILE} doit contenir un objet"}
        issues.append(Issue("invalid-content-folder", CONTENT_FILE, "", reason))
    return {}


def _parse(package: Package, path: str, code: str, issues: list[Issue]) -> object:
    """Parse one document, or None once its issue is told."""
    limits = package.limits
    try:
        document = parse(
            package.read(path, at_most=limits.max_json), max_depth=limits.max_json_depth
        )
    except UnreadableFileError as error:
        issues.append(error.issue)
    except TooDeepError:
        issues.append(Issue("nesting-too-deep", path, "", {"limit": limits.max_json_depth}))
    except NotJsonError as error:
        issues.append(Issue(code, path, "", {"reason": str(error)}))
    else:
        if document is not None:
            return document
        issues.append(Issue(code, path, "", {"reason": "il est vide"}))
    return None


def _main_library(document: Mapping[str, object]) -> LibraryName | None:
    """Find the version of `mainLibrary`, which only `preloadedDependencies` tells."""
    machine = document.get("mainLibrary")
    names = dependencies(document, PRELOADED)
    return next((name for name in names if name.machine_name == machine), None)


def _missing(
    document: Mapping[str, object],
    main: LibraryName | None,
    found: LibraryFindings,
    installed: Installed,
) -> Iterator[Issue]:
    """Yield the dependencies neither in the package nor installed, each with who asks for it."""
    if main is None:
        yield from _main_not_listed(document, found)
    wanted = _wanted(document, found)
    absent = [name for name in wanted if name not in found.patches and name not in found.refused]
    there = installed.patches(absent) if absent else {}
    for name in absent:
        if name in there:
            continue
        file, kind = wanted[name]
        if name == main:
            yield Issue("missing-main-library", file, kind, {"library": name})
        else:
            params = {"library": name, "origin": file}
            yield Issue("missing-required-library", file, kind, params)


def _main_not_listed(document: Mapping[str, object], found: LibraryFindings) -> Iterator[Issue]:
    machine = document.get("mainLibrary")
    if isinstance(machine, str) and isinstance(document.get(PRELOADED), list):
        yield Issue("main-library-not-listed", H5P_FILE, "mainLibrary", {"library": machine})
        if machine not in {name.machine_name for name in found.patches}:
            yield Issue("missing-main-library", H5P_FILE, "mainLibrary", {"library": machine})


def _wanted(
    document: Mapping[str, object], found: LibraryFindings
) -> dict[LibraryName, tuple[str, str]]:
    """Every dependency, with the file and the kind of the first that asks for it."""
    wanted: dict[LibraryName, tuple[str, str]] = {}
    for kind in (PRELOADED, DYNAMIC, EDITOR):
        for name in dependencies(document, kind):
            wanted.setdefault(name, (H5P_FILE, kind))
        for library in found.fresh:
            for name in library.dependencies(kind):
                wanted.setdefault(name, (f"{found.folders[library.name]}/library.json", kind))
    return wanted


def _hashes(package: Package, issues: list[Issue]) -> dict[str, StoredFile]:
    hashes: dict[str, StoredFile] = {}
    for inside, path in package.content_files().items():
        try:
            hashes[inside] = package.digest(path)
        except UnreadableFileError as error:
            issues.append(error.issue)
    return hashes


def _each_once(issues: list[Issue]) -> tuple[Issue, ...]:
    """Drop what two checks both told."""
    told: dict[tuple[str, str, str, str], Issue] = {}
    for issue in issues:
        told.setdefault((issue.code, issue.file, issue.place, issue.message), issue)
    return tuple(told.values())
