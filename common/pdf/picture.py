"""A page of our own PDF as a picture, for who looks at it on a screen."""

from io import BytesIO
from threading import Lock

import pypdfium2

# PDFium is not meant for two threads.
_lock = Lock()


def page_picture(pdf: bytes, *, width: int = 1400) -> bytes:
    """Return the first page of a PDF that we drew, as a PNG so many pixels wide.

    Never for a PDF that somebody sent: those are opened in a process of their own.
    """
    out = BytesIO()
    with _lock, pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        page.render(scale=width / page.get_width()).to_pil().save(out, "PNG", compress_level=1)
    return out.getvalue()
