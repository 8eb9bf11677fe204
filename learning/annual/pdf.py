"""The yearly return on paper: what to copy on the form, each figure with its source. In French."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone, translation

from common.pdf.renderer import PdfRenderer
from frontend import formats
from frontend.papers import faces, font_folder
from learning.annual.filled import Return

TEMPLATES = Path(__file__).parents[1] / "templates" / "learning" / "papers"


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=TEMPLATES / "annual.css",
        faces=faces(),
        assets={one.name: one for one in sorted((TEMPLATES / "assets").glob("*.svg"))},
        font_folder=font_folder(),
    )


def printed(shown: Return) -> bytes:
    """Return the return of a year as a PDF/UA, as it stands now."""
    here = timezone.get_default_timezone()
    with translation.override("fr"), timezone.override(here):
        now = timezone.localtime()
        html = render_to_string(
            "learning/papers/annual.html",
            {
                "shown": shown,
                "made_at": now,
                "made_on": f"{formats.long_day(now)}, {formats.hour(now)}",
                "due_on": formats.plain_date(shown.due_on),
            },
        )
    return _renderer().render(html)
