"""Send packages, decide on their libraries, replace, archive and delete."""

from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from modules.contents.enums import PROCESS, UploadState
from modules.contents.importing import forget_file, mark_superseded
from modules.contents.indexing import index_content
from modules.contents.limits import site_limits
from modules.contents.models import Content, Library, TrustedLibrary, Upload
from modules.contents.store import DatabaseIndex, StorageBlobs, holding_libraries

MEGABYTE = 1024 * 1024
MOST_USERS_TOLD = 5


class FileIsNotAPackage(DomainError):
    code = "file_is_not_a_package"
    sentence = _(
        "« %(name)s » n’est pas un paquet H5P : choisissez un fichier dont le nom finit par .h5p."
    )


class FileIsEmpty(DomainError):
    code = "file_is_empty"
    sentence = _("« %(name)s » est vide : exportez de nouveau le contenu, puis envoyez-le.")


class FileIsTooLarge(DomainError):
    code = "file_is_too_large"
    sentence = _(
        "« %(name)s » pèse %(size)s Mo, pour %(limit)s Mo au plus : réduisez ses vidéos et ses "
        "images, puis envoyez-le de nouveau."
    )


class UploadIsDecided(DomainError):
    code = "upload_is_decided"
    sentence = _("Cet envoi n’attend plus de décision : %(state)s. Rechargez la page.")


class NoteIsMissing(DomainError):
    code = "note_is_missing"
    sentence = _("Dites pourquoi vous refusez : la personne qui a envoyé le paquet lira ce motif.")


class ContentIsArchived(DomainError):
    code = "content_is_archived"
    sentence = _("« %(title)s » est déjà archivé : rechargez la page.")


class ContentIsNotArchived(DomainError):
    code = "content_is_not_archived"
    sentence = _("« %(title)s » n’est pas archivé : rechargez la page.")


class LibraryIsUsed(DomainError):
    code = "library_is_used"
    sentence = _("%(name)s sert encore à : %(users)s. Elle ne peut pas être supprimée.")


@transaction.atomic
def receive_package(
    *, actor: User | None, file: "File[Any]", filename: str, replaces: Content | None = None
) -> Upload:
    """Keep a package that was sent, without looking into it yet.

    Raises FileIsNotAPackage, FileIsEmpty or FileIsTooLarge.
    """
    name = PurePath(filename.replace("\\", "/")).name[-255:]
    size, limit = file.size, site_limits().max_total
    if not name.lower().endswith(".h5p"):
        raise FileIsNotAPackage(name=name)
    if not size:
        raise FileIsEmpty(name=name)
    if size > limit:
        raise FileIsTooLarge(name=name, size=-(-size // MEGABYTE), limit=limit // MEGABYTE)
    upload = Upload(filename=name, size=size, uploaded_by=actor, replaces=replaces)
    upload.file.save(name, file, save=False)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
            record(actor=actor, action="package_sent", target=upload, file=name)
    except BaseException:
        default_storage.delete(str(upload.file.name))
        raise
    return upload


@transaction.atomic
def upload_package(
    *, actor: User, file: "File[Any]", filename: str, replaces: Content | None = None
) -> Upload:
    """Keep a package and queue its check; `replaces` gets a new version from it.

    Raises FileIsNotAPackage, FileIsEmpty or FileIsTooLarge.
    """
    upload = receive_package(actor=actor, file=file, filename=filename, replaces=replaces)
    _queue(upload, "sent", actor)
    return upload


def _queue(upload: Upload, moment: str, actor: User) -> None:
    key = f"{upload.pk}:{moment}"
    queue(kind=PROCESS, key=key, payload={"upload": str(upload.pk)}, created_by=actor)


@transaction.atomic
def approve_upload(*, actor: User, upload: Upload, note: str = "") -> Upload:
    """Trust the libraries that a package asks for, as they are in it, and import it.

    Raises UploadIsDecided.
    """
    upload = _undecided(upload)
    TrustedLibrary.objects.bulk_create(
        [
            TrustedLibrary(name=one["name"], digest=one["digest"], approved_by=actor)
            for one in upload.asking
        ],
        ignore_conflicts=True,
    )
    _decide(upload, UploadState.QUEUED, actor, note)
    _queue(upload, "approved", actor)
    record(
        actor=actor, action="upload_approved", target=upload, reason=note,
        libraries=[f"{one['name']} {one['digest']}" for one in upload.asking],
    )  # fmt: skip
    return upload


@transaction.atomic
def refuse_upload(*, actor: User, upload: Upload, note: str) -> Upload:
    """Refuse a package for its libraries; its file goes, nothing of it was kept.

    Raises UploadIsDecided or NoteIsMissing.
    """
    upload = _undecided(upload)
    if not note.strip():
        raise NoteIsMissing
    _decide(upload, UploadState.REFUSED, actor, note)
    record(actor=actor, action="upload_refused", target=upload, reason=note)
    transaction.on_commit(partial(forget_file, upload))
    return upload


def _undecided(upload: Upload) -> Upload:
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state != UploadState.WAITING_APPROVAL:
        raise UploadIsDecided(state=held.get_state_display().lower())
    return held


def _decide(upload: Upload, state: UploadState, actor: User, note: str) -> None:
    upload.state, upload.decided_by, upload.decided_at = state, actor, timezone.now()
    upload.decision_note = note.strip()
    upload.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


@transaction.atomic
def archive_content(*, actor: User, content: Content) -> Content:
    """Take a content out of the lists; the revisions that pin it go on showing it.

    Raises ContentIsArchived.
    """
    content = Content.objects.select_for_update().get(pk=content.pk)
    if content.archived_at:
        raise ContentIsArchived(title=content.title)
    content.archived_at = timezone.now()
    content.save(update_fields=["archived_at"])
    index_content(content=content)
    record(actor=actor, action="content_archived", target=content)
    return content


@transaction.atomic
def restore_content(*, actor: User, content: Content) -> Content:
    """Put an archived content back into the lists. Raises ContentIsNotArchived."""
    content = Content.objects.select_for_update().get(pk=content.pk)
    if not content.archived_at:
        raise ContentIsNotArchived(title=content.title)
    content.archived_at = None
    content.save(update_fields=["archived_at"])
    index_content(content=content)
    record(actor=actor, action="content_restored", target=content)
    return content


def delete_library(*, actor: User, library: Library) -> None:
    """Delete a library that no content and no other library uses.

    Its files stay a while for the pages that are open; a later task removes them. Raises
    LibraryIsUsed.
    """
    index = DatabaseIndex(StorageBlobs())
    with holding_libraries():
        library = Library.objects.get(pk=library.pk)
        if users := index.users(library.name):
            told = users[:MOST_USERS_TOLD] + (["…"] if len(users) > MOST_USERS_TOLD else [])
            raise LibraryIsUsed(name=f"{library.title} {library.version}", users=", ".join(told))
        record(
            actor=actor, action="library_deleted", target=library,
            name=str(library.name), digest=library.digest,
        )  # fmt: skip
        index.delete(library.name)
        mark_superseded(index.unreferenced({sha256 for sha256, _size in library.files.values()}))
