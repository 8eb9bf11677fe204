"""The papers: the « certificat de réalisation », the attestation of a day, that of a training.

Everything printed comes from the facts frozen at issue, its look too; the law's model (decree of 21
December 2018) names the fields. The papers are always in French: they are French legal forms.
"""

from base64 import b64encode
from collections.abc import Callable
from datetime import date
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils import translation

from certificates.awards import ribbon, sentences
from certificates.awards.cells import (
    MILLIMETRES_PER_POINT,
    Text,
    columns_of,
    learnt,
    whole_provider,
)
from certificates.awards.fitting import Step, printable, width_in_ems
from certificates.awards.sentences import HEADINGS, TRAINING, joined
from certificates.awards.stamp import stamp
from certificates.awards.wording import grouped_code
from certificates.designs.colours import ACCENT, tint
from certificates.designs.look import Look, Signatory, look_from
from certificates.designs.pictures import kept
from common.pdf.renderer import PdfRenderer
from frontend.papers import faces, font_folder
from frontend.phases import PHASES

PAPER = Path(__file__).parent.parent / "templates" / "certificates" / "paper"

# What each step of award.css holds (s0, s1…), from the largest type to the smallest.
NAME_STEPS = (
    Step(11.5, 1), Step(13.6, 1), Step(16, 1), Step(19.4, 1), Step(23.5, 2), Step(36, 3),
    Step(63, 5),
)  # fmt: skip
NAME_POINTS = (47, 40, 34, 28)
SENTENCE_STEPS = (Step(40, 2), Step(47, 3), Step(65, 5), Step(84, 7))
DONE_STEPS = (Step(20, 1), Step(26, 2), Step(36, 2))
# Who signs: alone, or two side by side.
SIGNATORY_STEPS = {
    1: (Step(18.2, 1), Step(24.6, 2), Step(34, 2)),
    2: (Step(9.4, 2), Step(12.6, 2), Step(17, 2)),
}
MENTION_STEPS = (Step(37, 1), Step(46, 2), Step(62, 3))
LAW_STEPS = (Step(83, 3), Step(104, 4))
NAME_WIDTH = 192.0
# Tracking tightens the display face: the estimate, made for plain type, runs long by this much.
NAME_TIGHTNESS = 0.95


@cache
def _renderer() -> PdfRenderer:
    return PdfRenderer(
        css=PAPER / "award.css",
        faces=faces(),
        assets={drawing.name: drawing for drawing in sorted((PAPER / "assets").glob("*.svg"))},
        font_folder=font_folder(),
        variant="pdf/a-3a",
    )


def render_award(
    facts: dict[str, Any], *, verify_url: str, picture: Callable[[str], bytes] = kept
) -> bytes:
    """Return the award's PDF/A-3 bytes, one A4 landscape page whatever the facts hold.

    `facts` is Award.facts, `verify_url` the absolute address of its check page, `picture` gives
    those of the look by their hash. The same facts give the same bytes. Raises PaperError when the
    page cannot be drawn.
    """
    printed = _clean(facts)
    look = look_from(printed.get("look"))
    drawings = _drawings(printed, look.accent)
    with translation.override("fr"):
        html = render_to_string(
            "certificates/paper/award.html",
            {
                **_context(printed, look, verify_url),
                "drawings": {part: name for part, (name, _) in drawings.items()},
            },
        )
    pictures = {f"{digest}.png": picture(digest) for digest in look.pictures}
    return _renderer().render(html, pages=1, lent={**pictures, **dict(drawings.values())})


def _clean(value: Any) -> Any:
    """Return the facts with every text made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


def _drawings(facts: dict[str, Any], ink: str) -> dict[str, tuple[str, bytes]]:
    """Return the drawings in the design's colour: (name, SVG); a name tells what is drawn."""
    seal = stamp(
        name=facts["provider"]["name"],
        day=f"{date.fromisoformat(facts['issued_on']):%d.%m.%Y}",
        ink=ink,
        is_demo=facts["demo"],
    )
    return {
        "brand": (f"brand-{ink[1:]}.svg", _inked("brand", ink)),
        "stroke": (f"stroke-{ink[1:]}.svg", _inked("stroke", ink)),
        "stamp": (f"stamp-{sha256(seal).hexdigest()[:16]}.svg", seal),
    }


