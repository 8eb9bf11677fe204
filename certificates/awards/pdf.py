"""The paper of an award: the « certificat de réalisation » or the attestation of a day.

Everything printed comes from the facts frozen at issue; the law's model (decree of 21 December
2018) names the fields. The paper is always in French: it is a French legal form.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from certificates.awards import ribbon
from certificates.awards.fitting import Step, fit, printable, width_in_ems
from certificates.awards.wording import dates_in_words, grouped_code, hours_in_words
from common.pdf.renderer import PdfRenderer
from frontend import formats
from frontend.papers import faces, font_folder
from frontend.phases import PHASES

PAPER = Path(__file__).parent.parent / "templates" / "certificates" / "paper"
NBSP = formats.NBSP
COMPLETION = "Certificat de réalisation"
PARTICIPATION = "Attestation de participation"
ORDINAL = re.compile(r"(?<=\d)(e|er|re)\b")

# What each step of award.css holds (s0, s1…), from the largest type to the smallest.
NAME_STEPS = (
    Step(11.5, 1), Step(13.6, 1), Step(16, 1), Step(19.4, 1), Step(23.5, 2), Step(36, 3),
    Step(63, 5),
)  # fmt: skip
NAME_POINTS = (47, 40, 34, 28)
SENTENCE_STEPS = (Step(40, 3), Step(47, 4), Step(65, 5), Step(84, 7))
FIELD_STEPS = (Step(25.6, 1), Step(29.8, 2), Step(34.6, 2), Step(40, 3), Step(57, 4))
LINE_STEPS = (Step(18.2, 2), Step(24.6, 3))
MILLIMETRES_PER_POINT = 0.3528
NAME_WIDTH = 192.0
# Tracking tightens the display face: the estimate, made for plain type, runs long by this much.
NAME_TIGHTNESS = 0.95


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the step of type it is written in."""

    step: int
    text: str

    @property
    def html(self) -> SafeString:
        """Return the text escaped, its French ordinals raised ("La 27e Région")."""
        return mark_safe(ORDINAL.sub(r"<sup>\1</sup>", escape(self.text)))  # noqa: S308 - escaped

    @classmethod
    def fitted(cls, text: str, steps: Sequence[Step]) -> "Text":
        """Return `text` at the largest step that holds it."""
        return cls(*fit(text, steps))


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=PAPER / "award.css",
        faces=faces(),
        assets={drawing.name: drawing for drawing in sorted((PAPER / "assets").glob("*.svg"))},
        font_folder=font_folder(),
        variant="pdf/a-3a",
    )


def render_award(facts: dict[str, Any], *, verify_url: str) -> bytes:
    """Return the award's PDF/A-3 bytes, one A4 landscape page whatever the facts hold.

    `facts` is Award.facts, `verify_url` the absolute address of its check page. The same facts
    give the same bytes. Raises PaperError when the page cannot be drawn.
    """
    with translation.override("fr"):
        html = render_to_string("certificates/paper/award.html", _context(facts, verify_url))
    return _renderer().render(html, pages=1)


