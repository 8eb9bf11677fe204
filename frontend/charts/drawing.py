"""The drawing of a chart, whole: for its page, or as a picture for a paper."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from frontend.charts.bars import draw_bars, draw_tiles
from frontend.charts.canvas import OVER, Canvas
from frontend.charts.plot import draw_plot
from frontend.charts.spec import BarChart, Chart, Look, TileChart, TimeChart, Tone

# The colours of the page by light (frontend/styles/tokens.css), on paper. Each look also has its
# stroke, and what is low its hatching: a paper printed in grey says the same.
PAPER_STYLE = """
text{font-family:Text,sans-serif;font-size:11px;fill:#1c1a2e}
.s{fill:#57546c;font-size:10px}.b{font-weight:700}.big{font-size:15px;font-weight:700}
.ax{stroke:#e2d9c5}.flag{stroke:#57546c;stroke-dasharray:2 3}.flag-dot{fill:#fff;stroke:#1c1a2e}
path{fill:none;stroke-linejoin:round;stroke-linecap:round}
.done{stroke:#cc3a1b;stroke-width:3.5}.target{stroke:#1c1a2e;stroke-width:1.8;stroke-dasharray:1 5}
.projected{stroke:#cc3a1b;stroke-width:2;stroke-dasharray:8 5}.before{stroke:#57546c;stroke-width:2}
.planned{stroke:#2a3bb8;stroke-width:1.6}.range{fill:#fde3d8;stroke:#e19180;stroke-width:.8}
.dot{fill:#cc3a1b;stroke:#fff;stroke-width:2.5}.track{fill:#eae5da}.hatch{stroke-width:1.6}
.bar.plain{fill:#2a3bb8}.bar.good{fill:#1f7a3d}.bar.low{fill:#b3261e}.bar.wait{fill:#8a5a00}
.hatch.over{stroke:#fff}.hatch.plain{stroke:#2a3bb8}.hatch.good{stroke:#1f7a3d}
.hatch.low{stroke:#b3261e}.hatch.wait{stroke:#8a5a00}
.band{fill:none;stroke:#1c1a2e;stroke-width:1.8}.reference{stroke:#1c1a2e;stroke-width:2.5}
.tile{fill:#fff;stroke:#8b8574;stroke-width:1.2}.tile.none{fill:#f3ecdd;stroke-dasharray:2 3}
.tile.low{stroke:#b3261e;stroke-width:2;stroke-dasharray:5 3}.hit{fill:none}
"""
KEY_HIGH, KEY_WIDE = 17, 34
HATCHES = (OVER, Tone.PLAIN, Tone.GOOD, Tone.LOW, Tone.WAIT)


def svg_of(chart: Chart, *, width: float | None = None) -> SafeString:
    """Return the drawing: fluid and in the page's colours, or `width` pixels wide for a paper.

    A paper's holds its legend too. In a page, `legend_of` goes under it.
    """
    canvas = Canvas(chart.key, width)
    drawn, height = _drawn(chart, canvas)
    defs = "".join(canvas.hatching(css) for css in HATCHES) if isinstance(chart, BarChart) else ""
    drawn = f"<defs>{defs}</defs>{drawn}" if defs else drawn
    if width is None:
        # A curve is told by its sentence and its table; bars and tiles are links, told one by one.
        is_silent = isinstance(chart, TimeChart)
        told = (
            'aria-hidden="true"'
            if is_silent
            else f'role="group" aria-labelledby="{chart.key}-title"'
        )
        head = f'<svg class="chart" width="100%" height="{height:g}" {told} focusable="false">'
        return mark_safe(f"{head}{drawn}</svg>")  # noqa: S308 - drawn by us, words escaped
    key, key_height = _key_of(chart, canvas, height + 8)
    high = height + key_height
    return mark_safe(  # noqa: S308 - drawn by us, words escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{high:g}" '
        f'viewBox="-2 0 {width + 4:g} {high:g}"><style>{PAPER_STYLE}</style>'
        f"{drawn}{key}</svg>"
    )


def picture_of(chart: Chart, *, width: float) -> str:
    """Return the drawing as the address of a picture, for a paper: `<img src alt>`."""
    svg = svg_of(chart, width=width)
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def legend_of(chart: Chart) -> SafeString:
    """Return what the strokes, fills and letters mean, as a list; nothing where there is none."""
    canvas = Canvas(chart.key, KEY_WIDE)
    items = "".join(
        f'<li><svg class="chart" width="{KEY_WIDE}" height="{KEY_HIGH}" aria-hidden="true">'
        f"{swatch}</svg> {escape(words)}</li>"
        for swatch, words in _keys(chart, canvas)
    )
    return mark_safe(f'<ul class="chart-key" role="list">{items}</ul>' if items else "")  # noqa: S308


def _drawn(chart: Chart, canvas: Canvas) -> tuple[str, float]:
    match chart:
        case TimeChart():
            return draw_plot(chart, canvas)
        case BarChart():
            return draw_bars(chart, canvas)
        case TileChart():
            return draw_tiles(chart, canvas)
    message = f"No drawing of {type(chart).__name__}."
    raise TypeError(message)


def _key_of(chart: Chart, canvas: Canvas, top: float) -> tuple[str, float]:
    drawn = []
    for swatch, words in _keys(chart, canvas):
        said = f'<text x="{KEY_WIDE + 8}" y="13" class="s">{escape(words)}</text>'
        drawn.append(f'<g transform="translate(0 {top:g})">{swatch}{said}</g>')
        top += KEY_HIGH
    return "".join(drawn), len(drawn) * KEY_HIGH + 8


def _keys(chart: Chart, canvas: Canvas) -> Iterator[tuple[str, str]]:
    """Each sign of the chart, with its words."""
    match chart:
        case TimeChart():
            yield from ((_stroke(line.look), line.name) for line in chart.lines if line.points)
            yield from ((_box("range"), one.name) for one in chart.ranges)
            yield from ((_letter(flag.letter), flag.words) for flag in chart.flags)
        case BarChart():
            tone = next((bar.tone for bar in chart.bars if bar.pending), Tone.PLAIN)
            hatched = f'fill="url(#{canvas.key}-hatch-{tone})"'
            signs = (
                (UPRIGHT, chart.reference), (_box("band"), chart.band),
                (_box("", hatched), chart.pending),
            )  # fmt: skip
            yield from ((sign, words) for sign, words in signs if words)
        case TileChart():
            boxes = (
                (_box("bar good"), chart.bar), (UPRIGHT, chart.reference),
                (_box("tile low"), chart.low), (_box("tile none"), chart.empty),
            )  # fmt: skip
            yield from ((sign, words) for sign, words in boxes if words)


UPRIGHT = f'<line x1="17" x2="17" y1="1" y2="{KEY_HIGH - 1}" class="reference"/>'


def _stroke(look: Look) -> str:
    return f'<path d="M1 {KEY_HIGH / 2}H{KEY_WIDE - 1}" class="{look}"/>'


def _box(css: str, fill: str = "") -> str:
    return f'<rect x="2" y="3" width="{KEY_WIDE - 4}" height="11" class="{css}" {fill}/>'


def _letter(letter: str) -> str:
    circle = f'<circle cx="17" cy="{KEY_HIGH / 2}" r="8" class="flag-dot"/>'
    words = f'<text x="17" y="{KEY_HIGH / 2 + 4}" text-anchor="middle" class="b">'
    return f"{circle}{words}{escape(letter)}</text>"
