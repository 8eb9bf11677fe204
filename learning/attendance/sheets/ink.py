"""How much ink there is in the cells of a page put straight, and what that suggests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from learning.attendance.sheets.enums import Proposal
from learning.attendance.sheets.geometry import SCALE, Box

# Left out at the edges of a cell: its rules, and what a page that is not flat moves.
MARGIN = 1.2
# Ink is that much darker than the paper around it, in grey levels; paper is what is around.
DARKER = 26
AROUND = 5 * SCALE
# Shares of a cell, in ten-thousandths: below the first it is empty, above the second signed.
# An initial is about 60, a stray dot 3.
EMPTY_BELOW, SIGNED_FROM = 12, 45
# A line across is how blanks are struck, not how people sign: long, and thin all along.
LINE_LENGTH, LINE_THICKNESS = 22.0, 0.55


@dataclass(frozen=True, slots=True)
class Ink:
    """What is in a cell: its dark share in ten-thousandths, and the proposal."""

    share: int
    proposal: Proposal


class InkedPage:
    """A page put straight, its ink told from its paper once for all its cells."""

    def __init__(self, page: Image.Image) -> None:
        """Tell ink from paper by what is around it: shadows and grey paper do not count."""
        calm = page.filter(ImageFilter.MedianFilter(3))
        paper = calm.filter(ImageFilter.BoxBlur(AROUND))
        grey = np.asarray(calm, dtype=np.int16)
        self._ink: NDArray[np.bool_] = np.asarray(paper, dtype=np.int16) - grey > DARKER

    def look(self, box: Box) -> Ink:
        """Return what is in a cell."""
        inner = box.inside(MARGIN)
        left, top = round(inner.left * SCALE), round(inner.top * SCALE)
        right = round((inner.left + inner.width) * SCALE)
        bottom = round((inner.top + inner.height) * SCALE)
        ink = self._ink[top:bottom, left:right]
        share = round(float(ink.mean()) * 10_000)
        if share < EMPTY_BELOW:
            return Ink(share, Proposal.EMPTY)
        if share < SIGNED_FROM or _is_line(ink):
            return Ink(share, Proposal.UNSURE)
        return Ink(share, Proposal.SIGNED)


def _is_line(ink: NDArray[np.bool_]) -> bool:
    """Return whether the ink is one straight stroke: its spread along and across say so."""
    rows, columns = np.nonzero(ink)
    points = np.stack([columns, rows]).astype(np.float64) / SCALE
    across, along = np.sqrt(np.linalg.eigvalsh(np.cov(points)))
    # The spread of an even stroke is its length over the square root of twelve.
    return bool(along * np.sqrt(12) > LINE_LENGTH and across < LINE_THICKNESS)
