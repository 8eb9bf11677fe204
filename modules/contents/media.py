"""Files sent one by one from the form of a content, before the content that will hold them."""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.contents.limits import site_limits
from modules.contents.models import Blob
from modules.contents.store import StorageBlobs, holding_libraries
from modules.h5p.libraries import StoredFile
from modules.h5p.words import words

MEGABYTE = 1024 * 1024
# Field type → the folder its files go to, and what it takes of the format's white list.
FOLDERS = {"image": "images", "video": "videos", "audio": "audios", "file": "files"}
TAKEN = {
    "image": words("png jpg jpeg gif bmp"),
    "video": words("mp4 webm"),
    "audio": words("mp3 m4a ogg wav"),
}
MIMES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "bmp": "image/bmp", "mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg",
    "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav", "pdf": "application/pdf",
    "txt": "text/plain", "vtt": "text/vtt", "csv": "text/csv",
}  # fmt: skip
_OF_THE_FORM = re.compile(r"(?:images|videos|audios|files)/([0-9a-f]{64})\.[a-z0-9]{1,8}")


class MediaKindRefused(DomainError):
    """The field does not take such files."""

    code = "media_kind_refused"
    sentence = _("« %(name)s » n’est pas accepté ici : choisissez un fichier %(kinds)s.")


class MediaIsEmpty(DomainError):
    """There is nothing in the file."""

    code = "media_is_empty"
    sentence = _("« %(name)s » est vide : choisissez un autre fichier.")


class MediaIsTooLarge(DomainError):
    """The file is heavier than the site allows."""

    code = "media_is_too_large"
    sentence = _(
        "« %(name)s » pèse %(size)s Mo, pour %(limit)s Mo au plus : réduisez-le, puis envoyez-le "
        "de nouveau."
    )


def taken(kind: str) -> list[str]:
    """Return the extensions that a field of this type takes."""
    return sorted(TAKEN.get(kind, site_limits().content_extensions - {"json"}))


def receive_media(*, actor: User, file: "File[Any]", filename: str, kind: str) -> dict[str, str]:
    """Keep a file for a field of type `kind`; return its {path, mime} as the field writes them.

    Nothing needs it until a version with this path is saved: it goes after a day (see `tidying`).
    Raises MediaKindRefused, MediaIsEmpty or MediaIsTooLarge.
    """
    name = PurePath(filename.replace("\\", "/")).name[-255:]
    extension = PurePath(name).suffix.lower().removeprefix(".")
    size, limit = file.size, site_limits().max_file
    if extension not in taken(kind):
        raise MediaKindRefused(name=name, kinds=", ".join(taken(kind)))
    if not size:
        raise MediaIsEmpty(name=name)
    if size > limit:
        raise MediaIsTooLarge(name=name, size=-(-size // MEGABYTE), limit=limit // MEGABYTE)
    total = hashlib.sha256()
    for chunk in file.chunks():
        total.update(chunk)
    sha256 = total.hexdigest()
    with holding_libraries():
        _put(sha256, file)
        record(actor=actor, action="media_sent", target=actor, file=name, sha256=sha256)
    path = f"{FOLDERS[kind]}/{sha256}.{extension}"
    return {"path": path, "mime": MIMES.get(extension, "application/octet-stream")}


def _put(sha256: str, file: "File[Any]") -> None:
    """Write the file, or give the one that waits another day; what is in use stays in use."""
    waiting = Blob.objects.filter(sha256=sha256)
    if not waiting.exists():
        blobs = StorageBlobs()
        file.seek(0)
        blobs.put(sha256, file.chunks())
        blobs.tell()
        waiting.update(superseded_at=timezone.now())
    else:
        waiting.filter(superseded_at__isnull=False).update(superseded_at=timezone.now())


def sent_files(params: object, known: Collection[str]) -> dict[str, StoredFile]:
    """Return the files that a form sent and that these parameters name, beyond the known ones."""
    named = {
        text: match[1]
        for text in texts_of(params)
        if text not in known and (match := _OF_THE_FORM.fullmatch(text))
    }
    sizes = dict(Blob.objects.filter(sha256__in=named.values()).values_list("sha256", "size"))
    return {
        path: StoredFile(sha256, sizes[sha256]) for path, sha256 in named.items() if sha256 in sizes
    }


def is_of_the_form(path: str) -> bool:
    """Tell whether a path is one that `receive_media` gave."""
    return bool(_OF_THE_FORM.fullmatch(path))


def keep_media(files: Iterable[StoredFile]) -> None:
    """Say that something needs these files from now on. Within `holding_libraries`."""
    hashes = [file.sha256 for file in files]
    Blob.objects.filter(sha256__in=hashes).update(superseded_at=None)


def texts_of(value: object) -> Iterator[str]:
    """Yield every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)
