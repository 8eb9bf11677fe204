"""Badges to print: names one reads from afar, on sheets of labels sold everywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common.pdf.renderer import PdfRenderer
from frontend.papers import faces, font_folder, qr_picture
from learning.cohorts.models import Cohort
from learning.enrolment.arrival_codes import arrival_address
from learning.enrolment.models import Enrolment
from modules.exchange.papers import press

TEMPLATES = Path(__file__).parents[1] / "templates" / "learning" / "papers"
MM_PER_POINT = 0.3528
# How wide a letter of the display face is, of its size; and the sizes names are set in, in points.
LETTER = 0.58
LARGEST, SMALLEST = 30, 10


@dataclass(frozen=True, slots=True)
class Labels:
    """A sheet of labels, in millimetres: A4, `left` and `top` before the first of them.

    `inset` is kept white inside each: printers neither reach the edge nor feed straight.
    """

    key: str
    label: str | Promise
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    between: tuple[float, float] = (0, 0)
    inset: float = 3.5
    qr: float = 22

    @property
    def count(self) -> int:
        """Return how many labels a sheet has."""
        return self.columns * self.rows

    @property
    def words(self) -> float:
        """Return the width left to the words, beside the QR code."""
        return self.width - 2 * self.inset - self.qr - 3

    def place(self, position: int) -> tuple[float, float]:
        """Return where a label stands on its sheet: from the left, from the top."""
        row, column = divmod(position, self.columns)
        return (
            round(self.left + column * (self.width + self.between[0]), 2),
            round(self.top + row * (self.height + self.between[1]), 2),
        )


SHEETS = (
    Labels("2x7", _("14 étiquettes de 99,1 × 38,1 mm (2 × 7)"), 2, 7, 99.1, 38.1, 4.65, 15.15,
           (2.5, 0), qr=25),
    Labels("3x8", _("24 étiquettes de 70 × 37 mm (3 × 8)"), 3, 8, 70, 37, 0, 0.5, inset=5, qr=17),
    Labels("2x5", _("10 badges de 80 × 50 mm (2 × 5)"), 2, 5, 80, 50, 17.5, 13.5, (15, 5), qr=25),
)  # fmt: skip
DEFAULT = SHEETS[0]


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says. `enrolment` gives its QR code; someone not enrolled has none."""

    first_name: str
    last_name: str
    employer: str = ""
    enrolment: Enrolment | None = None


@dataclass(frozen=True, slots=True)
class PrintedBadge:
    """A badge where it stands: millimetres, and the size of each name in points."""

    badge: Badge
    left: float
    top: float
    first_size: float
    last_size: float
    qr: str


def badge_of(enrolment: Enrolment) -> Badge:
    """Return the badge of who is enrolled; bring `person` and `employer`."""
    person, employer = enrolment.person, enrolment.employer
    first, last = person.first_name, person.last_name
    return Badge(
        first or person.display_name, last, employer.name if employer else "", enrolment
    )  # fmt: skip


@cache
def _renderer() -> PdfRenderer:
    drawings = {path.name: path for path in sorted((press.TEMPLATES / "assets").glob("*.svg"))}
    return PdfRenderer(
        css=TEMPLATES / "badges.css", faces=faces(), assets=drawings, font_folder=font_folder()
    )


def badges(
    cohort: Cohort, people: Iterable[Badge], *, labels: Labels = DEFAULT, first: int = 1
) -> bytes:
    """Return the badges as PDF/UA; `first` is the first label left on the first sheet."""
    skipped = min(max(first, 1), labels.count) - 1
    printed = [_placed(badge, labels, skipped + n) for n, badge in enumerate(people)]
    with override("fr"):
        html = render_to_string(
            "learning/papers/badges.html",
            {"cohort": cohort, "labels": labels, "sheets": _sheets(printed, labels, skipped)},
        )
    return _renderer().render(html)


def _sheets(
    printed: Sequence[PrintedBadge], labels: Labels, skipped: int
) -> list[Sequence[PrintedBadge]]:
    ends = range(labels.count - skipped, len(printed) + labels.count, labels.count)
    return [printed[max(end - labels.count, 0) : end] for end in ends]


def _placed(badge: Badge, labels: Labels, position: int) -> PrintedBadge:
    left, top = labels.place(position % labels.count)
    first = _size(badge.first_name, labels.words, LARGEST)
    last = _size(badge.last_name, labels.words, min(first, LARGEST * 0.6))
    qr = qr_picture(arrival_address(badge.enrolment.pk), light=None) if badge.enrolment else ""
    return PrintedBadge(badge, left, top, first, last, qr)


def _size(name: str, width: float, largest: float) -> float:
    """Return the largest type in which the longest word of a name fits, in points."""
    longest = max((len(word) for word in name.replace("-", "- ").split()), default=1)
    return round(max(min(width / (longest * LETTER * MM_PER_POINT), largest), SMALLEST), 1)
