"""Write contents with a form: create, save a new version, keep a draft for the preview."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.contents.enums import VersionState
from modules.contents.indexing import index_content
from modules.contents.media import is_of_the_form, keep_media, sent_files, texts_of
from modules.contents.models import Content, ContentVersion, Draft, Library, Use
from modules.contents.store import (
    DatabaseIndex,
    StorageBlobs,
    as_row,
    holding_libraries,
    storable,
    stored_files,
)
from modules.contents.wording import as_rows
from modules.h5p.carrying import as_before
from modules.h5p.faults import REQUIRED, Fault, find_faults, new_faults
from modules.h5p.issues import H5PError, Issue
from modules.h5p.libraries import Lookup, StoredFile
from modules.h5p.metadata import clean_metadata
from modules.h5p.names import LibraryName
from modules.h5p.semantics import Filtered, filter_params

TITLE_PLACE = "@metadata/title"
FILE_GONE = "file-gone"
FRENCH = "fr"


class ContentHasFaults(DomainError):
    """Something has to be filled in or corrected first; `faults` say what and where."""

    code = "content_has_faults"
    sentence = _("Le contenu n’est pas enregistré : corrigez ce qui est signalé plus bas.")

    def __init__(self, faults: list[Fault]) -> None:
        """Keep what has to be corrected."""
        super().__init__()
        self.faults = faults


class ContentMovedOn(DomainError):
    """Somebody saved a version since the form was opened."""

    code = "content_moved_on"
    sentence = _(
        "%(name)s a enregistré la version %(number)s pendant que vous écriviez. Ce que vous avez "
        "écrit est toujours dans cette page : ouvrez la version %(number)s dans un autre onglet, "
        "reportez-y vos changements, puis enregistrez-la."
    )


class TypeIsNotInstalled(DomainError):
    """No content is made of a library that does not play alone."""

    code = "type_is_not_installed"
    sentence = _("Le type « %(name)s » n’est pas installé ici, ou ne se joue pas seul.")


class ContentIsUnreadable(DomainError):
    """The filter gave up on it."""

    code = "content_is_unreadable"
    sentence = _("Le contenu imbrique trop de niveaux : retirez-en, puis enregistrez de nouveau.")


@dataclass(frozen=True, slots=True)
class Written:
    """What a form sent, filtered: ready to be a version or a draft."""

    library: Library
    filtered: Filtered
    metadata: dict[str, Any]
    files: Mapping[str, StoredFile]
    faults: list[Fault]
    fresh: Mapping[str, StoredFile]

    @property
    def title(self) -> str:
        """Return the title people gave."""
        return str(self.metadata.get("title") or self.library.title)[:255]

    @property
    def language(self) -> str:
        """Return the language of the content."""
        return str(self.metadata.get("language") or FRENCH)[:20]


def read_form(
    library: Library, params: object, metadata: object, base: ContentVersion | None = None
) -> Written:
    """Filter what a form sent, over the version it started from, and list what to correct.

    Raises ContentIsUnreadable.
    """
    get: Lookup = cache(DatabaseIndex(StorageBlobs()).get)
    before: Mapping[str, Any] = base.params if base else {}
    known = stored_files(base.files) if base else {}
    params = storable(as_before(params, before))
    fresh = sent_files(params, known)
    try:
        filtered = filter_params(params, library.name, get, files={**known, **fresh})
    except H5PError as error:
        raise ContentIsUnreadable from error
    kept = _metadata(metadata, library, base)
    faults = new_faults(
        find_faults(params, library.name, get), find_faults(before, library.name, get)
    )
    faults += [
        Fault(FILE_GONE, notice.place)
        for notice in filtered.notices
        if notice.code == "content-file-missing" and is_of_the_form(str(notice.params.get("path")))
    ]
    if not str(kept.get("title", "")).strip():
        faults.insert(0, Fault(REQUIRED, TITLE_PLACE))
    files = {**_still_used(known, before, filtered.params), **fresh}
    return Written(library, filtered, kept, files, faults, fresh)


def _metadata(metadata: object, library: Library, base: ContentVersion | None) -> dict[str, Any]:
    """Return what a content says of itself; how it may be shown is not the form's business."""
    embed = base.metadata.get("embedTypes") if base else library.document.get("embedTypes")
    cleaned = clean_metadata(metadata if isinstance(metadata, Mapping) else {})
    kept: dict[str, Any] = storable({**cleaned, "embedTypes": embed or ["div"]})
    return kept


def _still_used(
    known: Mapping[str, StoredFile], before: object, after: object
) -> dict[str, StoredFile]:
    """Return the files but those that only what was taken away named.

    Libraries may build a name by themselves: a file that nothing ever named stays.
    """
    named_before, named = Counter(texts_of(before)), Counter(texts_of(after))
    texts = "\n".join(named)
    return {
        path: file
        for path, file in known.items()
        if path in named or path not in named_before or path in texts
    }


