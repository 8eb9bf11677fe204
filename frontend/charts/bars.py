"""Values side by side, and a map in tiles."""

from collections.abc import Iterator

from frontend.charts.canvas import OVER, Canvas
from frontend.charts.spec import Bar, BarChart, Tile, TileChart, Tone

LABEL, THICK, NOTE, GAP = 17, 13, 18, 14
LONGEST = 46
TILE, TILE_GAP, TILE_BAR = 66, 5, 7
# What a tile leaves around its words, as a part of its width, and between it and the next.
INSET, BETWEEN = 0.12, 0.07


def draw_bars(chart: BarChart, canvas: Canvas) -> tuple[str, float]:
    """Return the drawing of bars, and its height."""
    values = [max(bar.value + bar.pending, bar.reference or 0) for bar in chart.bars]
    highest = chart.highest or max([*values, 0]) or 1
    drawn, y = [], 0.0
    for bar in chart.bars:
        high = LABEL + THICK + (NOTE if bar.note else 0) + GAP
        pieces = " ".join(_bar(bar, canvas, y, highest))
        hit = canvas.rect(0, y, 1, high - GAP + 4, "hit")
        drawn.append(canvas.link(bar.url, hit + pieces, name=_name_of(bar)))
        y += high
    return "".join(drawn), max(y - GAP + 6, 1)


def _bar(bar: Bar, canvas: Canvas, y: float, highest: float) -> Iterator[str]:
    label = _shortened(bar.label)
    yield canvas.text(0, y + LABEL - 5, label, "label" if bar.url else "")
    yield canvas.text(1, y + LABEL - 5, bar.said, "b", anchor="end")
    top = y + LABEL
    part = min(bar.value / highest, 1)
    yield canvas.rect(0, top, 1, THICK, "track")
    yield canvas.rect(0, top, part, THICK, f"bar {bar.tone}")
    if bar.tone == Tone.LOW:
        yield canvas.hatched(0, top, part, THICK, OVER)
    if bar.pending:
        yield canvas.hatched(part, top, min(bar.pending / highest, 1 - part), THICK, bar.tone)
    if bar.band:
        low, high = (min(value / highest, 1) for value in bar.band)
        yield canvas.rect(low, top - 3, high - low, THICK + 6, "band")
    if bar.reference is not None:
        yield canvas.upright(min(bar.reference / highest, 1), top - 4, top + THICK + 4, "reference")
    if bar.note:
        yield canvas.text(0, top + THICK + NOTE - 3, bar.note, "s")


def _shortened(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def _name_of(bar: Bar) -> str:
    """Return the name of a bar whose label is cut; the others are named by what is drawn."""
    is_cut = _shortened(bar.label) != bar.label
    return " ".join(filter(None, (bar.label, bar.said, bar.note))) if is_cut else ""


def draw_tiles(chart: TileChart, canvas: Canvas) -> tuple[str, float]:
    """Return the drawing of a map in tiles, and its height."""
    columns = max((tile.column for tile in chart.tiles), default=1)
    rows = max((tile.row for tile in chart.tiles), default=1)
    drawn = [
        canvas.link(
            tile.url, "".join(_tile(tile, canvas, columns)), name=f"{tile.name} : {tile.said}"
        )
        for tile in chart.tiles
    ]
    return "".join(drawn), rows * (TILE + TILE_GAP) - TILE_GAP + 2


def _tile(tile: Tile, canvas: Canvas, columns: float) -> Iterator[str]:
    # The last column ends where the width does.
    pitch = 1 / (columns - BETWEEN)
    left, y = (tile.column - 1) * pitch, 1.0 + (tile.row - 1) * (TILE + TILE_GAP)
    wide = pitch * (1 - BETWEEN)
    start, inner = left + wide * INSET, wide * (1 - 2 * INSET)
    state = "none" if not tile.value and tile.tone != Tone.LOW else tile.tone.value
    yield canvas.rect(left, y, wide, TILE, f"tile {state}")
    yield canvas.text(start, y + 18, tile.code, "s")
    yield canvas.text(start, y + 42, f"{tile.value}", "big")
    bar = y + TILE - TILE_BAR - 8
    yield canvas.rect(start, bar, inner, TILE_BAR, "track")
    yield canvas.rect(start, bar, inner * min(tile.part, 1), TILE_BAR, f"bar {tile.tone}")
    if tile.reference is not None:
        x = start + inner * min(tile.reference, 1)
        yield canvas.upright(x, bar - 3, bar + TILE_BAR + 3, "reference")
