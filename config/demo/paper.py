"""Give the demo a sheet signed by hand: photographed, sent, waiting for the trainer to validate."""

from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw

from accounts.users.models import User
from learning.attendance.sheets.enums import SheetKind
from learning.attendance.sheets.geometry import Box, cell_box, trainer_box
from learning.attendance.sheets.printing import print_sheet
from learning.attendance.sheets.services import send_scan
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort

DPI = 150
MM = DPI / 25.4
INK = (34, 44, 120)
TABLE = (120, 104, 88)


def write_paper(trainer: User, now: datetime) -> None:
    """Send the first page of today's sheet, as a telephone sees it on a table."""
    cohort = Cohort.objects.filter(state=CohortState.RUNNING).order_by("starts_on")[0]
    today = now.astimezone(cohort.venue.zone).date()
    day = cohort.days.index(today) + 1 if today in cohort.days else 1
    printed = print_sheet(cohort, kind=SheetKind.BLANK, day=day)
    if printed is None:
        return
    document = pypdfium2.PdfDocument(printed.pdf)
    page = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    layout = printed.sheet.pages[0]
    begun = cohort.half_days.filter(pk__in=layout["half_days"], starts_at__lte=now).count()
    random = Random(today.toordinal())  # noqa: S311 - drawings
    _sign_page(page, layout, max(begun - 1, 0), random)
    send_scan(actor=trainer, cohort=cohort, filename="IMG_2041.jpg", data=_photograph(page))


def _sign_page(page: Image.Image, layout: dict[str, Any], column: int, random: Random) -> None:
    """Sign the half-day under way: most people have, and the team has struck the last line."""
    columns = len(layout["half_days"])
    *signing, struck = range(len(layout["rows"]))
    for row in signing:
        if random.random() < 0.7:  # noqa: PLR2004 - most have signed
            _sign(page, cell_box(row, column, columns), random)
    _sign(page, trainer_box(column, columns), random)
    box = cell_box(struck, column, columns)
    ends = [(box.left + 4, box.top + 4.5), (box.left + box.width - 5, box.top + 3.5)]
    ImageDraw.Draw(page).line([(x * MM, y * MM) for x, y in ends], fill=INK, width=3)


def _sign(page: Image.Image, box: Box, random: Random) -> None:
    """Draw something like a signature: loops that go to the right."""
    left, middle = box.left + random.uniform(5, 30), box.top + box.height / 2
    step = random.uniform(0.7, 1.3)
    points = [
        (left + n * step + random.uniform(-0.9, 0.9), middle + random.uniform(-2.6, 2.2))
        for n in range(random.randrange(12, 26))
    ]
    pen = ImageDraw.Draw(page)
    pen.line([(x * MM, y * MM) for x, y in points], fill=INK, width=3, joint="curve")


def _photograph(page: Image.Image) -> bytes:
    table = Image.new("RGB", (page.width + 260, page.height + 220), TABLE)
    table.paste(page, (130, 100))
    turned = table.rotate(1.6, Image.Resampling.BICUBIC, expand=True, fillcolor=TABLE)
    out = BytesIO()
    turned.save(out, "JPEG", quality=80)
    return out.getvalue()
