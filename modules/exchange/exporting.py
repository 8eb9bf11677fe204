"""Take an edition out of the site, as a durable job or at once."""

from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.users.models import User
from common.audit.services import record
from common.jobs.models import Job
from common.jobs.registry import Result, RunningJob, handles
from common.jobs.services import queue
from modules.exchange.enums import WRITE, Form
from modules.exchange.folder.writing import write_folder
from modules.exchange.package import export_module
from modules.exchange.papers.booklet import booklet
from modules.programmes.models import Revision

KEPT = timedelta(days=1)
SHARED = "exchange/shared"
Said = Callable[[int, int], None]


@transaction.atomic
def start_export(*, actor: User, revision: Revision, form: Form, with_notes: bool = False) -> Job:
    """Queue the writing of an edition; the same one, unchanged, asked again today is one job."""
    today = timezone.localdate().isoformat()
    notes = "notes" if with_notes else ""
    key = f"{revision.pk}:{revision.version}:{revision.state}:{form}:{notes}:{today}"
    payload = {"revision": revision.pk, "form": form.value, "with_notes": with_notes}
    job = queue(kind=WRITE, key=key, payload=payload, created_by=actor)
    record(actor=actor, action="edition_exported", target=revision, form=form.value)
    return job


def export_path(job: Job) -> str:
    """Return where what an export writes is, or will be."""
    return f"exchange/exports/{job.pk}.{suffix_of(Form(job.payload['form']))}"


def suffix_of(form: Form) -> str:
    """Return how the name of what is written ends."""
    return "pdf" if form == Form.BOOKLET else "zip"


def export_name(revision: Revision, form: Form) -> str:
    """Return how a downloaded edition is called."""
    edition = revision.edition
    words = {Form.MODULE: "module", Form.FOLDER: "pages", Form.BOOKLET: "livret"}
    stem = slugify(edition.module.title)[:60] or "module"
    return f"{stem}-edition-{edition.number}-{words[form]}.{suffix_of(form)}"


@handles(WRITE)
def write(job: RunningJob) -> Result:
    """Write the edition of a job in the storage."""
    told = job.payload
    revision = Revision.objects.select_related("edition__module").get(pk=told["revision"])
    form = Form(told["form"])
    path = export_path(job.job)
    default_storage.delete(path)
    if form == Form.BOOKLET:
        paper = booklet(revision, with_notes=told["with_notes"])
        default_storage.save(path, ContentFile(paper))
    else:
        with TemporaryFile() as target:
            _write_zip(revision, form, cast("BinaryIO", target), job.progress, told["with_notes"])
            target.seek(0)
            default_storage.save(path, File(cast("IO[Any]", target)))
    return {"filename": export_name(revision, form)}


def _write_zip(
    revision: Revision,
    form: Form,
    target: BinaryIO,
    said: Said,
    with_notes: bool,  # noqa: FBT001
) -> None:
    if form == Form.MODULE:
        export_module(revision, target, said)
    else:
        write_folder(revision, target, said, with_notes=with_notes)


def shared_revision(slug: str) -> Revision | None:
    """Return the latest published revision of a module that its makers share; None for others."""
    shared = Revision.objects.published().filter(
        edition__module__slug=slug, edition__module__is_shared=True
    )
    latest = shared.select_related("edition__module").order_by("-edition__number", "-number")
    return latest.first()


def shared_module(revision: Revision) -> str:
    """Return where the file of a shared module is, written if need be.

    A published revision does not change: it is written once a day, whoever asks. Raises
    LibrariesAreMissing (modules.contents.exporting).
    """
    path = f"{SHARED}/{revision.pk}-{timezone.localdate():%Y%m%d}.zip"
    if not default_storage.exists(path):
        with TemporaryFile() as target:
            export_module(revision, cast("BinaryIO", target))
            target.seek(0)
            saved = default_storage.save(path, File(cast("IO[Any]", target)))
        if saved != path:
            # Somebody asked at the same moment: theirs holds the same bytes.
            default_storage.delete(saved)
    return path


def forget_old_editions() -> int:
    """Delete what was written and nobody will fetch any more; return how many files."""
    old = Job.objects.filter(kind=WRITE, created_at__lt=timezone.now() - KEPT)
    jobs = list(old.filter(finished_at__isnull=False))
    for job in jobs:
        default_storage.delete(export_path(job))
        job.delete()
    return len(jobs) + _forget_shared()


def _forget_shared() -> int:
    try:
        _folders, names = default_storage.listdir(SHARED)
    except FileNotFoundError:
        return 0
    today = f"{timezone.localdate():%Y%m%d}.zip"
    old = [name for name in names if not name.endswith(today)]
    for name in old:
        default_storage.delete(f"{SHARED}/{name}")
    return len(old)
