"""What charts are drawn on: fluid for a page (parts of its width), or so many pixels wide.

A page's drawing takes the room it has, its letters always of the same size: abscissas are
percentages, and paths are stretched apart from the rest. A paper knows its width.
"""

from collections.abc import Iterable, Sequence
from html import escape

# Paths of a fluid drawing are in thousandths of its width.
UNITS = 1000
OVER = "over"


def attribute(name: str, value: object) -> str:
    """Return an attribute, or nothing where there is no value."""
    return f' {name}="{escape(str(value))}"' if value not in ("", None) else ""


class Canvas:
    """Pieces of SVG at (part of the width, pixels from the top)."""

    def __init__(self, key: str, width: float | None) -> None:
        """Draw for a page, or `width` pixels wide."""
        self.key = key
        self.width = width

    @property
    def is_fluid(self) -> bool:
        """Return whether this is for a page."""
        return self.width is None

    def x(self, part: float) -> str:
        """Return a part of the width, from 0 to 1."""
        return f"{part * 100:.2f}%" if self.width is None else f"{part * self.width:.1f}"

    def text(
        self, part: float, y: float, words: str, css: str = "", *, dx: float = 0, anchor: str = ""
    ) -> str:
        """Return words whose foot is at y."""
        shown = attribute("class", css) + attribute("text-anchor", anchor)
        # The shift is added to the abscissa where it is known: not every reader knows "dx".
        if self.width is None:
            place = f'x="{self.x(part)}" y="{y:g}"' + (f' dx="{dx:g}"' if dx else "")
        else:
            place = f'x="{part * self.width + dx:.1f}" y="{y:g}"'
        return f"<text {place}{shown}>{escape(words)}</text>"

    def rect(self, part: float, y: float, wide: float, high: float, css: str) -> str:
        """Return a rectangle, `wide` being a part of the width."""
        return (
            f'<rect x="{self.x(part)}" y="{y:g}" width="{self.x(max(wide, 0))}" height="{high:g}" '
            f'class="{css}"/>'
        )

    def hatched(self, part: float, y: float, wide: float, high: float, css: str) -> str:
        """Return a hatched rectangle, in the colour of `css`."""
        fill = f' fill="url(#{self.key}-hatch-{css})"'
        return (
            f'<rect x="{self.x(part)}" y="{y:g}" width="{self.x(max(wide, 0))}" height="{high:g}"'
            f"{fill}/>"
        )

    def hatching(self, css: str) -> str:
        """Return the pattern that `hatched` fills with; what is laid over a bar leans back."""
        lean = "M-1 -1L7 7M-1 5L1 7M5 -1L7 1" if css == OVER else "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"
        return (
            f'<pattern id="{self.key}-hatch-{css}" width="6" height="6" '
            f'patternUnits="userSpaceOnUse"><path d="{lean}" class="hatch {css}"/></pattern>'
        )

    def upright(self, part: float, top: float, bottom: float, css: str) -> str:
        """Return a vertical stroke."""
        x = self.x(part)
        return f'<line x1="{x}" x2="{x}" y1="{top:g}" y2="{bottom:g}" class="{css}"/>'

    def level(self, y: float, css: str) -> str:
        """Return a stroke across the whole width."""
        end = self.x(1)
        return f'<line x1="0" x2="{end}" y1="{y:g}" y2="{y:g}" class="{css}"/>'

    def path(self, points: Sequence[tuple[float, float]], css: str, *, closed: bool = False) -> str:
        """Return a line, or a closed shape; among others in `stretched`."""
        width = UNITS if self.width is None else self.width
        along = " L".join(f"{part * width:.1f} {y:.1f}" for part, y in points)
        return f'<path d="M{along}{" Z" if closed else ""}" class="{css}"/>'

    def stretched(self, paths: Iterable[str], height: float) -> str:
        """Return the paths, stretched to the width there is."""
        drawn = "".join(paths)
        if not self.is_fluid:
            return drawn
        return (
            f'<svg width="100%" height="{height:g}" viewBox="0 0 {UNITS} {height:g}" '
            f'preserveAspectRatio="none" class="stretched">{drawn}</svg>'
        )

    def link(self, url: str, drawn: str, *, name: str = "", quiet: bool = False) -> str:
        """Return what is drawn as a link; `quiet` keeps it out of the keyboard's way.

        Its name is what it draws, or `name`, also shown when pointed at. On paper there is nothing
        to press.
        """
        if not url or not self.is_fluid:
            return f"<g>{drawn}</g>"
        way = ' tabindex="-1"' if quiet else ""
        title = f"<title>{escape(name)}</title>" if name else ""
        return f'<a href="{escape(url)}"{way}>{title}{drawn}</a>'
