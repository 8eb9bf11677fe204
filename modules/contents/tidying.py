"""Remove, after a while, the files that nothing needs any more."""

from datetime import timedelta

from django.utils import timezone

from modules.contents.enums import UploadState
from modules.contents.importing import forget_file
from modules.contents.models import Blob, Draft, Upload
from modules.contents.store import DatabaseIndex, StorageBlobs, holding_libraries

# Pages opened before a patch may ask for the old files until then.
GRACE = timedelta(days=1)
DECIDED = (UploadState.IMPORTED, UploadState.INVALID, UploadState.REFUSED)


def collect_blobs() -> int:
    """Delete the superseded files that nothing took back; return how many.

    The row goes in the transaction that deletes its file. If that fails half-way, the row still
    says superseded: nobody counts on the file, and the next round deletes it.
    """
    with holding_libraries():
        old = Blob.objects.filter(superseded_at__lt=timezone.now() - GRACE)
        hashes = set(old.values_list("sha256", flat=True))
        unneeded = DatabaseIndex(StorageBlobs()).unreferenced(hashes)
        Blob.objects.filter(sha256__in=hashes - unneeded).update(superseded_at=None)
        StorageBlobs().delete(unneeded)
        Blob.objects.filter(sha256__in=unneeded).delete()
    return len(unneeded)


def forget_decided_uploads() -> int:
    """Delete the files of decided uploads that an interrupted process left."""
    left = list(Upload.objects.filter(state__in=DECIDED).exclude(file=""))
    for upload in left:
        forget_file(upload)
    return len(left)


def forget_old_drafts() -> int:
    """Delete the drafts that nobody wrote to for a day; return how many."""
    old = Draft.objects.filter(written_at__lt=timezone.now() - GRACE)
    return old.delete()[0]