def _clean(value: Any) -> Any:
    """Return the facts with every text made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def _context(raw: dict[str, Any], verify_url: str) -> dict[str, Any]:
    facts = _clean(raw)
    person, provider, signatory = facts["beneficiary"], facts["provider"], facts["signatory"]
    name = _joined(" ", person["first_name"], person["last_name"])
    is_completion = facts["kind"] == "completion_certificate"
    heading = COMPLETION if is_completion else PARTICIPATION
    who = Text.fitted(name, NAME_STEPS)
    return {
        "heading": heading,
        "title": f"{heading}, {who.text}",
        "is_completion": is_completion,
        "is_demo": facts["demo"],
        "who": who,
        "stroke_width": f"{_stroke_width(who):.0f}",
        "sentence": Text.fitted(_sentence(facts, name), SENTENCE_STEPS),
        "columns": [
            [(label, Text.fitted(value, FIELD_STEPS)) for label, value in column]
            for column in _columns(facts, name)
        ],
        "done": Text.fitted(_done(facts), LINE_STEPS),
        "signatory": Text.fitted(signatory["name"] or provider["name"], LINE_STEPS),
        "quality": Text.fitted(signatory["quality"], LINE_STEPS),
        "serial": facts["serial"],
        "code_lines": _code_lines(facts["code"]),
        "issued_on": facts["issued_on"],
        "verify_url": verify_url,
        "verify_host": _shown_address(verify_url),
        "qr": _qr(verify_url),
        "blocks": [(block, PHASES[block.phase].word) for block in ribbon.blocks(facts["ribbon"])],
        "ribbon_words": _ribbon_words(facts["ribbon"]),
    }


def _code_lines(code: str) -> list[str]:
    half = 16
    return [grouped_code(part) for part in (code[:half], code[half:]) if part]


def _stroke_width(who: Text) -> float:
    """Return how long the marker stroke runs under the name, in millimetres."""
    if who.step >= len(NAME_POINTS):
        return NAME_WIDTH
    ems = width_in_ems(who.text) * NAME_TIGHTNESS
    return min(ems * NAME_POINTS[who.step] * MILLIMETRES_PER_POINT, NAME_WIDTH)


def _joined(mark: str, *parts: str) -> str:
    return mark.join(part for part in parts if part)


def _sentence(facts: dict[str, Any], name: str) -> str:
    signatory, provider = facts["signatory"], facts["provider"]["name"]
    if signatory["name"]:
        who = _joined(", ", signatory["name"], signatory["quality"])
        opening = f"Je soussigné·e {who}, pour {provider}, atteste que"
    else:
        opening = f"{provider} atteste que"
    if facts["kind"] == "completion_certificate":
        return f"{opening} {name} a suivi l’action de formation décrite ci-dessous."
    return f"{opening} {name} a participé à la journée de sensibilisation décrite ci-dessous."


def _columns(facts: dict[str, Any], name: str) -> list[list[tuple[str, str]]]:
    provider = facts["provider"]
    siret, activity = provider["siret"], provider["activity_number"]
    organisation = _joined(
        ", ",
        provider["name"],
        provider["address"],
        siret and f"SIRET{NBSP}{_grouped_siret(siret)}",
        activity and f"déclaration d’activité {activity.replace(' ', NBSP)}",
    )
    return [
        [
            ("Bénéficiaire", _joined(", ", name, facts["beneficiary"]["function"])),
            ("Intitulé", facts["title"]),
            ("Dates", dates_in_words(facts["starts_on"], facts["ends_on"])),
            ("Lieu", facts["place"] or "Non renseigné"),
        ],
        [
            ("Employeur", facts["beneficiary"]["employer"] or "Non renseigné"),
            ("Nature de l’action", facts["nature"]),
            ("Durée suivie", hours_in_words(facts["minutes_attended"], facts["minutes_planned"])),
            ("Organisme", organisation),
        ],
    ]


def _grouped_siret(siret: str) -> str:
    digits = siret.replace(" ", "").replace(NBSP, "")
    return NBSP.join(filter(None, (digits[:3], digits[3:6], digits[6:9], digits[9:])))


def _done(facts: dict[str, Any]) -> str:
    issued = f"le {formats.long_day(date.fromisoformat(facts['issued_on']))}"
    place = facts["issued_at_place"]
    return f"Fait à {place}, {issued}" if place else f"Fait {issued}"


def _shown_address(verify_url: str) -> str:
    """Return the check page's address as people type it: no scheme, no code."""
    return verify_url.partition("://")[2].rpartition("/")[0]


def _ribbon_words(days: list[list[ribbon.Piece]]) -> str:
    pieces = [[(piece["phase"], piece["minutes"]) for piece in day] for day in days]
    return ", ".join(
        f"{str(PHASES[phase].word).lower()} {formats.duration(minutes)}"
        for phase, minutes in formats.minutes_by_phase(pieces)
    )


def _qr(address: str) -> str:
    """Return a QR code as a PNG `data:` address.

    PNG, not SVG: drawing the same squares as a path costs a fifth of the whole paper. The mask is
    fixed because trying all eight costs five times the drawing, and any of them can be read.
    """
    image = BytesIO()
    segno.make(address, error="m", mask=3, micro=False).save(
        image, kind="png", scale=4, border=0, dark="#1c1a2e", light="#fdfaf3"
    )
    return _data_address(image.getvalue())


def _data_address(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode()}"
