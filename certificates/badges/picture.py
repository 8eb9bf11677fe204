"""The picture of a badge: a hexagonal patch whose border is the ribbon of the module.

A three-day module has six half-days: each is a side of the hexagon, from the first morning (upper
right) round to the last afternoon, and each sequence is a block of its side, as long as it lasts.
Modules of other lengths share the same outline between their half-days. The same facts always give
the same bytes; no font and nothing outside the file is needed to show it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, isclose, pi, sin
from pathlib import Path

import resvg_py

from certificates.awards.fitting import printable
from certificates.awards.ribbon import Piece

DRAWING = Path(__file__).parent / "drawing"
SIZE = 600
CENTRE = SIZE / 2
SIDES = 6
# From the centre to the corners of each hexagon.
STICKER, RING, HOLE, PLATE = 275.0, 268.0, 190.0, 166.0
STICKER_EDGE = 38
BLOCK_ROUNDING = 7.0
PLATE_ROUNDING = 26
# Left empty round each block, as a share of the whole outline.
BLOCK_GAP, HALF_GAP = 0.0040, 0.0058
# Below this share of the outline, a pattern would be noise.
PATTERN_SHARE = 0.02

PAPER, INK, EDGE = "#fdfaf3", "#1c1a2e", "#d8cdb4"
MARKER, MARKER_ON_INK = "#cc3a1b", "#ff8a6b"
# The light colours of frontend/styles/tokens.css: a patch is printed, it does not change at night.
COLOURS = {
    "immersion": "#0b6f78",
    "analyse": "#5f45b8",
    "idees": "#8f5a00",
    "prototype": "#b83a1b",
    "test": "#9a2b74",
    "partage": "#2f7136",
}
MARK = "M4 20.5 13.5 24M10 8l6 9.5M24.5 5 23 16.5"


@dataclass(frozen=True, slots=True)
class Patch:
    """What makes one patch differ from another."""

    days: Sequence[Sequence[Piece]]
    is_participation: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Span:
    """One sequence on the outline: where it starts and ends, from 0 to 1 clockwise from the top."""

    phase: str
    start: float
    end: float


def svg_of(patch: Patch, *, title: str, description: str) -> str:
    """Return the picture as SVG; `title` and `description` are what a screen reader says of it."""
    ink, plate, mark = (
        (INK, PAPER, MARKER) if patch.is_participation else (PAPER, INK, MARKER_ON_INK)
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        f'viewBox="0 0 {SIZE} {SIZE}" role="img" aria-labelledby="t d">',
        f'<title id="t">{_escaped(title)}</title><desc id="d">{_escaped(description)}</desc>',
        _patterns(),
        _hexagon(STICKER, fill=EDGE, stroke=EDGE, width=STICKER_EDGE + 4),
        _hexagon(STICKER, fill=PAPER, stroke=PAPER, width=STICKER_EDGE),
        *_ring(patch.days),
        _hexagon(PLATE, fill=plate, stroke=plate, width=PLATE_ROUNDING),
        f'<path d="{MARK}" transform="translate(223 152) scale(5.4)" fill="none" stroke="{mark}" '
        'stroke-width="4.6" stroke-linecap="round"/>',
        _words("name", y=352, width=250, fill=ink),
        _words("what", y=391, width=196, fill=ink),
    ]
    if patch.is_participation:
        parts.append(_words("participation", y=428, width=116, fill=mark))
    if patch.is_demo:
        parts.append(_demo_band())
    return "".join([*parts, "</svg>"])


def png_of(svg: str, *, side: int = SIZE) -> bytes:
    """Return the picture as PNG, `side` pixels wide, transparent outside the patch."""
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side, skip_system_fonts=True)
    )


def spans(days: Sequence[Sequence[Piece]]) -> list[Span]:
    """Return where each sequence lies: half-days share the outline, sequences share a half-day."""
    halves = [
        pieces
        for day in days
        for half in ("am", "pm")
        if (pieces := [p for p in day if p["half"] == half and p["minutes"] > 0])
    ]
    found = []
    for number, pieces in enumerate(halves):
        at, share = number / len(halves), 1 / len(halves)
        total = sum(piece["minutes"] for piece in pieces)
        for piece in pieces:
            length = share * piece["minutes"] / total
            found.append(Span(piece["phase"], at, at + length))
            at += length
    return found


def _ring(days: Sequence[Sequence[Piece]]) -> Iterator[str]:
    drawn = spans(days)
    if not drawn:
        yield _hexagon((RING + HOLE) / 2, fill="none", stroke=INK, width=RING - HOLE)
        return
    corners = {span.start for span in drawn if _is_corner(span.start)}
    for span in drawn:
        start = span.start + (HALF_GAP if span.start in corners else BLOCK_GAP)
        end = span.end - (HALF_GAP if _is_corner(span.end) else BLOCK_GAP)
        if end <= start:
            continue
        colour = COLOURS[span.phase]
        outline = _block(start, end)
        yield (
            f'<path d="{outline}" fill="{colour}" stroke="{colour}" '
            f'stroke-width="{BLOCK_ROUNDING}" stroke-linejoin="round"/>'
        )
        if end - start >= PATTERN_SHARE:
            yield f'<path d="{outline}" fill="url(#p-{span.phase})"/>'


def _is_corner(at: float) -> bool:
    return isclose(at * SIDES, round(at * SIDES), abs_tol=1e-6)


def _block(start: float, end: float) -> str:
    """Return the path of a block: along the outside, then back along the inside."""
    turns = [n / SIDES for n in range(SIDES + 1) if start < n / SIDES < end]
    stops = [start, *turns, end]
    outer = [_at(stop, RING - BLOCK_ROUNDING / 2) for stop in stops]
    inner = [_at(stop, HOLE + BLOCK_ROUNDING / 2) for stop in reversed(stops)]
    return "M" + "L".join(outer + inner) + "Z"


def _at(share: float, radius: float) -> str:
    """Return the point of a hexagon's outline, `share` of the way round."""
    side = min(int(share * SIDES + 1e-9), SIDES - 1)
    along = share * SIDES - side
    (x1, y1), (x2, y2) = _corner(side, radius), _corner(side + 1, radius)
    return f"{x1 + (x2 - x1) * along:.1f} {y1 + (y2 - y1) * along:.1f}"


