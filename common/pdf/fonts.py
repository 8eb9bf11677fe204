"""The site's variable web fonts, cut into the static faces that papers embed.

A PDF embeds one static face per weight. WeasyPrint can cut a variable font, but does it again
for every document (about 0.5 s each): here it is done once per machine, and kept on disk.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools import version as fonttools_version
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

NARROW_NO_BREAK_SPACE = 0x202F


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a paper: its CSS family and weight, the variable font it is cut from, and where.

    `axes` are the font's own, as in {"wght": 800, "opsz": 96}. No two faces may share a family and
    a weight: WeasyPrint takes them for one font and mixes their letters up.
    """

    family: str
    weight: int
    source: Path
    axes: Mapping[str, float]

    @property
    def key(self) -> str:
        """Return a name that changes with anything that changes the cut."""
        told = f"{sorted(self.axes.items())}{fonttools_version}".encode()
        digest = hashlib.sha256(self.source.read_bytes() + told).hexdigest()[:16]
        return f"font-{digest}.ttf"


def cut_faces(faces: Iterable[Face], folder: Path) -> dict[str, Path]:
    """Return the static fonts of `faces` by name, cutting into `folder` those it does not hold."""
    folder.mkdir(parents=True, exist_ok=True)
    cut = {face.key: (face, folder / face.key) for face in faces}
    for face, target in cut.values():
        if not target.exists():
            _cut(face, target)
    return {name: target for name, (_, target) in cut.items()}


def _cut(face: Face, target: Path) -> None:
    font = TTFont(face.source)
    instantiateVariableFont(font, dict(face.axes), inplace=True)
    _draw_narrow_spaces(font)
    font.flavor = None
    # Two workers may cut at once: each writes its own file, the rename is atomic.
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        font.save(file)
    Path(file.name).replace(target)


def _draw_narrow_spaces(font: TTFont) -> None:
    """Let French narrow no-break spaces stay in the face instead of calling in another font."""
    space = font.getBestCmap().get(ord(" "))
    if space:
        for table in font["cmap"].tables:
            table.cmap.setdefault(NARROW_NO_BREAK_SPACE, space)


def stylesheet(faces: Iterable[Face], scheme: str) -> str:
    """Return the @font-face rules of `faces`, read from `scheme:<key>`."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("{scheme}:{face.key}")}}'
        for face in faces
    )
