"""The activity report on paper: A4, in French, from the same contents as its page."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from common.pdf.renderer import PdfRenderer
from frontend import formats
from frontend.charts.drawing import picture_of
from frontend.papers import faces, font_folder
from learning.activity.charts import curve_of
from learning.activity.contents import CohortLine, Contents
from learning.activity.words import percent

TEMPLATES = Path(__file__).parents[1] / "templates" / "learning" / "papers"
# The spreadsheet has them all; a paper is read.
MOST_COHORTS, MOST_ROWS, MOST_MONTHS = 60, 20, 36
# In pixels: what a page holds between its margins.
CURVE = 657


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=TEMPLATES / "activity.css",
        faces=faces(),
        assets={one.name: one for one in sorted((TEMPLATES / "assets").glob("*.svg"))},
        font_folder=font_folder(),
    )


def printed(contents: Contents, *, address: str) -> bytes:
    """Return the report as a PDF/UA; `address` is where it is read on the site.

    The same contents give the same bytes.
    """
    # Whoever asks, and wherever they are: the same words, the same day.
    with translation.override("fr"), timezone.override(timezone.get_default_timezone()):
        html = render_to_string("learning/papers/activity.html", _context(contents, address))
    return _renderer().render(html)


def _context(contents: Contents, address: str) -> dict[str, Any]:
    at = timezone.localtime(contents.at)
    cohorts = contents.cohorts
    curve = curve_of(contents)
    return {
        "curve": curve,
        "picture": picture_of(curve, width=CURVE) if curve else "",
        "contents": contents,
        "months": contents.months[-MOST_MONTHS:],
        "closed": f"{formats.long_day(at.date())}, {formats.hour(at)}",
        "people": formats.grouped(contents.people),
        "target": formats.grouped(contents.figures.terms.count) if contents.is_whole else "",
        "address": address,
        "breakdowns": [
            (one, one.rows[:MOST_ROWS], len(one.rows) - MOST_ROWS) for one in contents.breakdowns
        ],
        "cohorts": [_line(line) for line in cohorts[:MOST_COHORTS]],
        "cohorts_left": max(len(cohorts) - MOST_COHORTS, 0),
        "measured": formats.grouped(len(cohorts)),
    }


def _line(line: CohortLine) -> dict[str, str]:
    cohort, measures = line.cohort, line.measures
    return {
        "title": cohort.title,
        "module": cohort.public_title,
        "days": _span(cohort.starts_on, cohort.ends_on),
        "city": cohort.venue.city,
        "people": formats.grouped(measures.people),
        "judged": f"{formats.grouped(measures.judged)} / {formats.grouped(cohort.places_max)}",
        "attendance": percent(line.attendance),
    }


def _span(first: date, last: date) -> str:
    """Return "du 16 au 18 mars 2027": a column of a table has no room for the days' names."""
    if first == last:
        return formats.plain_date(first)
    is_same_month = (first.year, first.month) == (last.year, last.month)
    day = formats.plain_date(first).split(formats.NBSP)[0]
    return f"du {day if is_same_month else formats.plain_date(first)} au {formats.plain_date(last)}"
