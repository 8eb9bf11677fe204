"""Logos and signatures: drawn again as we read them, and kept by what they hold.

What is sent is decoded, reduced and written as a PNG of ours: nothing else of the file stays (no
metadata, no place, no script). A picture that was printed is never deleted.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops, ImageOps

from certificates.designs.colours import PAPER
from common.errors import DomainError

HEAVIEST = 4 * 1024 * 1024
MOST_PIXELS = 25_000_000
# What a logo of 38 mm and a signature of 52 mm need in print; below the least, one sees squares.
LARGEST_LOGO, LARGEST_SIGNATURE = (480, 180), (620, 190)
LEAST = 80
FORMATS = ("PNG", "JPEG")
# Where a scan's white ends: its shadows are not ink.
_INK = 190
# How PNG and JPEG end, and how far from the end of the file that may be.
_ENDS, _TAIL = (b"IEND", b"\xff\xd9"), 4096
_HASH = re.compile(r"[0-9a-f]{64}")


class PaperPictureIsNone(DomainError):
    """The file is not a picture we read."""

    code = "paper_picture_is_none"
    sentence = _(
        "« %(name)s » n’est pas une image PNG ou JPEG lisible : ouvrez-la dans un logiciel "
        "d’images et enregistrez-la en PNG."
    )


class PaperPictureIsTooHeavy(DomainError):
    """The picture weighs, or holds, too much."""

    code = "paper_picture_is_too_heavy"
    sentence = _(
        "« %(name)s » est trop lourde : 4 Mo et 25 millions de pixels au plus. Réduisez-la, "
        "1 000 pixels de large suffisent."
    )


class PaperPictureIsTooSmall(DomainError):
    """The picture would be blurred in print."""

    code = "paper_picture_is_too_small"
    sentence = _(
        "« %(name)s » ne fait que %(width)s × %(height)s pixels : imprimée, elle serait floue. "
        "Il en faut au moins 80 sur son grand côté."
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we keep it: its PNG bytes, and their SHA-256."""

    sha256: str
    data: bytes


def logo_of(file: "File[Any]", *, name: str) -> Picture:
    """Return a logo for the paper; a white ground becomes the paper's own colour.

    Raises PaperPictureIsNone, PaperPictureIsTooHeavy or PaperPictureIsTooSmall.
    """
    picture = _read(file, name)
    if _is_clear(picture):
        return _written(picture.convert("RGBA"), LARGEST_LOGO)
    flat = picture.convert("RGB")
    ground = Image.new("RGB", flat.size, PAPER)
    return _written(ImageChops.multiply(flat, ground), LARGEST_LOGO)


def signature_of(file: "File[Any]", *, name: str) -> Picture:
    """Return a signature off its sheet: only the ink stays, cut close.

    Raises PaperPictureIsNone, PaperPictureIsTooHeavy or PaperPictureIsTooSmall.
    """
    picture = _read(file, name).convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    flat = Image.alpha_composite(ground, picture).convert("RGB")
    ink = flat.convert("L").point([min(255, max(0, (_INK - v) * 2)) for v in range(256)])
    box = ink.getbbox()
    if box is None:
        raise PaperPictureIsNone(name=name)
    flat.putalpha(ink)
    return _written(flat.crop(box), LARGEST_SIGNATURE)


def _read(file: "File[Any]", name: str) -> Image.Image:
    if (file.size or 0) > HEAVIEST:
        raise PaperPictureIsTooHeavy(name=name)
    file.seek(0)
    try:
        picture = Image.open(file, formats=FORMATS)
        _check_size(picture, name)
        _check_whole(file, name)
        picture.draft("RGB", (4 * LARGEST_LOGO[0], 4 * LARGEST_LOGO[1]))
        return ImageOps.exif_transpose(picture)
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PaperPictureIsTooHeavy(name=name) from bomb
    except Exception as broken:  # whatever a broken file makes a decoder say
        raise PaperPictureIsNone(name=name) from broken


def _check_whole(file: "File[Any]", name: str) -> None:
    """Refuse a file cut short: WeasyPrint has Pillow fill what lacks with grey, without a word."""
    file.seek(max(0, (file.size or 0) - _TAIL))
    tail = file.read()
    file.seek(0)
    if not any(end in tail for end in _ENDS):
        raise PaperPictureIsNone(name=name)


def _check_size(picture: Image.Image, name: str) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PaperPictureIsTooHeavy(name=name)
    if max(width, height) < LEAST:
        raise PaperPictureIsTooSmall(name=name, width=width, height=height)


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def _written(picture: Image.Image, largest: tuple[int, int]) -> Picture:
    picture.thumbnail(largest, Image.Resampling.LANCZOS)
    # A picture without its past: what its file told of itself would be written again.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = BytesIO()
    bare.save(out, "PNG", optimize=True)
    data = out.getvalue()
    return Picture(hashlib.sha256(data).hexdigest(), data)


def address_of(sha256: str) -> str:
    """Return where a picture is kept. Raises ValueError for what is no hash."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(sha256[:80])
    return f"papers/images/{sha256}.png"


def keep(pictures: Mapping[str, bytes]) -> None:
    """Keep pictures by hash, each once."""
    for sha256, data in pictures.items():
        if not default_storage.exists(address_of(sha256)):
            default_storage.save(address_of(sha256), ContentFile(data))


@lru_cache(maxsize=16)
def kept(sha256: str) -> bytes:
    """Return a kept picture. Raises ValueError if the file is no longer what it was."""
    with default_storage.open(address_of(sha256)) as file:
        data: bytes = file.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        message = f"The picture kept as {sha256} is not that picture any more."
        raise ValueError(message)
    return data