def create_content(
    *, actor: User, library: Library, params: object, metadata: object
) -> ContentVersion:
    """Write a new content, and its first version.

    Raises TypeIsNotInstalled, ContentHasFaults or ContentIsUnreadable.
    """
    with holding_libraries():
        if not library.runnable:
            raise TypeIsNotInstalled(name=library.title)
        written = _faultless(read_form(library, params, metadata))
        content = Content.objects.create(title=written.title, created_by=actor)
        version = _write(actor, content, 1, written)
        record(actor=actor, action="content_written", target=content, library=str(library.name))
        index_content(content=content)
    return version


def save_version(
    *, actor: User, content: Content, base: int, params: object, metadata: object
) -> ContentVersion:
    """Write the next version of a content; the one before stays, one act away (`go_back`).

    `base` is the number of the version that the form started from. An upgrade that waits is
    dropped: it is made of the text before. Raises ContentMovedOn, ContentHasFaults or
    ContentIsUnreadable.
    """
    with holding_libraries():
        content = Content.objects.select_for_update().get(pk=content.pk)
        versions = content.versions.select_related("library", "created_by")
        current = versions.get(state=VersionState.CURRENT)
        if current.number != base:
            name = current.created_by.display_name if current.created_by else _("Quelqu’un")
            raise ContentMovedOn(name=name, number=current.number)
        written = _faultless(read_form(current.library, params, metadata, current))
        content.versions.filter(state=VersionState.PROPOSED).delete()
        content.versions.filter(state=VersionState.CURRENT).update(state=VersionState.PREVIOUS)
        number = 1 + (content.versions.aggregate(n=Max("number"))["n"] or 0)
        content.title = written.title
        content.save(update_fields=["title"])
        version = _write(actor, content, number, written)
        record(actor=actor, action="content_edited", target=content, version=number)
        index_content(content=content)
    return version


def _faultless(written: Written) -> Written:
    if written.faults:
        raise ContentHasFaults(written.faults)
    return written


def _write(actor: User, content: Content, number: int, written: Written) -> ContentVersion:
    version = ContentVersion.objects.create(
        content=content, number=number, library=written.library, title=written.title,
        language=written.language, licence=str(written.metadata.get("license", "")),
        params=storable(written.filtered.params), metadata=written.metadata,
        files=as_row(written.files), notices=as_rows(written.filtered.notices), created_by=actor,
    )  # fmt: skip
    rows = libraries_named(written.filtered.libraries)
    Use.objects.bulk_create(
        Use(version=version, library=rows[name], position=position)
        for position, name in enumerate(written.filtered.libraries)
    )
    keep_media(written.fresh.values())
    return version


def keep_draft(*, actor: User, draft: UUID | None, written: Written) -> Draft:
    """Keep what someone is writing, for its preview; a draft of theirs is written over."""
    fields = {
        "library": written.library, "title": written.title, "language": written.language,
        "params": storable(written.filtered.params), "metadata": written.metadata,
        "files": as_row(written.files), "written_at": timezone.now(),
        "used": [str(name) for name in written.filtered.libraries],
    }  # fmt: skip
    if draft and Draft.objects.filter(pk=draft, author=actor).update(**fields):
        return Draft.objects.select_related("library").get(pk=draft)
    return Draft.objects.create(author=actor, **fields)


def libraries_named(names: tuple[LibraryName, ...]) -> dict[LibraryName, Library]:
    """Return the installed libraries of these names."""
    machines = {name.machine_name for name in names}
    return {row.name: row for row in Library.objects.filter(machine_name__in=machines)}


def fault_words(fault: Fault) -> str:
    """Return what is said beside a field that has to be corrected."""
    sentence = _FAULTS[fault.code]
    if fault.limit is None:
        return str(sentence)
    return str(sentence % {"limit": fault.limit})


def new_notices(written: Written, base: ContentVersion | None) -> list[Issue]:
    """Return what the filter had to say that it did not say of the version before."""
    known = {(row["code"], row["place"]) for row in base.notices} if base else set()
    return [one for one in written.filtered.notices if (one.code, one.place) not in known]


_FAULTS: dict[str, Any] = {
    "required": _("Remplissez ce champ."),
    "too-long": _("Raccourcissez ce texte : %(limit)s caractères au plus."),
    "pattern": _("Ce texte n’a pas la forme attendue : corrigez-le."),
    "too-few": _("Ajoutez-en : il en faut au moins %(limit)s."),
    "too-many": _("Retirez-en : il en faut %(limit)s au plus."),
    "too-low": _("Choisissez un nombre d’au moins %(limit)s."),
    "too-high": _("Choisissez un nombre de %(limit)s au plus."),
    FILE_GONE: _("Ce fichier a été envoyé il y a trop longtemps : envoyez-le de nouveau."),
}
