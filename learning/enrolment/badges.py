"""Badges to print: names one reads from afar, on sheets of labels sold everywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.text import Truncator
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
# How wide a letter is, of its size: the display face's, the text face's.
LETTER, SMALL_LETTER = 0.56, 0.53
# The sizes names are set in, and that of the employer, in points.
LARGEST, SMALLEST, EMPLOYER = 30, 8, 9
# How high lines are, of their size; what stands between the name and the employer, in millimetres.
LINE, BETWEEN = 1.1, 3.5


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
    employer: str
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
    per_line = int(labels.words / (EMPLOYER * SMALL_LETTER * MM_PER_POINT))
    employer = Truncator(badge.employer).chars(2 * per_line - 4)
    first, last = _sizes(badge, labels, bool(employer) * (1 + (len(employer) > per_line)))
    qr = qr_picture(arrival_address(badge.enrolment.pk), light=None) if badge.enrolment else ""
    return PrintedBadge(badge, employer, left, top, first, last, qr)


def _sizes(badge: Badge, labels: Labels, employer_lines: int) -> tuple[float, float]:
    """Return the largest type in which both names fit the label, whatever their lengths."""
    room = labels.height - 2 * labels.inset
    if employer_lines:
        room -= BETWEEN + employer_lines * EMPLOYER * 1.25 * MM_PER_POINT
    first: float = LARGEST
    while first > SMALLEST:
        last = max(first * 0.6, SMALLEST)
        names = ((badge.first_name, first), (badge.last_name, last))
        lines = [(_lines(name, labels.words, size), size) for name, size in names]
        high = sum(count * size * LINE * MM_PER_POINT for count, size in lines if count)
        if all(count is not None for count, _size in lines) and high <= room:
            return round(first, 1), round(last, 1)
        first -= 1
    return SMALLEST, SMALLEST


def _lines(name: str, width: float, size: float) -> int | None:
    """Return how many lines a name takes, None where one of its words is wider than a line."""
    fit = width / (size * LETTER * MM_PER_POINT)
    lines, filled = 0, fit + 1
    for word in name.replace("-", "- ").split():
        if len(word) > fit:
            return None
        is_joined = filled + 1 + len(word) <= fit
        lines, filled = (lines, filled + 1 + len(word)) if is_joined else (lines + 1, len(word))
    return lines
