"""What the QR of a page says: which sheet, which page. The sheet's number cannot be guessed."""

import re
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import segno

# Capitals and figures only: the QR is smaller so. The figure is the version of this writing.
_WRITTEN = re.compile(r"EM1:([0-9A-F]{32}):([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class PageCode:
    """A page of a sheet, from 1."""

    sheet: UUID
    page: int

    def __str__(self) -> str:
        return f"EM1:{self.sheet.hex.upper()}:{self.page}"


def read_code(text: str) -> PageCode | None:
    """Return the page a QR names; None for any other QR."""
    found = _WRITTEN.fullmatch(text)
    return PageCode(UUID(found[1]), int(found[2])) if found else None


def drawn(code: PageCode) -> str:
    """Return the QR as a PNG `data:` address, without its quiet zone."""
    image = BytesIO()
    segno.make(str(code), error="q", micro=False).save(image, kind="png", scale=8, border=0)
    return f"data:image/png;base64,{b64encode(image.getvalue()).decode()}"
