"""Put the picture of a page straight: its QR says where it roughly is, its four squares exactly."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from learning.attendance.sheets.codes import PageCode, read_code
from learning.attendance.sheets.geometry import HEIGHT, MARK_SIDE, MARKS, QR, SCALE, WIDTH

# The size of what comes out, in pixels.
SIZE = (int(WIDTH * SCALE), int(HEIGHT * SCALE))
# Around the page while squares are looked for: they may be further out than the QR says.
BORDER = 40
# A square is that much darker than what surrounds it, on each side, in grey levels.
CONTRAST = 55
# How far a square is looked for: at least, and for each millimetre from what is already placed.
REACH, REACH_PER_MM = 4.0, 0.15

_QRS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

Matrix = NDArray[np.float64]
Pixels = NDArray[np.float64]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Straightened:
    """A page put straight; as it was, and `is_straight` false, when its squares are not seen."""

    picture: Image.Image
    code: PageCode | None
    is_straight: bool


def straighten(picture: Image.Image) -> Straightened:
    """Return the page of a grey picture, with the code it carries, if any."""
    code, corners = _find_code(picture)
    guesses = _from_qr(corners) if corners else _from_edges(picture)
    for guess in guesses:
        placed = _place_squares(picture, guess, near=QR.corners if corners else ())
        if placed is None:
            continue
        page = _warp(picture, _homography(MARKS, placed), SIZE)
        if corners or _has_qr(page):
            # What was not read aslant may be read straight.
            return Straightened(page, code or _find_code(page)[0], is_straight=True)
    return Straightened(picture, code, is_straight=False)


def _find_code(picture: Image.Image) -> tuple[PageCode | None, list[Point] | None]:
    """Return the code of a page and its QR's corners in the picture, from its own top left."""
    for found in zxingcpp.read_barcodes(picture, formats=_QRS):
        code = read_code(found.text)
        if code is not None:
            at = found.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            return code, [(float(corner.x), float(corner.y)) for corner in corners]
    return None, None


def _homography(pages: Any, pixels: Any) -> Matrix:
    """Return what takes millimetres of the page to pixels, by four points or more."""
    lines = []
    for (x, y), (u, v) in zip(pages, pixels, strict=True):
        lines += [[x, y, 1, 0, 0, 0, -u * x, -u * y, -u], [0, 0, 0, x, y, 1, -v * x, -v * y, -v]]
    found = np.linalg.svd(np.array(lines, dtype=float))[2][-1].reshape(3, 3)
    matrix: Matrix = found / found[2, 2]
    return matrix


def _affine(pages: Any, pixels: Any) -> Matrix:
    """Return the same without perspective: steadier, from three points or more."""
    left = np.array([[x, y, 1.0] for x, y in pages])
    found = np.linalg.lstsq(left, np.array(pixels, dtype=float), rcond=None)[0]
    return np.vstack([found.T, [0.0, 0.0, 1.0]])


def _from_qr(corners: list[Point]) -> list[Matrix]:
    """Return what the QR says of the page: seen from above, else seen from a side."""
    return [_affine(QR.corners, corners), _homography(QR.corners, corners)]


def _from_edges(picture: Image.Image) -> list[Matrix]:
    """Return the four ways a page may fill the picture, one for each turn of it."""
    wide, high = picture.size
    page = ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT))
    edges: list[Point] = [(0, 0), (wide, 0), (wide, high), (0, high)]
    turns = (0, 2) if wide >= high else (1, 3)
    return [_affine(page, edges[turn:] + edges[:turn]) for turn in turns]


def _apply(matrix: Matrix, point: Point) -> Point:
    x, y, w = matrix @ np.array([point[0], point[1], 1.0])
    return float(x / w), float(y / w)


def _warp(picture: Image.Image, matrix: Matrix, size: tuple[int, int], border: float = 0) -> Any:
    """Return the picture seen straight: `matrix` takes millimetres to its pixels."""
    to_mm = np.array([[1 / SCALE, 0, -border], [0, 1 / SCALE, -border], [0, 0, 1]])
    whole = matrix @ to_mm
    whole = whole / whole[2, 2]
    return picture.transform(
        size, Image.Transform.PERSPECTIVE, whole.flatten()[:8].tolist(),
        Image.Resampling.BILINEAR, fillcolor=128,
    )  # fmt: skip


