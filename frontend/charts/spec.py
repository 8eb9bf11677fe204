"""What a chart says, declared: every drawing and every table of it comes from here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Cell = str | int | float | date | None


class Kind(StrEnum):
    """What the cells of a column are: how they are written, and on which side they stand."""

    TEXT = "text"
    COUNT = "count"
    GAP = "gap"
    SHARE = "share"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart's table; the first one names the rows."""

    title: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True, slots=True)
class Row:
    """A row, as many cells as columns, and where its name leads. A share is from 0 to 1."""

    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the drawing shows, in figures."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The finding in a sentence (`title`), how it was counted (`method`), and its table.

    `key` names the chart in its page, its address and its file: letters and hyphens.
    """

    key: str
    title: str
    method: str
    table: Table


class Look(StrEnum):
    """How a line is drawn: they differ by their strokes too, so that grey is enough."""

    DONE = "done"
    TARGET = "target"
    PLANNED = "planned"
    PROJECTED = "projected"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Line:
    """A line through (day, value); `name` is its words in the legend."""

    look: Look
    name: str
    points: tuple[tuple[date, float], ...]


@dataclass(frozen=True, slots=True)
class Range:
    """What lies between two values: (day, low, high)."""

    name: str
    points: tuple[tuple[date, float, float], ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """The one point that is named on the drawing."""

    on: date
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A day that is annotated: a letter on the drawing, its words in the legend."""

    on: date
    letter: str
    words: str


@dataclass(frozen=True, slots=True)
class Door:
    """Days that open onto a list when pressed; the table has the same links, in words."""

    first: date
    last: date
    url: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChart(Chart):
    """Values as days go."""

    first: date
    last: date
    lines: tuple[Line, ...]
    ranges: tuple[Range, ...] = ()
    dots: tuple[Dot, ...] = ()
    flags: tuple[Flag, ...] = ()
    doors: tuple[Door, ...] = ()


class Tone(StrEnum):
    """What a value means. A tone never speaks alone: low is hatched, and words say it."""

    PLAIN = "plain"
    GOOD = "good"
    LOW = "low"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A value among others; `said` is the value in words.

    `reference` is where a vertical stroke stands; `band` is framed; `pending` follows, hatched.
    """

    label: str
    value: float
    said: str
    note: str = ""
    url: str = ""
    tone: Tone = Tone.PLAIN
    reference: float | None = None
    band: tuple[float, float] | None = None
    pending: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Chart):
    """Values side by side on one scale, whose end is `highest` or the largest of them."""

    bars: tuple[Bar, ...]
    highest: float | None = None
    # What the vertical stroke, the frame and the hatching are, in words.
    reference: str = ""
    band: str = ""
    pending: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A place on a map in tiles: `part` of its bar is filled, `reference` its stroke (0 to 1)."""

    row: int
    column: float
    code: str
    name: str
    value: int
    said: str
    part: float
    url: str = ""
    tone: Tone = Tone.PLAIN
    reference: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TileChart(Chart):
    """A map in tiles: each place where people expect it, all of the same size."""

    tiles: tuple[Tile, ...]
    # What the bars, the stroke, the border of low tiles and that of empty ones mean.
    bar: str = ""
    reference: str = ""
    low: str = ""
    empty: str = ""
