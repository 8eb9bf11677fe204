"""The papers that only a pack has: its cover, and the module's sheet as it was published.

In French, as every paper of the programme. The same facts give the same bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from common.pdf.renderer import PdfRenderer
from frontend import formats
from frontend.papers import faces, font_folder
from learning.cohorts.terms import NATURE
from learning.proofs.bundle import MANIFEST, SUMS
from learning.proofs.gaps import Gap
from learning.proofs.indicators import Indicator, standard
from learning.proofs.planning import shelves
from learning.proofs.reading import Facts, is_sealed
from learning.proofs.tables import presences

TEMPLATES = Path(__file__).parents[1] / "templates" / "learning" / "papers"
# Past so many, the manifest has the names.
MOST_NAMES = 12


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=TEMPLATES / "proofs.css",
        faces=faces(),
        assets={one.name: one for one in sorted((TEMPLATES / "assets").glob("*.svg"))},
        font_folder=font_folder(),
    )


def cover(facts: Facts, counts: Mapping[str, int], gaps: Iterable[Gap], digest: str) -> bytes:
    """Return the cover of a pack: what it holds, what it lacks, how to check it."""
    listed = list(gaps)
    known = standard()
    context = {
        **_about(facts),
        "figures": _figures(facts),
        "shelves": shelves(counts, listed),
        "gaps": [(gap, gap.names[:MOST_NAMES], len(gap.names) - MOST_NAMES) for gap in listed],
        "as_of": _moment(facts),
        "digest": digest,
        "head": facts.head,
        "standard": known,
        "criteria": [(known.criteria[n], items) for n, items in _by_criterion(known.indicators)],
        "read_on": formats.plain_date(date.fromisoformat(known.read_on)),
        "manifest": MANIFEST,
        "sums": SUMS,
    }
    return _printed("proofs.html", context)


def module_sheet(facts: Facts) -> bytes:
    """Return what the module's public page says, as published in the revision followed."""
    revision = facts.cohort.revision
    programme = revision.edition.module.format
    published = revision.published_at
    return _printed(
        "module_sheet.html",
        {
            **_about(facts),
            "sheet": facts.sheet,
            "edition": revision.edition.number,
            "revision": revision.number,
            "published_on": formats.plain_date(published) if published else "",
            "days_count": programme.days,
            "duration": formats.duration(programme.planned_minutes),
            "group": f"{programme.group_min} à {programme.group_max} personnes",
        },
    )


def _printed(template: str, context: dict[str, Any]) -> bytes:
    with translation.override("fr"):
        html = render_to_string(f"learning/papers/{template}", context)
    return _renderer().render(html)


def _about(facts: Facts) -> dict[str, Any]:
    cohort, provider = facts.cohort, facts.provider
    return {
        "cohort": cohort,
        "title": cohort.public_title,
        "nature": NATURE,
        "dates": formats.days_list(cohort.days),
        "place": cohort.venue.full_address,
        "provider": provider,
        "activity_number": provider.activity_number.replace(" ", formats.NBSP) if provider else "",
        "trainers": ", ".join(one.display_name for one in facts.trainers),
    }


def _figures(facts: Facts) -> list[tuple[str, str]]:
    sealed = sum(is_sealed(half) for half in facts.halves)
    minutes = sum(row.minutes for row in presences(facts) if not row.is_guest)
    return [
        (formats.grouped(len(facts.people)), "personnes avec une place"),
        (f"{sealed} / {len(facts.halves)}", "demi-journées contresignées"),
        (formats.duration(minutes), "suivies, toutes personnes réunies"),
        (formats.grouped(len(facts.valid_awards)), "titres qui tiennent"),
    ]


def _moment(facts: Facts) -> str:
    """Return when the last fact happened: a pack says that, so that it may be made again."""
    at = facts.latest.astimezone(facts.cohort.venue.zone)
    return f"{formats.plain_date(at)} à {formats.hour(at)}"


def _by_criterion(indicators: Sequence[Indicator]) -> list[tuple[int, list[Indicator]]]:
    grouped = groupby(indicators, key=lambda one: one.criterion)
    return [(number, list(items)) for number, items in grouped]
