"""Colours one can read on the paper: contrast as WCAG measures it."""

import re

PAPER = "#fdfaf3"
ACCENT = "#cc3a1b"
# The accent writes the words of the stamp: what small text needs.
LEAST_CONTRAST = 4.5
# Below, WCAG takes a part of a colour as it is.
_DARK = 0.04045
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Return whether `text` is a colour as "#cc3a1b", in lower case."""
    return _COLOUR.fullmatch(text) is not None


def contrast(colour: str, other: str = PAPER) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str) -> str:
    """Return the first darker shade of `colour` that reads on the paper."""
    parts = _parts(colour)
    for percent in range(100, -1, -2):
        shade = "#" + "".join(f"{part * percent // 100:02x}" for part in parts)
        if contrast(shade) >= LEAST_CONTRAST:
            return shade
    return "#000000"


def tint(colour: str, share: int = 55) -> str:
    """Return `colour` thinned into the paper: `share` percent of it."""
    pairs = zip(_parts(colour), _parts(PAPER), strict=True)
    return "#" + "".join(
        f"{(ink * share + ground * (100 - share)) // 100:02x}" for ink, ground in pairs
    )


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    linear: float = part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4
    return linear
