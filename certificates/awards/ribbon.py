"""The ribbon of a paper: where each sequence of a module's timetable is drawn, in millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

WIDTH = 66.0
HALF_HEIGHT = 92.4
AFTERNOON_TOP = 98.3
DAY_GAP = 1.5
BLOCK_GAP = 0.7
# Below these, a word (3 mm high, up to 15 mm long) would not stay inside its block.
WORD_HEIGHT = 3.9
WORD_WIDTH = 16.0
# Below this there is no room for a pattern under the word.
PATTERN_HEIGHT = 9.5


class Piece(TypedDict):
    """One sequence: its phase, its length in minutes, and its half-day ("am" or "pm")."""

    phase: str
    minutes: int
    half: str


@dataclass(frozen=True, slots=True)
class Block:
    """One drawn sequence, in millimetres from the ribbon's top left corner."""

    phase: str
    left: str
    top: str
    width: str
    height: str
    has_word: bool
    has_pattern: bool


def blocks(days: Sequence[Sequence[Piece]]) -> list[Block]:
    """Return the blocks of a module: a column per day, height = minutes, one scale for all."""
    halves = [
        (day, half, [piece for piece in pieces if piece["half"] == half and piece["minutes"] > 0])
        for day, pieces in enumerate(days)
        for half in ("am", "pm")
    ]
    longest = max((sum(p["minutes"] for p in pieces) for _, _, pieces in halves), default=0)
    if not longest:
        return []
    scale = HALF_HEIGHT / longest
    day_gap = min(DAY_GAP, WIDTH / (4 * len(days)))
    width = (WIDTH - day_gap * (len(days) - 1)) / len(days)
    drawn: list[Block] = []
    for day, half, pieces in halves:
        top = AFTERNOON_TOP if half == "pm" else 0.0
        for piece in pieces:
            slot = piece["minutes"] * scale
            height = slot - min(BLOCK_GAP, slot / 4)
            drawn.append(
                Block(
                    phase=piece["phase"],
                    left=f"{day * (width + day_gap):.2f}",
                    top=f"{top:.2f}",
                    width=f"{width:.2f}",
                    height=f"{height:.2f}",
                    has_word=height >= WORD_HEIGHT and width >= WORD_WIDTH,
                    has_pattern=height >= PATTERN_HEIGHT,
                )
            )
            top += slot
    return drawn
