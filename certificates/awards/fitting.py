"""Text of any length in a place of fixed size: choose how small to write before drawing.

A paper never runs onto a second page, so its type shrinks by fixed steps (few sizes: WeasyPrint
keeps line metrics per size) and, past the last step, the text is cut with an ellipsis.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# A word and what may be broken after: a space, or the hyphen of a double name.
_WORDS = re.compile(r"[^ -]*[ -]*")

# Characters that could turn a line round (bidirectional overrides) or break the document.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
_DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# From here on, symbols are pictures (emoji): our faces have none, and a square says nothing.
_FIRST_PICTURE = 0x2190
_PICTURES = frozenset({"So", "Sk"})
# What joined or dressed a picture that is gone; between letters, the joiner shapes them.
_LEFTOVERS = re.compile(r"\ufe0f|(?<!\w)\u200d|\u200d(?!\w)")


class Step(NamedTuple):
    """A size of type, by what its place holds: so many lines of so many ems."""

    ems: float
    lines: int


def printable(text: str) -> str:
    """Return `text` on one line, without control characters, direction overrides or pictures."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    kept = "".join(
        " " if char in "\t\n\r" else char
        for char in unicodedata.normalize("NFC", text)
        if char in "\t\n\r" or _is_written(char)
    )
    return _LEFTOVERS.sub("", kept).strip(" ")


def _is_written(char: str) -> bool:
    category = unicodedata.category(char)
    is_picture = ord(char) >= _FIRST_PICTURE and category in _PICTURES
    return char not in _DIRECTION_MARKS and category not in _UNPRINTABLE and not is_picture


def _width(char: str) -> float:
    if char.isascii() and char.islower():
        return 0.86 if char in "mw" else 0.3 if char in "ijlt" else 0.53
    if char in " \u00a0\u202f.,’'-":
        return 0.28
    if char in "MW":
        return 0.95
    if char.isdigit():
        return 0.6
    return 0.66 if unicodedata.east_asian_width(char) in "NaHA" or char.isascii() else 1.1


def width_in_ems(text: str) -> float:
    """Return a careful estimate of the width of `text`, in units of its type size."""
    return sum(_width(char) for char in text)


def lines_of(text: str, ems: float) -> int:
    """Return how many lines of `ems` the text takes: words move down whole, or break if longer."""
    lines, left = 1, ems
    for word in _WORDS.findall(text):
        width = width_in_ems(word.rstrip(" "))
        if width > left and left < ems:
            lines, left = lines + 1, ems
        broken = int(width // ems) if width > ems else 0
        lines, left = lines + broken, left - (width - broken * ems) - _width(" ")
    return lines


def fit(text: str, steps: Sequence[Step]) -> tuple[int, str]:
    """Return (step, text): the first step whose lines hold the text.

    The text comes back cut when even the last step cannot hold it.
    """
    for number, step in enumerate(steps):
        if lines_of(text, step.ems) <= step.lines:
            return number, text
    last = steps[-1]
    # Short texts never come here, so looking for the cut one letter at a time is rare and cheap.
    kept = text[: int(last.ems * last.lines / _width("i"))]
    while lines_of(f"{kept}…", last.ems) > last.lines:
        kept = kept[:-1]
    return len(steps) - 1, f"{kept.rstrip()}…"
