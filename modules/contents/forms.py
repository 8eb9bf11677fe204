"""The forms of the installed libraries, and those of what contents and media say of themselves."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from modules.contents.models import Library
from modules.contents.store import StorageBlobs
from modules.contents.wording import licence_in_words
from modules.h5p.documents import NotJsonError, TooDeepError, parse
from modules.h5p.forms import form_fields, language_of
from modules.h5p.limits import DEFAULT
from modules.h5p.names import LibraryName

_OPEN = ("CC BY", "CC BY-SA", "CC BY-NC", "CC BY-NC-SA", "CC BY-ND", "CC BY-NC-ND")
_LICENCES = ("U", *_OPEN, "CC0 1.0", "PD", "CC PDM", "GNU GPL", "ODC PDDL", "C")
_VERSIONS = ("4.0", "3.0", "2.5", "2.0", "1.0")
_LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "br", "und")


def form_of(library: Library, language: str) -> dict[str, Any]:
    """Return the form of a library, for the browser, in this language if the library has it."""
    rows = Library.objects.values_list("machine_name", "major", "minor", "title")
    titles = {LibraryName(name, major, minor): title for name, major, minor, title in rows}
    settings = library.document.get("metadataSettings")
    settings = settings if isinstance(settings, dict) else {}
    return {
        "library": str(library.name),
        "title": library.title,
        "fields": form_fields(library.semantics, _translation(library, language), titles),
        "hasMetadata": str(settings.get("disable", "0")) in {"0", "False"},
    }


def _translation(library: Library, language: str) -> object:
    """Return the words of a library in a language; None when it has none, or broken ones."""
    code = language_of(library.files, [language, language.partition("-")[0]])
    if code is None:
        return None
    sha256, _size = library.files[f"language/{code}.json"]
    try:
        with StorageBlobs().open(str(sha256)) as file:
            document = parse(file.read(), max_depth=DEFAULT.max_json_depth)
    except (FileNotFoundError, NotJsonError, TooDeepError):
        return None
    return document.get("semantics") if isinstance(document, dict) else None


def types_to_make() -> list[Library]:
    """Return the newest installed version of each library that plays alone and has fields."""
    rows: QuerySet[Library] = Library.objects.filter(runnable=True, semantics__isnull=False)
    newest: dict[str, Library] = {}
    for row in rows.defer("semantics"):
        known = newest.get(row.machine_name)
        if known is None or known.name < row.name:
            newest[row.machine_name] = row
    return sorted(newest.values(), key=lambda row: (not _is_ours(row), row.title.casefold()))


def _is_ours(library: Library) -> bool:
    return library.machine_name.startswith("Reenchantez.")


def metadata_fields() -> list[dict[str, Any]]:
    """Return the form of what a content says of itself, with the names of H5P's metadata."""
    languages = [{"value": code, "label": _language(code)} for code in _LANGUAGES]
    return [
        {"name": "title", "type": "text", "label": _("Titre"), "maxLength": 255},
        {"name": "language", "type": "select", "label": _("Langue"), "options": languages,
         "default": "fr"},
        *_rights(),
    ]  # fmt: skip


def sub_metadata_fields() -> list[dict[str, Any]]:
    """Return the form of what a content inside another says of itself."""
    title = _("Titre dans les rapports et les droits d’usage")
    return [
        {"name": "title", "type": "text", "label": title, "maxLength": 255, "optional": True},
        *_rights(),
    ]


def _rights() -> list[dict[str, Any]]:
    roles = {
        "Author": _("Auteur·rice"), "Editor": _("Éditeur·rice"),
        "Licensee": _("Titulaire de la licence"), "Originator": _("À l’origine de l’œuvre"),
    }  # fmt: skip
    options = [{"value": value, "label": label} for value, label in roles.items()]
    author = [
        {"name": "name", "type": "text", "label": _("Nom")},
        {"name": "role", "type": "select", "label": _("Rôle"), "options": options,
         "default": "Author"},
    ]  # fmt: skip
    field = {"name": "author", "type": "group", "label": _("Auteur·rice"), "fields": author}
    extra = _("Précisions sur la licence")
    return [
        {"name": "license", "type": "select", "label": _("Licence"), "options": _licences(),
         "optional": True},
        {"name": "licenseVersion", "type": "select", "label": _("Version de la licence"),
         "options": _versions(), "optional": True},
        {"name": "authors", "type": "list", "label": _("Auteurs et autrices"),
         "entity": _("auteur·rice"), "optional": True, "field": field},
        {"name": "source", "type": "text", "label": _("Source"), "optional": True,
         "placeholder": "https://"},
        {"name": "licenseExtras", "type": "text", "widget": "textarea", "label": extra,
         "optional": True},
    ]  # fmt: skip


def media_fields() -> list[dict[str, Any]]:
    """Return the form of a file's copyright notice, with the names of H5P's `copyright`."""
    texts = {
        "title": _("Titre"), "author": _("Auteur·rice"), "year": _("Année"), "source": _("Source"),
    }  # fmt: skip
    return [
        *({"name": name, "type": "text", "label": label, "optional": True}
          for name, label in texts.items()),
        {"name": "license", "type": "select", "label": _("Licence"), "options": _licences(),
         "optional": True},
        {"name": "version", "type": "select", "label": _("Version de la licence"),
         "options": _versions(), "optional": True},
    ]  # fmt: skip


def _licences() -> list[dict[str, str]]:
    words = {"PD": _("Domaine public"), "CC PDM": _("Marque du domaine public")}
    return [
        {"value": code, "label": words.get(code) or _capitalised(licence_in_words(code))}
        for code in _LICENCES
    ]


def _versions() -> list[dict[str, str]]:
    return [{"value": version, "label": version} for version in _VERSIONS]


def _language(code: str) -> str:
    names = {
        "fr": _("français"), "en": _("anglais"), "de": _("allemand"), "es": _("espagnol"),
        "it": _("italien"), "pt": _("portugais"), "br": _("breton"), "und": _("non précisée"),
    }  # fmt: skip
    return _capitalised(names[code])


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
