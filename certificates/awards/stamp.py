"""The stamp of the provider: its name around, drawn as outlines of our own letters.

Outlines, not text: letters stand on a circle, and the drawing needs no font where it is shown.
"""

import math
from collections.abc import Callable
from functools import cache, lru_cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from certificates.awards.fitting import printable
from common.pdf.fonts import cut_faces
from frontend.papers import faces, font_folder

CENTRE = 37.0
# The band between the circles: where the feet of its letters stand, above and below.
BAND, CAPITALS = 26.1, 0.7
TRACKING = 0.07
# How far round the name may go, and the other words, in radians.
NAME_ARC, WORDS_ARC = math.radians(205), math.radians(125)
NAME_SIZES = (6.0, 5.2, 4.5, 3.8, 3.2)
WORDS_SIZES = (4.0, 3.6, 3.2, 2.8, 2.4)
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="37mm" height="37mm" viewBox="0 0 74 74">'
    '<g transform="rotate(-8 37 37)" fill="none" stroke="{ink}">'
    '<circle cx="37" cy="37" r="35" stroke-width="1.5"/>'
    '<circle cx="37" cy="37" r="32.8" stroke-width=".5"/>'
    '<circle cx="37" cy="37" r="23.4" stroke-width=".5"/>'
    '<path d="{strokes}" stroke-width="3" stroke-linecap="round"/>'
    '<path d="{letters}" fill="{ink}" stroke="none"/></g></svg>'
)
_STROKES = "M28 27.600 33.2 29.600M34.4 19.600 37.100 26.300M45.900 20.400 43.100 27.600"
Matrix = tuple[float, float, float, float, float, float]


class Letters:
    """The outlines of a face, from the files that hold it."""

    def __init__(self, weight: int) -> None:
        """Open the display face of that weight."""
        cut = [face for face in faces() if face.weight == weight and "Display" in face.family]
        files = cut_faces(cut, font_folder())
        self._fonts = [TTFont(files[face.key], lazy=True) for face in cut]
        self._held = [(font.getBestCmap(), font.getGlyphSet()) for font in self._fonts]
        self.unit = 1 / self._fonts[0]["head"].unitsPerEm

    def holds(self, text: str) -> bool:
        """Return whether every letter of `text` has an outline."""
        return all(any(ord(char) in cmap for cmap, _ in self._held) for char in text)

    def width(self, text: str, size: float) -> float:
        """Return how long `text` runs at `size`, tracking included."""
        glyphs = [self._glyph(char)[0] for char in text]
        return float(sum(glyph.width * self.unit + TRACKING for glyph in glyphs) * size)

    def path(self, text: str, size: float, place: Callable[[float], Matrix]) -> str:
        """Return the outlines of `text`; `place` tells where a letter stands, by its middle."""
        drawn, run = [], 0.0
        scale = size * self.unit
        for char in text:
            glyph, glyphs = self._glyph(char)
            wide = glyph.width * scale
            a, b, c, d, x, y = place(run + wide / 2)
            half = glyph.width / 2
            matrix = (a * scale, b * scale, c * scale, d * scale,
                      x - a * scale * half, y - b * scale * half)  # fmt: skip
            pen = SVGPathPen(glyphs, ntos=_short)
            glyph.draw(TransformPen(pen, matrix))
            drawn.append(pen.getCommands())
            run += wide + TRACKING * size
        return "".join(drawn)

    def _glyph(self, char: str):  # type: ignore[no-untyped-def] # fontTools has no types
        for cmap, glyphs in self._held:
            if ord(char) in cmap:
                return glyphs[cmap[ord(char)]], glyphs
        raise KeyError(char)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


@cache
def _letters(weight: int) -> Letters:
    return Letters(weight)


@lru_cache(maxsize=16)
def stamp(*, name: str, day: str, ink: str, is_demo: bool) -> bytes:
    """Return the stamp as SVG: `name` around, `day` ("19.03.2027") in the middle.

    One of demonstration says instead of the day that it is worth nothing. A name our letters
    cannot write is left to the words beside the stamp.
    """
    bold, plain = _letters(800), _letters(600)
    name = printable(name)
    written = name if name and bold.holds(name) else "Cachet de l’organisme"
    parts = [_around(bold, written, NAME_SIZES, NAME_ARC, is_above=True)]
    parts.append(_around(plain, "organisme de formation", WORDS_SIZES, WORDS_ARC, is_above=False))
    if is_demo:
        parts.append(_across(plain, "Cachet de", 5.0, 36.6))
        parts.append(_across(bold, "démonstration", 5.4, 43.0))
        parts.append(_across(plain, "sans valeur", 4.4, 49.4))
    else:
        parts.append(_across(plain, "Cachet électronique", 3.6, 37.0))
        parts.append(_across(bold, day, 6.4, 45.4))
    return _FRAME.format(ink=ink, strokes=_STROKES, letters="".join(parts)).encode()


def _around(
    letters: Letters, text: str, sizes: tuple[float, ...], most: float, *, is_above: bool
) -> str:
    """Write along the band, above from left to right or below, as small as it must."""
    room = most * BAND
    size = next((size for size in sizes if letters.width(text, size) <= room), sizes[-1])
    while letters.width(text, size) > room:
        text = f"{text[:-2].rstrip()}…"
    middle = letters.width(text, size) / 2
    radius = BAND + (0 if is_above else CAPITALS * size)

    def place(run: float) -> Matrix:
        angle = (run - middle) / BAND
        side = 1 if is_above else -1
        sine, cosine = math.sin(angle), math.cos(angle)
        x, y = CENTRE + radius * sine, CENTRE - side * radius * cosine
        return (cosine, side * sine, side * sine, -cosine, x, y)

    return letters.path(text, size, place)


def _across(letters: Letters, text: str, size: float, foot: float) -> str:
    middle = letters.width(text, size) / 2
    return letters.path(text, size, lambda run: (1, 0, 0, -1, CENTRE + run - middle, foot))
