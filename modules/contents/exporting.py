"""Write a content back as a .h5p, at once or as a durable job."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.models import Job
from common.jobs.registry import Result, RunningJob, handles
from common.jobs.services import queue
from modules.contents.enums import EXPORT
from modules.contents.models import ContentVersion
from modules.contents.queries import needed_by, used_names
from modules.contents.store import DatabaseIndex, StorageBlobs, stored_files
from modules.h5p.export import export_package
from modules.h5p.issues import MissingLibrariesError
from modules.h5p.libraries import StoredFile
from modules.h5p.names import LibraryName

KEPT = timedelta(days=1)
SAYS_EVERY_FILES = 50


class LibrariesAreMissing(DomainError):
    """The package would not be whole."""

    code = "libraries_are_missing"
    sentence = _(
        "Ce contenu a besoin de bibliothèques qui ne sont plus installées (%(names)s) : importez "
        "de nouveau un paquet qui les apporte, puis recommencez."
    )


@dataclass(frozen=True, slots=True)
class _Exported:
    """A version as the H5P library exports it."""

    main_library: LibraryName
    title: str
    language: str
    metadata: Mapping[str, object]
    params: Mapping[str, object]
    files: Mapping[str, StoredFile]
    used: tuple[LibraryName, ...]


class _CountedBlobs(StorageBlobs):
    """Tell how many files were opened."""

    def __init__(self, opened: Callable[[], None]) -> None:
        super().__init__()
        self._opened = opened

    def open(self, sha256: str) -> BinaryIO:
        """Open a file, and say so."""
        self._opened()
        return super().open(sha256)


def export_content(
    *, version: ContentVersion, target: BinaryIO, opened: Callable[[], None] = lambda: None
) -> None:
    """Write the package of a version into `target`, with all its libraries.

    `opened` is called for each file. Raises LibrariesAreMissing.
    """
    content = _Exported(
        main_library=version.library.name,
        title=version.title,
        language=version.language,
        metadata=version.metadata,
        params=version.params,
        files=stored_files(version.files),
        used=used_names(version),
    )
    blobs = _CountedBlobs(opened)
    try:
        export_package(content, target, index=DatabaseIndex(blobs), blobs=blobs)
    except MissingLibrariesError as error:
        raise LibrariesAreMissing(names=", ".join(map(str, error.names))) from None


def export_name(version: ContentVersion) -> str:
    """Return how a downloaded package is called."""
    return f"{slugify(version.title)[:60] or 'contenu'}-v{version.number}.h5p"


@transaction.atomic
def start_export(*, actor: User, version: ContentVersion) -> Job:
    """Queue the export of a version; the same one asked again today is the same job."""
    today = timezone.localdate().isoformat()
    libraries = needed_by(version)
    state = "".join(sorted(f"{one.name}{one.digest}" for one in libraries.all))
    fingerprint = hashlib.sha256(f"{state}{libraries.missing}".encode()).hexdigest()[:16]
    job = queue(
        kind=EXPORT, key=f"{version.pk}:{today}:{fingerprint}", created_by=actor,
        payload={"version": str(version.pk)},
    )  # fmt: skip
    record(actor=actor, action="content_exported", target=version.content, version=version.number)
    return job


def export_path(job: Job) -> str:
    """Return where the package of an export is, or will be."""
    return f"h5p/exports/{job.pk}.h5p"


@handles(EXPORT)
def export(job: RunningJob) -> Result:
    """Write the package of a job's version in the storage."""
    version = ContentVersion.objects.select_related("library").get(pk=job.payload["version"])
    total = len(version.files) + sum(len(one.files) for one in needed_by(version).all)
    done = 0

    def opened() -> None:
        nonlocal done
        done += 1
        if done % SAYS_EVERY_FILES == 0:
            job.progress(done, total)

    path = export_path(job.job)
    with TemporaryFile() as package:
        export_content(version=version, target=cast("BinaryIO", package), opened=opened)
        package.seek(0)
        default_storage.delete(path)
        default_storage.save(path, File(cast("IO[Any]", package)))
    return {"filename": export_name(version)}


def forget_old_exports() -> int:
    """Delete the packages nobody will fetch any more, and their jobs."""
    old = Job.objects.filter(kind=EXPORT, created_at__lt=timezone.now() - KEPT)
    jobs = list(old.filter(finished_at__isnull=False))
    for job in jobs:
        default_storage.delete(export_path(job))
        job.delete()
    return len(jobs)
