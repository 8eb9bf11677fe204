"""Look into pictures: real ones only, without what they tell of who took them and where."""

from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from common.errors import DomainError

# Past this, a picture takes a reader's memory for nothing.
MOST_PIXELS = 50_000_000
FORMATS = {
    "image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP",
}  # fmt: skip
# What a picture says besides itself: place, date, device, names.
_TALES = {"exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp", "Raw profile type exif"}
_QUALITY = 90


class PictureIsUnreadable(DomainError):
    """The file is not the picture its name says."""

    code = "picture_is_unreadable"
    sentence = _(
        "« %(name)s » n’est pas une image lisible : ouvrez-la dans un logiciel d’images, "
        "enregistrez-la en PNG ou en JPEG, puis renvoyez-la."
    )


class PictureIsTooLarge(DomainError):
    """The picture has too many pixels."""

    code = "picture_is_too_large"
    sentence = _(
        "« %(name)s » a trop de pixels (%(width)s × %(height)s) : réduisez-la, 4 000 pixels de "
        "côté suffisent partout."
    )


def checked_picture(
    file: "File[Any]", *, name: str, mime: str
) -> tuple["File[Any]", tuple[int, int]]:
    """Return the picture without its metadata (place, device, names), and its size in pixels.

    A picture that has none comes back as it was. Raises PictureIsUnreadable or PictureIsTooLarge.
    """
    file.seek(0)
    try:
        picture = Image.open(file, formats=[FORMATS[mime]])
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise PictureIsTooLarge(name=name, width=width, height=height)
        picture.load()
    except Image.DecompressionBombError as bomb:
        raise PictureIsTooLarge(name=name, width="?", height="?") from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as unreadable:
        raise PictureIsUnreadable(name=name) from unreadable
    if _tells_more(picture):
        cleaned, size = _without_tales(picture)
        return ContentFile(cleaned, name=name), size
    file.seek(0)
    return file, picture.size


def _tells_more(picture: Image.Image) -> bool:
    texts = getattr(picture, "text", None)
    return bool(_TALES & picture.info.keys() or texts) and picture.format != "GIF"


def _without_tales(picture: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """Write the picture again: its pixels, upright, and its colours' profile."""
    kept: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    is_moving = getattr(picture, "n_frames", 1) > 1
    turned = ImageOps.exif_transpose(picture)
    is_turned = turned.size != picture.size or _orientation(picture) not in {None, 1}
    if picture.format == "JPEG":
        kept["quality"] = _QUALITY if is_turned else "keep"
    elif picture.format == "WEBP":
        kept["quality"] = _QUALITY
    source = turned if is_turned and not is_moving else picture
    for tale in _TALES:
        source.info.pop(tale, None)
    out: IO[bytes] = BytesIO()
    source.save(out, picture.format, save_all=is_moving, exif=b"", **kept)
    out.seek(0)
    return out.read(), source.size


def _orientation(picture: Image.Image) -> int | None:
    found: int | None = picture.getexif().get(0x0112)
    return found
