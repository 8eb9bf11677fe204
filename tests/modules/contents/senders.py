"""Send small packages to the workshop, as trainers and administrators do."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from accounts.users.enums import Role
from accounts.users.models import User
from common.jobs import runner
from common.jobs.models import Job
from modules.contents.models import Content, Upload
from modules.contents.services import approve_upload, upload_package
from tests.learning.builders import a_person
from tests.modules.h5p.builder import package


def sent(
    file: io.BytesIO | None = None, *, by: User | None = None, filename: str = "salut.h5p",
    **fields: Any,
) -> Upload:  # fmt: skip
    """Send a package (a sound one by default); nobody has looked at it yet."""
    data = (file or package()).getvalue()
    person = by or a_person(Role.TRAINER)
    return upload_package(actor=person, file=ContentFile(data), filename=filename, **fields)


def worked() -> None:
    """Do the jobs that wait."""
    for job in Job.objects.filter(state="queued").order_by("created_at"):
        runner.run(job.pk)


def checked(file: io.BytesIO | None = None, **fields: Any) -> Upload:
    """Send a package and let it be checked."""
    upload = sent(file, **fields)
    worked()
    return Upload.objects.get(pk=upload.pk)


def a_content(file: io.BytesIO | None = None, **fields: Any) -> Content:
    """Send a package, approve its libraries if need be, and return the content."""
    upload = checked(file, **fields)
    if upload.state == "waiting_approval":
        approve_upload(actor=a_person(Role.ADMINISTRATOR), upload=upload)
        worked()
        upload.refresh_from_db()
    assert upload.content is not None, upload.report
    return upload.content


def stored(storage: Storage = default_storage, folder: str = "h5p") -> list[str]:
    """Every H5P file of the storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    inner = [path for name in folders for path in stored(storage, f"{folder}/{name}")]
    return sorted([f"{folder}/{name}" for name in files] + inner)
