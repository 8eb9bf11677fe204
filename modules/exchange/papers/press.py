"""The press that prints the papers of an edition."""

from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from common.pdf.renderer import PdfRenderer
from frontend.papers import faces, font_folder, icon_files
from frontend.phases import PHASES

TEMPLATES = Path(__file__).parents[2] / "templates" / "modules" / "papers"
_STATES = {"making.svg": "scissors", "listening.svg": "book-open", "team.svg": "eye-off"}


@cache
def _renderer() -> PdfRenderer:
    icons = {f"{key}.svg": look.icon for key, look in PHASES.items()}
    drawings = {path.name: path for path in sorted((TEMPLATES / "assets").glob("*.svg"))}
    return PdfRenderer(
        css=TEMPLATES / "papers.css",
        faces=faces(),
        assets={**drawings, **icon_files({**icons, **_STATES})},
        font_folder=font_folder(),
    )


def printed(template: str, context: dict[str, Any]) -> bytes:
    """Return the PDF/UA of a paper, in French: its words are those of the module."""
    with translation.override("fr"):
        html = render_to_string(f"modules/papers/{template}", context)
    return _renderer().render(html)