@cache
def _drawing(part: str) -> str:
    return (PAPER / "assets" / f"{part}.svg").read_text(encoding="utf-8")


def _inked(part: str, ink: str) -> bytes:
    return _drawing(part).replace(ACCENT, ink).encode()


def _context(facts: dict[str, Any], look: Look, verify_url: str) -> dict[str, Any]:
    person, provider = facts["beneficiary"], facts["provider"]
    name = joined(" ", person["first_name"], person["last_name"])
    heading = HEADINGS[facts["kind"]]
    who = Text.fitted(name, NAME_STEPS)
    objectives, results = learnt(facts)
    return {
        "heading": heading,
        "title": f"{heading}, {who.text}",
        "is_training": facts["kind"] == TRAINING,
        "is_demo": facts["demo"],
        "look": look,
        "rule_colour": tint(look.accent),
        "who": who,
        "stroke_width": f"{_stroke_width(who):.0f}",
        "sentence": Text.fitted(sentences.opening(facts, look, name), SENTENCE_STEPS),
        "columns": columns_of(facts, name),
        "done": Text.fitted(sentences.done(facts), DONE_STEPS),
        "signed": _signed(facts, look),
        "stamp_words": _stamp_words(facts),
        "mention": Text.fitted(look.mention, MENTION_STEPS),
        "law": Text.fitted(sentences.law(facts, whole_provider(provider)), LAW_STEPS),
        "serial": facts["serial"],
        "code_lines": _code_lines(facts["code"]),
        "issued_on": facts["issued_on"],
        "verify_url": verify_url,
        "verify_host": _shown_address(verify_url),
        "qr": _qr(verify_url),
        "blocks": [(block, PHASES[block.phase].word) for block in ribbon.blocks(facts["ribbon"])],
        "objectives": objectives,
        "results": results,
    }


def _signed(facts: dict[str, Any], look: Look) -> list[tuple[Text, Text, str, str]]:
    """Return who signs: (name, quality, picture of the signature or "", its words)."""
    signatories = sentences.signatories_of(facts, look)
    if not signatories:
        signatories = (Signatory(facts["provider"]["name"]),)
    steps = SIGNATORY_STEPS[len(signatories)]
    names = [Text.fitted(one.name, steps) for one in signatories]
    qualities = [Text.fitted(one.quality, steps) for one in signatories]
    return [
        (name, quality, one.image, f"Signature de {one.name}")
        for name, quality, one in zip(_alike(names), _alike(qualities), signatories, strict=True)
    ]


def _alike(texts: list[Text]) -> list[Text]:
    """Return the texts all as small as the smallest: two who sign are written alike."""
    step = max(text.step for text in texts)
    return [Text(step, text.text) for text in texts]


def _stamp_words(facts: dict[str, Any]) -> str:
    provider = facts["provider"]["name"]
    if facts["demo"]:
        return f"Cachet de démonstration de {provider}, sans valeur"
    return f"Cachet électronique de {provider}"


def _code_lines(code: str) -> list[str]:
    half = 16
    return [grouped_code(part) for part in (code[:half], code[half:]) if part]


def _stroke_width(who: Text) -> float:
    """Return how long the marker stroke runs under the name, in millimetres."""
    if who.step >= len(NAME_POINTS):
        return NAME_WIDTH
    ems = width_in_ems(who.text) * NAME_TIGHTNESS
    return min(ems * NAME_POINTS[who.step] * MILLIMETRES_PER_POINT, NAME_WIDTH)


def _shown_address(verify_url: str) -> str:
    """Return the check page's address as people type it: no scheme, no code."""
    return verify_url.partition("://")[2].rpartition("/")[0]


def _qr(address: str) -> str:
    """Return a QR code as a PNG `data:` address.

    PNG, not SVG: drawing the same squares as a path costs a fifth of the whole paper. The mask is
    fixed because trying all eight costs five times the drawing, and any of them can be read.
    """
    image = BytesIO()
    segno.make(address, error="m", mask=3, micro=False).save(
        image, kind="png", scale=4, border=0, dark="#1c1a2e", light="#fdfaf3"
    )
    return f"data:image/png;base64,{b64encode(image.getvalue()).decode()}"
