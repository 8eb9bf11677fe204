"""What can be wrong with a package: stable codes, and the sentence people read.

The codes are those of the field (h5p-php-library) wherever it has one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from modules.h5p.names import LibraryName


def _(sentence: str) -> str:
    """Mark a sentence for the tools that collect what a host translates."""
    return sentence


# One table, so that a host may translate it: code → sentence with named places.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The archive
        "missing-h5p-extension": _("Le nom du fichier ne finit pas par « .h5p »."),
        "unable-to-unzip": _("Cette archive est illisible : %(reason)s."),
        "encrypted-entry": _(
            "Ce fichier est protégé par un mot de passe : refaites l’archive sans."
        ),
        "invalid-entry-name": _("Ce nom de fichier n’est pas permis : %(reason)s."),
        "path-traversal": _("Ce nom de fichier sort du dossier de l’archive."),
        "absolute-path": _("Ce nom de fichier est un chemin absolu."),
        "symlink": _("Cette entrée est un lien ou un fichier spécial, pas un fichier."),
        "duplicate-entry": _("Ce nom apparaît plusieurs fois dans l’archive (%(other)s)."),
        "too-many-files": _("L’archive contient plus de %(limit)s fichiers."),
        "file-size-too-large": _("Ce fichier dépasse la taille permise (%(limit)s octets)."),
        "total-size-too-large": _(
            "Le contenu déplié dépasse la taille permise (%(limit)s octets)."
        ),
        "not-in-whitelist": _("Les fichiers « %(extension)s » ne sont pas permis ici."),
        "nesting-too-deep": _("Ce document imbrique trop de niveaux (%(limit)s au plus)."),
        # The content
        "invalid-content-folder": _("Le contenu est absent ou invalide : %(reason)s."),
        "invalid-h5p-json-file": _("h5p.json est absent ou invalide : %(reason)s."),
        "unable-to-read-package-file": _("Ce fichier doit s’appeler exactement « h5p.json »."),
        "unable-to-parse-package": _("h5p.json n’est pas du JSON : %(reason)s."),
        "missing-required-property": _("La propriété obligatoire « %(name)s » manque."),
        "illegal-option-in-library": _("La valeur « %(value)s » n’est pas permise ici."),
        "missing-main-library": _(
            "La bibliothèque principale %(library)s n’est ni dans l’archive ni installée."
        ),
        "main-library-not-listed": _(
            "La bibliothèque principale %(library)s ne figure pas dans preloadedDependencies."
        ),
        "missing-required-library": _(
            "La bibliothèque %(library)s, demandée par %(origin)s, n’est ni dans l’archive ni "
            "installée."
        ),
        # The libraries
        "invalid-library-name": _("Ce nom de dossier ne peut pas être celui d’une bibliothèque."),
        "invalid-library-json-file": _("library.json est absent ou invalide : %(reason)s."),
        "library-directory-name-mismatch": _(
            "Le dossier ne porte pas le nom de sa bibliothèque : « %(expected)s » attendu."
        ),
        "library-missing-file": _(
            "library.json annonce « %(path)s », qui n’est pas dans l’archive."
        ),
        "api-version-unsupported": _(
            "Cette bibliothèque demande la version %(wanted)s du cœur H5P ; ce site a la "
            "%(supported)s."
        ),
        "invalid-semantics-json-file": _("semantics.json est invalide : %(reason)s."),
        "semantics-unknown-type": _("Le type de champ « %(type)s » n’existe pas."),
        "invalid-language-file": _("Ce fichier de langue est invalide : %(reason)s."),
        # Filtering: what was kept, changed or set aside in an accepted content
        "sub-library-not-in-options": _(
            "%(library)s n’est pas prévue à cet endroit ; ce contenu est gardé tel quel."
        ),
        "missing-library-dependency": _(
            "%(library)s n’est pas installée : ce contenu est gardé mais ne s’affichera pas."
        ),
        "content-file-missing": _("Le fichier « %(path)s » n’est pas dans le paquet."),
        "semantics-invalid-value": _(
            "Cette valeur ne convient pas au champ et n’a pas été gardée."
        ),
        "semantics-limit-exceeded": _("Ce champ dépasse sa longueur prévue ; il est gardé entier."),
        "semantics-invalid-according-regexp": _(
            "Ce texte n’a pas la forme prévue : il est écarté."
        ),
        "semantics-markup-too-tangled": _(
            "Les balises de ce texte sont trop emmêlées : elles sont montrées comme du texte."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong: `file` is a path in the package, `place` a spot in that file."""

    code: str
    file: str = ""
    place: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The French sentence; a host that speaks other languages translates MESSAGES."""
        return MESSAGES[self.code] % self.params

    def as_json(self) -> dict[str, str]:
        """Code, file, place and message."""
        return {
            "code": self.code,
            "file": self.file,
            "place": self.place,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Every issue of a package at once, and what it says it holds."""

    issues: tuple[Issue, ...]
    main_library: LibraryName | None
    libraries: tuple[LibraryName, ...]

    @property
    def valid(self) -> bool:
        """Whether the package may be imported."""
        return not self.issues

    @property
    def codes(self) -> list[str]:
        """The codes, in the order of the issues."""
        return [issue.code for issue in self.issues]

    def as_json(self, file: str) -> dict[str, object]:
        """One line of `h5p check --json`."""
        return {
            "file": file,
            "valid": self.valid,
            "errors": [issue.as_json() for issue in self.issues],
            "main_library": str(self.main_library) if self.main_library else None,
            "libraries": [str(name) for name in self.libraries],
        }


class H5PError(Exception):
    """Everything this library raises on purpose."""


class UnreadableFileError(H5PError):
    """A file of the package cannot be read; `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


class InvalidPackageError(H5PError):
    """The package is refused; `report` lists every reason."""

    def __init__(self, report: Report) -> None:
        super().__init__(" ; ".join(f"{issue.file} : {issue.message}" for issue in report.issues))
        self.report = report


class MissingLibrariesError(H5PError):
    """An export needs libraries that are not installed: `names`."""

    def __init__(self, names: Iterable[LibraryName]) -> None:
        self.names = tuple(names)
        super().__init__(f"Bibliothèques absentes : {', '.join(map(str, self.names))}.")


class LibraryInUseError(H5PError):
    """A library cannot be deleted; `users` says what relies on it."""

    def __init__(self, name: LibraryName, users: Iterable[str]) -> None:
        self.users = tuple(users)
        super().__init__(f"{name} sert encore à : {', '.join(self.users)}.")
