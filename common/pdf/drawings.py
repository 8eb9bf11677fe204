"""Drawings (SVG) turned into PDF once, then laid down again as they are.

WeasyPrint reads every point of a drawing again for each paper, and for each place of it: half the
cost of a certificate. What it writes for a given size is always the same, so it is kept.
"""

import re
from collections import OrderedDict
from typing import Any, Protocol

# Sizes kept for each drawing: patterns are fitted to their places.
MOST_SIZES = 32
# The only outside things a kept drawing may need: its opacities, named by what they are.
_OPACITY = re.compile(r"[aA][\d.]+")
_OUTSIDE = ("XObject", "Pattern", "Shading")


class Image(Protocol):
    """What WeasyPrint asks of a picture."""

    def get_intrinsic_size(self, resolution: Any, font_size: Any) -> tuple[Any, Any, Any]:
        """Return (width, height, ratio)."""

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Write the picture's operators into `stream`."""


class Drawing:
    """A drawing without text, as WeasyPrint sees it: written once per size."""

    def __init__(self, image: Image) -> None:
        """Take WeasyPrint's own picture."""
        self._image = image
        self._written: OrderedDict[tuple[float, float], tuple[bytes, dict[str, Any]]]
        self._written = OrderedDict()

    def get_intrinsic_size(self, resolution: Any, font_size: Any) -> tuple[Any, Any, Any]:
        """Return (width, height, ratio)."""
        return self._image.get_intrinsic_size(resolution, font_size)

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Write the drawing's operators into `stream`."""
        size = (width, height)
        if size not in self._written:
            self._written[size] = self._write(stream, width, height, style)
            if len(self._written) > MOST_SIZES:
                self._written.popitem(last=False)
        operators, opacities = self._written[size]
        _resources_of(stream)["ExtGState"].update(opacities)
        stream.stream.append(operators)

    def _write(
        self, stream: Any, width: float, height: float, style: Any
    ) -> tuple[bytes, dict[str, Any]]:
        # A sheet of its own: what stands before it on the page must change nothing.
        shared = _resources_of(stream)
        named = {name: type(shared)() for name in (*_OUTSIDE, "ExtGState")}
        alone = stream.clone(resources={**shared, **named})
        self._image.draw(alone, width, height, style)
        opacities = dict(named["ExtGState"])
        leans_on = [name for name in _OUTSIDE if named[name]]
        leans_on += [name for name in opacities if not _OPACITY.fullmatch(name)]
        if leans_on:
            message = f"A drawing kept between papers may only be lines and colours: {leans_on}."
            raise ValueError(message)
        parts = [part if isinstance(part, bytes) else str(part).encode() for part in alone.stream]
        return b"\n".join(parts), opacities


def _resources_of(stream: Any) -> Any:
    """Return what the operators of a stream may name."""
    return stream._resources  # noqa: SLF001 - WeasyPrint gives no other way to share them