def _corner(number: int, radius: float) -> tuple[float, float]:
    angle = number * 2 * pi / SIDES
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def _hexagon(radius: float, *, fill: str, stroke: str, width: float) -> str:
    corners = "L".join(f"{x:.1f} {y:.1f}" for x, y in (_corner(n, radius) for n in range(SIDES)))
    return (
        f'<path d="M{corners}Z" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" '
        'stroke-linejoin="round"/>'
    )


def _words(name: str, *, y: float, width: float, fill: str) -> str:
    """Return some words as outlines, centred, `width` wide, on the line `y`."""
    outlines, drawn_width = _lettering()[name]
    scale = width / drawn_width
    return (
        f'<path d="{outlines}" fill="{fill}" '
        f'transform="translate({CENTRE - width / 2:g} {y:g}) scale({scale:.4f})"/>'
    )


def _demo_band() -> str:
    """Return the strip that says the badge is worth nothing."""
    return (
        f'<rect x="194" y="446" width="212" height="42" rx="6" fill="{MARKER}" '
        f'stroke="{PAPER}" stroke-width="5"/>' + _words("demo", y=474, width=176, fill=PAPER)
    )


@cache
def _lettering() -> dict[str, tuple[str, float]]:
    text = (DRAWING / "lettering.svg").read_text(encoding="utf-8")
    found = re.findall(r'<path id="(\w+)" data-width="([\d.]+)" d="([^"]+)"/>', text)
    return {name: (outlines, float(width)) for name, width, outlines in found}


@cache
def _patterns() -> str:
    text = (DRAWING / "patterns.svg").read_text(encoding="utf-8")
    return "<defs>" + "".join(re.findall(r"<pattern .*?</pattern>", text, re.DOTALL)) + "</defs>"


def _escaped(text: str) -> str:
    return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
