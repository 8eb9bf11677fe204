"""Turn an uploaded package into a content: the durable work behind an upload."""

import io
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common.audit.services import record
from common.jobs.registry import Result, RunningJob, handles
from modules.contents.enums import PROCESS, UploadState, VersionState
from modules.contents.indexing import index_content
from modules.contents.limits import site_limits
from modules.contents.models import (
    Blob,
    Content,
    ContentVersion,
    Library,
    TrustedLibrary,
    Upload,
    Use,
)
from modules.contents.store import DatabaseIndex, StorageBlobs, as_row, storable
from modules.contents.trust import WaitsForApproval, imposters, require_trust
from modules.contents.wording import as_rows, report_row
from modules.h5p import libraries as h5p
from modules.h5p.importer import ImportedContent, import_package
from modules.h5p.issues import InvalidPackageError
from modules.h5p.package import open_package

UNDECIDED = (UploadState.QUEUED, UploadState.CHECKING)
SAYS_EVERY = 1.0
Progress = Callable[[int, int], None]


class _DecidedMeanwhile(Exception):
    """Another worker has finished this upload: what this one did is undone."""


@handles(PROCESS)
def process(job: RunningJob) -> Result:
    """Process the upload of a job."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    return {"state": process_upload(upload=upload, progress=job.progress).state}


def process_upload(
    *, upload: Upload, progress: Progress | None = None, trusting: bool = False
) -> Upload:
    """Check a package and keep it, or say why not, or leave it for an administrator.

    Doing it twice has one effect. `trusting` approves its libraries in the uploader's name.
    """
    started = Upload.objects.filter(pk=upload.pk, state__in=UNDECIDED)
    if not started.update(state=UploadState.CHECKING):
        return Upload.objects.get(pk=upload.pk)
    upload = Upload.objects.select_related("uploaded_by", "replaces").get(pk=upload.pk)
    try:
        with upload.file.open("rb") as file:
            size = upload.size if progress else 0
            _import(upload, _ReadAloud(cast("BinaryIO", file), size, progress), trusting=trusting)
    except InvalidPackageError as refusal:
        _end(upload, UploadState.INVALID, report=report_row(refusal.report))
    except WaitsForApproval as waiting:
        _end(upload, UploadState.WAITING_APPROVAL, asking=waiting.asking)
    except _DecidedMeanwhile:
        pass
    return Upload.objects.get(pk=upload.pk)


def _import(upload: Upload, file: "_ReadAloud", *, trusting: bool) -> None:
    blobs, limits = StorageBlobs(), site_limits()
    source = cast("BinaryIO", file)
    with open_package(source, filename=upload.filename, limits=limits) as package:
        odd = imposters(package)

    def approve(fresh: Sequence[h5p.Library]) -> None:
        brought = [*fresh, *odd]
        if not trusting:
            require_trust(brought)
            return
        for library in brought:
            TrustedLibrary.objects.get_or_create(
                name=str(library.name),
                digest=library.digest,
                defaults={"approved_by": upload.uploaded_by},
            )

    import_package(
        source, index=DatabaseIndex(blobs), blobs=blobs, filename=upload.filename, limits=limits,
        approve=approve, keep=partial(_keep, upload),
    )  # fmt: skip


def _keep(upload: Upload, imported: ImportedContent) -> None:
    """Write the content, in the transaction that installs its libraries."""
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if held.state != UploadState.CHECKING:
        raise _DecidedMeanwhile
    version = _write_version(upload, imported)
    mark_superseded(imported.superseded)
    held.state, held.content = UploadState.IMPORTED, version.content
    held.save(update_fields=["state", "content"])
    record(
        actor=upload.uploaded_by, action="content_imported", target=version.content,
        version=version.number, file=upload.filename,
        installed=[str(name) for name in imported.installed],
    )  # fmt: skip
    transaction.on_commit(partial(forget_file, upload))


def _write_version(upload: Upload, imported: ImportedContent) -> ContentVersion:
    title = storable(imported.title)[:255]
    content, number = upload.replaces, 1
    if content is None:
        content = Content.objects.create(title=title, created_by=upload.uploaded_by)
    else:
        content = Content.objects.select_for_update().get(pk=content.pk)
        content.title, content.archived_at = title, None
        content.save(update_fields=["title", "archived_at"])
        content.versions.filter(state=VersionState.CURRENT).update(state=VersionState.PREVIOUS)
        number += max(content.versions.values_list("number", flat=True))
    machines = {name.machine_name for name in imported.used}
    rows = {row.name: row for row in Library.objects.filter(machine_name__in=machines)}
    version = ContentVersion.objects.create(
        content=content,
        number=number,
        library=rows[imported.main_library],
        title=title,
        language=imported.language[:20],
        licence=str(imported.metadata.get("license", "")),
        params=storable(imported.params),
        metadata=storable(imported.metadata),
        files=as_row(imported.files),
        notices=as_rows(imported.notices),
        created_by=upload.uploaded_by,
    )
    Use.objects.bulk_create(
        Use(version=version, library=rows[name], position=position)
        for position, name in enumerate(imported.used)
    )
    index_content(content=content)
    return version


def mark_superseded(hashes: frozenset[str] | set[str]) -> None:
    """Say that nothing needs these files any more; a later task removes them."""
    Blob.objects.filter(sha256__in=hashes).update(superseded_at=timezone.now())


@transaction.atomic
def _end(upload: Upload, state: UploadState, **fields: object) -> None:
    """Write what became of an upload, unless another worker did."""
    mine = Upload.objects.filter(pk=upload.pk, state=UploadState.CHECKING)
    if mine.update(state=state, **fields) and state == UploadState.INVALID:
        transaction.on_commit(partial(forget_file, upload))


def forget_file(upload: Upload) -> None:
    """Delete the file of an upload whose fate is known."""
    if upload.file.name:
        default_storage.delete(upload.file.name)
    Upload.objects.filter(pk=upload.pk).update(file="")


class _ReadAloud(io.RawIOBase):
    """A file that says, once a second, how far it was read.

    The check reads the whole file. What is read after that, inside the transaction, says nothing:
    nobody would see it before the end.
    """

    def __init__(self, file: BinaryIO, size: int, progress: Progress | None) -> None:
        """Read from `file`; without `progress`, in silence."""
        super().__init__()
        self._file, self._size, self._progress = file, size, progress
        self._read, self._said = 0, time.monotonic()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()

    def read(self, size: int = -1, /) -> bytes:
        """Read, and say so at times."""
        data = self._file.read(size)
        self._read += len(data)
        now = time.monotonic()
        if self._progress and now - self._said >= SAYS_EVERY and self._is_seen():
            self._said = now
            self._progress(min(self._read, self._size) // 1024, max(self._size // 1024, 1))
        return data

    @staticmethod
    def _is_seen() -> bool:
        return not transaction.get_connection().in_atomic_block
