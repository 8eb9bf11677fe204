"""Check the libraries a package brings.

A library that the site already has, at the same patch or a higher one, is only identified: its
files are not looked at, for they will not be used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.issues import Issue, UnreadableFileError
from modules.h5p.libraries import Library, StoredFile
from modules.h5p.names import MACHINE_NAME, LibraryName
from modules.h5p.package import Package
from modules.h5p.schema import LIBRARY_JSON, number
from modules.h5p.store import Installed
from modules.h5p.words import words

FIELD_TYPES = words("text number boolean list group file image video audio select library")
_DOCUMENT = "library.json"
_SEMANTICS = "semantics.json"


@dataclass(slots=True)
class LibraryFindings:
    """What the library folders hold.

    `patches` are the sound libraries, `refused` the names of the unsound ones (their own issues
    suffice: they are not missing too), `fresh` those to install.
    """

    issues: list[Issue] = field(default_factory=list)
    patches: dict[LibraryName, int] = field(default_factory=dict)
    folders: dict[LibraryName, str] = field(default_factory=dict)
    refused: set[LibraryName] = field(default_factory=set)
    fresh: list[Library] = field(default_factory=list)


def check_libraries(package: Package, installed: Installed) -> LibraryFindings:
    """Check every library folder of the package."""
    found = LibraryFindings()
    check = _LibraryCheck(package, found)
    folders = package.library_folders()
    documents: dict[LibraryName, Mapping[str, object]] = {}
    for folder, files in folders.items():
        document = check.identify(folder, files)
        if document is None:
            check.refuse(folder)
            continue
        name, patch = _name_and_patch(document)
        if name in documents:
            check.tell("duplicate-entry", folder, other=found.folders[name])
            continue
        documents[name] = document
        found.patches[name], found.folders[name] = patch, folder
    there = installed.patches(list(documents))
    for name, document in documents.items():
        if found.patches[name] > there.get(name, -1):
            check.contents(name, document, folders[found.folders[name]])
    return found


def _name_and_patch(document: Mapping[str, object]) -> tuple[LibraryName, int]:
    major, minor, patch = (
        number(document[key]) or 0 for key in ("majorVersion", "minorVersion", "patchVersion")
    )
    return LibraryName(str(document["machineName"]), major, minor), patch


@dataclass(slots=True)
class _LibraryCheck:
    package: Package
    found: LibraryFindings

    def tell(self, code: str, file: str, place: str = "", **params: object) -> None:
        self.found.issues.append(Issue(code, file, place, params))

    def refuse(self, folder: str) -> None:
        try:
            self.found.refused.add(LibraryName.parse(folder))
        except ValueError:
            return

    def identify(self, folder: str, files: Mapping[str, str]) -> Mapping[str, object] | None:
        """Read library.json; None once what makes it unusable is told."""
        document = self._document(folder, files)
        if document is None:
            return None
        if issues := list(LIBRARY_JSON.check(document, f"{folder}/{_DOCUMENT}")):
            self.found.issues += issues
            return None
        name, _patch = _name_and_patch(document)
        if folder not in {name.folder, name.machine_name}:
            self.tell("library-directory-name-mismatch", folder, expected=name.folder)
            self.found.refused.add(name)
            self._declared_files(document, folder, files)
            return None
        return document

    def _document(self, folder: str, files: Mapping[str, str]) -> Mapping[str, object] | None:
        path = f"{folder}/{_DOCUMENT}"
        if not MACHINE_NAME.fullmatch(folder):
            self.tell("invalid-library-name", folder)
        elif _DOCUMENT not in files:
            self.tell("invalid-library-json-file", path, reason="il manque")
        else:
            document = self._parse(path, "invalid-library-json-file")
            if isinstance(document, dict):
                return document
            if document is not None:
                self.tell("invalid-library-json-file", path, reason="il doit contenir un objet")
        return None

    def contents(
        self, name: LibraryName, document: Mapping[str, object], files: Mapping[str, str]
    ) -> None:
        """Check all that a library to be installed holds, and hash it."""
        folder = self.found.folders[name]
        semantics = self._semantics(files) if _SEMANTICS in files else None
        stored = self._hashes(files)
        library = Library(name, self.found.patches[name], document, semantics, stored)
        api = library.core_api
        if api and api > self.package.limits.core_api:
            wanted, supported = (".".join(map(str, v)) for v in (api, self.package.limits.core_api))
            path = f"{folder}/{_DOCUMENT}"
            self.tell(
                "api-version-unsupported", path, "coreApi", wanted=wanted, supported=supported
            )
        self._declared_files(document, folder, files)
        for inside, path in files.items():
            if inside.startswith("language/") and inside.endswith(".json"):
                language = self._parse(path, "invalid-language-file")
                if language is not None and not isinstance(language, dict):
                    self.tell("invalid-language-file", path, reason="il doit contenir un objet")
        self.found.fresh.append(library)

    def _declared_files(
        self, document: Mapping[str, object], folder: str, files: Mapping[str, str]
    ) -> None:
        probe = Library(LibraryName("", 0, 0), 0, document, None, {})
        for path in (*probe.scripts, *probe.styles):
            if path.removeprefix("./") not in files:
                self.tell("library-missing-file", f"{folder}/{_DOCUMENT}", path, path=path)

    def _semantics(self, files: Mapping[str, str]) -> list[Mapping[str, object]] | None:
        path = files[_SEMANTICS]
        semantics = self._parse(path, "invalid-semantics-json-file")
        if semantics is None:
            return None
        if not isinstance(semantics, list):
            reason = "il doit contenir une liste de champs"
            self.tell("invalid-semantics-json-file", path, reason=reason)
            return None
        self.found.issues += check_fields(semantics, path, "")
        return semantics

    def _hashes(self, files: Mapping[str, str]) -> dict[str, StoredFile]:
        hashes: dict[str, StoredFile] = {}
        for inside, path in files.items():
            try:
                hashes[inside] = self.package.digest(path)
            except UnreadableFileError as error:
                self.found.issues.append(error.issue)
        return hashes

    def _parse(self, path: str, code: str) -> object:
        """Parse a document, or None once its issue is told."""
        limits = self.package.limits
        try:
            data = self.package.read(path, at_most=limits.max_json)
            document = parse(data, max_depth=limits.max_json_depth)
        except UnreadableFileError as error:
            self.found.issues.append(error.issue)
        except TooDeepError:
            self.tell("nesting-too-deep", path, limit=limits.max_json_depth)
        except NotJsonError as error:
            self.tell(code, path, reason=str(error))
        else:
            if document is not None:
                return document
            self.tell(code, path, reason="il est vide")
        return None


def check_fields(fields: list[object], file: str, place: str) -> Iterator[Issue]:
    """Check a list of semantics fields, and those inside them."""
    for position, spec in enumerate(fields):
        here = f"{place}[{position}]"
        if not isinstance(spec, dict) or not isinstance(spec.get("type"), str):
            reason = {"reason": f"le champ {here} n’a pas de type"}
            yield Issue("invalid-semantics-json-file", file, here, reason)
            continue
        if isinstance(spec.get("name"), str):
            here = f"{place}/{spec['name']}"
        if spec["type"] not in FIELD_TYPES:
            yield Issue("semantics-unknown-type", file, here, {"type": spec["type"][:100]})
        inner = spec.get("fields", [])
        if not isinstance(inner, list):
            reason = {"reason": f"« fields » de {here} n’est pas une liste"}
            yield Issue("invalid-semantics-json-file", file, here, reason)
            inner = []
        yield from check_fields([*inner, *([spec["field"]] if "field" in spec else [])], file, here)
