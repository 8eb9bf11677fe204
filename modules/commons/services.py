"""Keep the files that people put into what they write."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.commons.captions import check_captions
from modules.commons.enums import Licence
from modules.commons.models import Asset
from modules.commons.pictures import checked_picture

MEGABYTE = 1024 * 1024
LARGEST = 512 * MEGABYTE
CAPTIONS = "text/vtt"
# What may be sent, and what it is served as: nothing a browser would run.
KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "vtt": CAPTIONS,
    "txt": "text/plain",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "zip": "application/zip",
}


class AssetKindRefused(DomainError):
    code = "asset_kind_refused"
    sentence = _(
        "« %(name)s » n’est pas d’une sorte acceptée : envoyez une image, un film, un son, un PDF "
        "ou un document de bureautique."
    )


class AssetIsEmpty(DomainError):
    code = "asset_is_empty"
    sentence = _("« %(name)s » est vide : choisissez un autre fichier.")


class AssetIsTooLarge(DomainError):
    code = "asset_is_too_large"
    sentence = _("« %(name)s » pèse %(size)s Mo, pour %(limit)s Mo au plus : réduisez-le.")


@transaction.atomic
def add_asset(
    *, actor: User | None, file: "File[Any]", filename: str, licence: str = Licence.BY_SA,
    **told: str,
) -> Asset:  # fmt: skip
    """Keep a file with what is told of it (authors, source, alternative); the same bytes once.

    A picture is kept without its metadata: where it was taken, by whom. Raises AssetKindRefused,
    AssetIsEmpty, AssetIsTooLarge, PictureIsUnreadable, PictureIsTooLarge or CaptionsAreUnreadable.
    """
    name = PurePath(filename.replace("\\", "/")).name[-200:]
    mime = KINDS.get(PurePath(name).suffix.lower().lstrip("."))
    size = file.size or 0
    if mime is None:
        raise AssetKindRefused(name=name)
    if not size:
        raise AssetIsEmpty(name=name)
    if size > LARGEST:
        raise AssetIsTooLarge(name=name, size=-(-size // MEGABYTE), limit=LARGEST // MEGABYTE)
    width, height = None, None
    if mime.startswith("image/"):
        file, (width, height) = checked_picture(file, name=name, mime=mime)
        size = file.size or 0
    elif mime == CAPTIONS:
        file.seek(0)
        check_captions(file.read(), name=name)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    asset = Asset(
        name=name, mime=mime, size=size, sha256=digest.hexdigest(), width=width, height=height,
        licence=licence, created_by=actor, **told,
    )  # fmt: skip
    _keep(asset, file)
    asset.save(force_insert=True)
    record(actor=actor, action="asset_added", target=asset, name=name)
    return asset


def _keep(asset: Asset, file: "File[Any]") -> None:
    """Write the bytes at the address their hash gives, unless they are there already."""
    path = asset.file.field.generate_filename(asset, asset.name)
    if not default_storage.exists(path):
        file.seek(0)
        default_storage.save(path, file)
    asset.file.name = path