def _place_squares(
    picture: Image.Image, guess: Matrix, near: tuple[Point, ...]
) -> list[Point] | None:
    """Return where the four squares are in the picture, the nearest to what is known first."""
    size = (SIZE[0] + 2 * BORDER * SCALE, SIZE[1] + 2 * BORDER * SCALE)
    flat = _warp(picture, guess, size, BORDER)
    darkness = _Darkness(np.asarray(flat, dtype=np.float64))
    # Everything in here is in millimetres of the flattened picture, which `guess` takes back.
    known: list[tuple[Point, Point]] = [(point, point) for point in near]
    found: dict[Point, Point] = {}
    order = sorted(MARKS, key=lambda mark: _distance(mark, (QR.left, QR.top + QR.height)))
    for mark in order:
        expected, far = mark, 60.0
        if known:
            pages, seen = zip(*known, strict=True)
            expected = _apply(_affine(pages, seen), mark)
            far = min(_distance(mark, point) for point in pages)
        at = darkness.square_near(expected, REACH + REACH_PER_MM * far)
        if at is None:
            return None
        found[mark] = at
        known.append((mark, at))
    return [_apply(guess, found[mark]) for mark in MARKS]


def _distance(one: Point, other: Point) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


class _Darkness:
    """Find black squares of the marks' size, with means of rectangles read in no time."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels
        self._sums = np.pad(pixels, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)

    def square_near(self, at: Point, reach: float) -> Point | None:
        """Return the centre of the clearest square within `reach` millimetres; None without one."""
        x, y = (int((value + BORDER) * SCALE) for value in at)
        far = int(reach * SCALE)
        core, gap, ring = (int(part * MARK_SIDE * SCALE / 2) for part in (0.7, 1.3, 1.8))
        height, width = self._pixels.shape
        top, bottom = max(y - far, ring), min(y + far, height - ring - 1)
        left, right = max(x - far, ring), min(x + far, width - ring - 1)
        if top >= bottom or left >= right:
            return None
        rows, columns = np.mgrid[top:bottom, left:right]
        dark = self._mean(rows, columns, (-core, core), (-core, core))
        sides = (
            self._mean(rows, columns, (-ring, -gap), (-core, core)),
            self._mean(rows, columns, (gap, ring), (-core, core)),
            self._mean(rows, columns, (-core, core), (-ring, -gap)),
            self._mean(rows, columns, (-core, core), (gap, ring)),
        )
        scores = np.minimum.reduce(sides) - dark
        best = np.unravel_index(int(np.argmax(scores)), scores.shape)
        if scores[best] < CONTRAST:
            return None
        return self._centre(int(rows[best]), int(columns[best]), gap)

    def _mean(
        self, rows: Any, columns: Any, down: tuple[int, int], across: tuple[int, int]
    ) -> Pixels:
        (top, bottom), (left, right) = down, across
        sums = self._sums
        total = (
            sums[rows + bottom, columns + right] - sums[rows + top, columns + right]
            - sums[rows + bottom, columns + left] + sums[rows + top, columns + left]
        )  # fmt: skip
        mean: Pixels = total / ((bottom - top) * (right - left))
        return mean

    def _centre(self, row: int, column: int, around: int) -> Point:
        """Return the middle of what is dark there, finer than a pixel."""
        patch = self._pixels[row - around : row + around + 1, column - around : column + around + 1]
        weights = np.clip(np.percentile(patch, 90) - patch, 0, None)
        weights[weights < weights.max() / 2] = 0
        rows, columns = np.mgrid[: patch.shape[0], : patch.shape[1]]
        down = row - around + float((rows * weights).sum() / weights.sum()) + 0.5
        across = column - around + float((columns * weights).sum() / weights.sum()) + 0.5
        return across / SCALE - BORDER, down / SCALE - BORDER


def _has_qr(page: Image.Image) -> bool:
    """Return whether the QR's place is dark, stained or not: of a page upside down it is not."""
    left, top, right, bottom = (
        int(value * SCALE) for value in (QR.left, QR.top, QR.left + QR.width, QR.top + QR.height)
    )
    pixels = np.asarray(page, dtype=np.float64)[top:bottom, left:right]
    dark = float((pixels < (pixels.max() + pixels.min()) / 2).mean())
    return dark > 0.3 and float(np.ptp(pixels)) > CONTRAST  # noqa: PLR2004
