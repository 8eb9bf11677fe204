"""Sign a printed sheet with ink, and send its picture as a telephone or a scanner would."""

from base64 import b64decode
from io import BytesIO
from random import Random

import numpy as np
import pypdfium2
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from accounts.users.models import User
from learning.attendance.sheets.contents import pages_of
from learning.attendance.sheets.enums import Proposal, SheetKind
from learning.attendance.sheets.filing import file_page
from learning.attendance.sheets.geometry import SCALE, Box, cell_box
from learning.attendance.sheets.models import Scan, ScanPage, Sheet
from learning.attendance.sheets.straightening import SIZE
from learning.cohorts.models import Cohort
from tests.learning.builders import number

DPI = 150
MM = DPI / 25.4
# What a pen may leave in a cell, and what the reading must say of it.
INK = {
    "signature": Proposal.SIGNED,
    "initials": Proposal.SIGNED,
    "nothing": Proposal.EMPTY,
    "dot": Proposal.EMPTY,
    "struck": Proposal.UNSURE,
}

# A photograph of nothing, as some telephones write them.
HEIC = b64decode(
    "AAAAGGZ0eXBoZWljAAAAAG1pZjFoZWljAAABfW1ldGEAAAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAA"
    "AAAAAAAAImlsb2MAAAAAREAAAQABAAAAAAGdAAEAAAAAAAAAqQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEA"
    "AGh2YzEAAAAADnBpdG0AAAAAAAEAAAD9aXBycAAAAN1pcGNvAAAAdmh2Y0MBA3AAAACQAAAAAAAe8AD8/fj4AAAP"
    "A2AAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAYQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4CGgw"
    "IAAAAwMgAAADACFiAAEABkQBwXPAiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChj"
    "bGFwAAAAQAAAAAEAAAAtAAAAAQAAAAAAAAAC////7QAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAA"
    "AQABBYECAwWEAAAAsW1kYXQAAAClKAGvGYC8wFGJpYW3rYOKj/mpvPl0YntLmC9ih0dybYnsRd6mObCJFAD6RBfK"
    "ZBrb55vBuRkFYvdtaU0B/juk7riRRyas0pKg/om7A73Vi+LsIdjPyfma9qjzJkLywZgArXmTgbtNRuhh9azzi5Ox"
    "8McQg8vw2RaANIiq2FPUe8XdOi6VsK7jArOjiAF6uXJGFdCEVc9xH9p+Fgk7UFcHyN+jSjhA"
)


def page_image(pdf: bytes, number: int = 0) -> Image.Image:
    """Return a page as it comes out of the printer."""
    document = pypdfium2.PdfDocument(pdf)
    printed: Image.Image = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
    return printed


def sign(page: Image.Image, box: Box, ink: str, random: Random) -> None:
    """Leave ink in a cell, blue or black, here or there."""
    pen = ImageDraw.Draw(page)
    style = {"fill": random.choice([20, 60, 95]), "width": 3}
    x, y = box.left + random.uniform(6, box.width - 45), box.top + box.height / 2

    def line(*points):
        pen.line([(across * MM, down * MM) for across, down in points], **style)

    if ink == "signature":
        long = random.uniform(14, 38)
        line(*((x + long * n / 40, y + random.uniform(-2.2, 2.2)) for n in range(40)))
    elif ink == "initials":
        line((x, y + 2), (x + 1.5, y - 2), (x + 3, y + 2))
        line((x + 4, y - 2), (x + 4, y + 2), (x + 6, y + 2))
    elif ink == "struck":
        line((box.left + 3, y + 1), (box.left + box.width - 4, y - 1))
    elif ink == "dot":
        pen.ellipse([x * MM, y * MM, (x + 0.4) * MM, (y + 0.4) * MM], fill=60)


def signed_at_random(
    page: Image.Image, columns: int, seed: int, rows: range
) -> dict[tuple[int, int], str]:
    """Fill the cells of a page, and return what is in each: {(row, column): ink}."""
    random = Random(seed)
    found = {}
    for row in rows:
        for column in range(columns):
            found[row, column] = random.choice(list(INK))
            sign(page, cell_box(row, column, columns), found[row, column], random)
    return found


def scanned(page: Image.Image, *, turned: float = 2, zoom: float = 0.95, noise: float = 8) -> bytes:
    """Return the JPEG of a page on a dark table: turned, in a half shade, grainy."""
    wide, high = page.size
    table = Image.new("L", (int(wide * 1.2), int(high * 1.25)), 70)
    table.paste(page, (int(wide * 0.1), int(high * 0.12)))
    table = table.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=70)
    table = table.resize((int(table.width * zoom), int(table.height * zoom)))
    light = np.linspace(0.62, 1, table.width)[None, :]
    grain = np.random.default_rng(1).normal(0, noise, (table.height, table.width))
    seen = np.clip(np.asarray(table) * light + grain, 0, 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(seen).save(out, "JPEG", quality=60)
    return out.getvalue()


def without_qr(page: Image.Image) -> Image.Image:
    """Return the page with its QR stained until it cannot be read, as dark as before."""
    stained = page.copy()
    pen = ImageDraw.Draw(stained)
    for n in range(6):
        top = (187 + n * 2.7) * MM
        pen.rectangle([16 * MM, top, 33 * MM, top + 1.3 * MM], fill=30)
    return stained


def as_pdf(*pages: Image.Image) -> bytes:
    """Return pages as the PDF of a scanner."""
    out = BytesIO()
    pages[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return out.getvalue()


def a_page_read(cohort: Cohort, sender: User, *, signed_rows: tuple[int, ...] = ()) -> ScanPage:
    """Return a page of a cohort's first day, as it is once read: signed on some of its lines."""
    picture = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(picture)
    for row in signed_rows:
        box = cell_box(row, 0, 1)
        left, middle = box.left * SCALE, (box.top + box.height / 2) * SCALE
        points = [(left + 50 + n * 6, middle + (-1) ** n * 9) for n in range(20)]
        pen.line(points, fill=40, width=3)
    printed = pages_of(cohort, only_day=1, is_blank=True)
    sheet = Sheet.objects.create(
        cohort=cohort, kind=SheetKind.BLANK, digest=f"{number()}",
        pages=[page.layout() for page in printed],
    )  # fmt: skip
    scan = Scan.objects.create(
        cohort=cohort, name="scan.pdf", mime="application/pdf", size=1, sent_by=sender,
        sha256=f"{number()}", state="read",
    )  # fmt: skip
    out = BytesIO()
    picture.save(out, "JPEG")
    scan.file.save("scan.pdf", ContentFile(b"%PDF-"))
    page = ScanPage(scan=scan, number=1, is_straight=True)
    page.image.save("page.jpg", ContentFile(out.getvalue()), save=False)
    file_page(page, picture, sheet, 1)
    return page
