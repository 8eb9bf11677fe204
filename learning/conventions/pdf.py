"""The paper of a convention, printed from its frozen facts. It is a French legal form, in French.

It is printed when asked for: that takes about a second, and the same facts give the same
bytes, so that nothing needs to be kept.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from common.pdf.renderer import PdfRenderer
from frontend import formats
from frontend.papers import faces, font_folder
from learning.conventions.models import Convention
from modules.programmes.enums import CountsAs

TEMPLATES = Path(__file__).parents[1] / "templates" / "learning" / "papers"
NBSP = formats.NBSP


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=TEMPLATES / "convention.css",
        faces=faces(),
        assets={one.name: one for one in sorted((TEMPLATES / "assets").glob("*.svg"))},
        font_folder=font_folder(),
    )


def printed(convention: Convention) -> bytes:
    """Return the convention as a PDF/UA: its pages, then the list of its people."""
    # Whoever asks, and wherever they are: the same words, the same day.
    here = timezone.get_default_timezone()
    with translation.override("fr"), timezone.override(here):
        html = render_to_string("learning/papers/convention.html", _context(convention))
    return _renderer().render(html)


def _context(convention: Convention) -> dict[str, Any]:
    facts = convention.facts
    first, last = (date.fromisoformat(facts[name]) for name in ("starts_on", "ends_on"))
    people = len(facts["participants"])
    return {
        "convention": convention,
        "facts": facts,
        "made_on": formats.plain_date(timezone.localdate(convention.made_at)),
        "period": formats.days_span(first, last),
        "is_one_day": first == last,
        "days": _days(facts["half_days"]),
        "duration": formats.duration(facts["minutes"]),
        "people": people,
        "trainee_hours": formats.duration(facts["minutes"] * people),
        "price": euros(facts["price_cents"]),
        "total": euros(facts["total_cents"]),
        "is_free": facts["price_cents"] == 0,
        "is_certified": facts["counts_as"] == CountsAs.TRAINED,
        "provider_siret": grouped_siret(facts["provider"]["siret"]),
        "client_siret": grouped_siret(facts["client"]["siret"]),
    }


def _days(half_days: list[list[str]]) -> list[tuple[str, list[str]]]:
    """Return each day in words, with its hours: half-days come in order."""
    days: dict[date, list[str]] = {}
    for starts, ends in half_days:
        begun, ended = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
        days.setdefault(begun.date(), []).append(formats.hours_range(begun, ended))
    return [(formats.long_day(day), hours) for day, hours in days.items()]


def euros(cents: int) -> str:
    """Return "1 250,00 €" from cents."""
    whole, part = divmod(cents, 100)
    return f"{formats.grouped(whole)},{part:02d}{NBSP}€"


def grouped_siret(siret: str) -> str:
    """Return a SIRET as it is read, "123 456 789 00012"; "" for none."""
    parts = (siret[:3], siret[3:6], siret[6:9], siret[9:])
    return NBSP.join(part for part in parts if part)
