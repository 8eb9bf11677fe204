"""Open what was sent, in a process of its own (common/apart.py).

`python -m learning.attendance.sheets.opening FILE FOLDER` writes each page as a grey picture in
FOLDER and prints how many there are, or one word that says why not.
"""

import sys
from pathlib import Path

import pypdfium2
from pi_heif import register_heif_opener
from PIL import Image, ImageOps

from common.apart import Failed, Limits, run_apart, stay_within

# Enough for an A4 page at 220 dots per inch: signatures and QRs are read well below that.
LONGEST_SIDE = 2600
MOST_PAGES = 80
MOST_PIXELS = 60_000_000
# A page takes about half a second.
LIMITS = Limits(seconds=120, memory=1_500_000_000)
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}
PDF = "application/pdf"

UNREADABLE, TOO_MANY_PAGES, TOO_MANY_PIXELS = "unreadable", "pages", "pixels"


class CannotOpen(Exception):
    """The file cannot be opened; `args[0]` is one of the words above."""


def open_pages(file: Path, mime: str, folder: Path) -> list[Path]:
    """Return the pages of a file as grey pictures. Raises CannotOpen."""
    try:
        run_apart(__name__, str(file), mime, str(folder), within=LIMITS)
    except Failed as failed:
        word = str(failed)
        known = word in {TOO_MANY_PAGES, TOO_MANY_PIXELS}
        raise CannotOpen(word if known else UNREADABLE) from failed
    return sorted(folder.glob("*.png"))


def _write_pages(file: Path, mime: str, folder: Path) -> None:
    if mime != PDF:
        _write(_picture(file, mime), folder, 1)
        return
    with pypdfium2.PdfDocument(file) as document:
        if len(document) > MOST_PAGES:
            raise CannotOpen(TOO_MANY_PAGES)
        for number, page in enumerate(document, start=1):
            scale = LONGEST_SIDE / max(page.get_size())
            _write(page.render(scale=scale, grayscale=True).to_pil(), folder, number)


def _picture(file: Path, mime: str) -> Image.Image:
    register_heif_opener()
    picture = Image.open(file, formats=[FORMATS[mime]])
    if picture.width * picture.height > MOST_PIXELS:
        raise CannotOpen(TOO_MANY_PIXELS)
    # A JPEG is opened smaller at once: a photograph of 48 megapixels holds nothing more here.
    picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
    return ImageOps.exif_transpose(picture)


def _write(picture: Image.Image, folder: Path, number: int) -> None:
    grey = picture.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    grey.save(folder / f"{number:03d}.png", compress_level=1)


def main() -> int:
    """Write the pages of a file, within limits of time and memory."""
    file, mime, folder = sys.argv[1:]
    stay_within(LIMITS)
    # Pixels are counted above, in words of ours.
    Image.MAX_IMAGE_PIXELS = None
    try:
        _write_pages(Path(file), mime, Path(folder))
    except CannotOpen as refusal:
        sys.stdout.write(str(refusal))
        return 1
    except Exception:  # noqa: BLE001 - whatever a broken file makes a decoder say
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
