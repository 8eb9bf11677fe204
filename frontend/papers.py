"""The type and the icons of the papers (PDF): what the site shows, cut for print."""

import hashlib
import re
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings

from common.pdf.fonts import Face
from frontend.assets import BUILD, font_file, manifest

_SYMBOL = r'<symbol id="%s" viewBox="([^"]+)">(.*?)</symbol>'
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="24" height="24" fill="none" '
    'stroke="{ink}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
)


def faces() -> list[Face]:
    """Return the faces papers use. "X Ext" holds the letters of X beyond western Europe's."""
    display, text = "bricolage-grotesque-%s-opsz", "atkinson-hyperlegible-next-%s-wght"
    cuts = [
        ("Display", 800, display, {"wght": 800, "opsz": 96}),
        ("Display", 600, display, {"wght": 600, "opsz": 20}),
        ("Display", 400, display, {"wght": 400, "opsz": 14}),
        ("Text", 400, text, {"wght": 400}),
        ("Text", 700, text, {"wght": 640}),
    ]
    return [
        Face(f"{family}{suffix}", weight, font_file(f"{name % subset}-normal.woff2"), axes)
        for family, weight, name, axes in cuts
        for subset, suffix in (("latin", ""), ("latin-ext", " Ext"))
    ]


def font_folder() -> Path:
    """Return where this machine keeps the faces once cut. It can be emptied at any time."""
    return Path(settings.DATA_DIR) / "cache" / "pdf-fonts"


def icon_files(icons: Mapping[str, str], ink: str = "#1c1a2e") -> dict[str, Path]:
    """Return drawings of icons of the sprite, by the names asked: {"test.svg": "flask-conical"}.

    Raises LookupError for an icon the sprite does not hold.
    """
    sprite = (BUILD / str(manifest()["icons.svg"]["file"])).read_text(encoding="utf-8")
    folder = Path(settings.DATA_DIR) / "cache" / "pdf-icons"
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _cut(sprite, icon, ink, folder) for name, icon in icons.items()}


def _cut(sprite: str, icon: str, ink: str, folder: Path) -> Path:
    found = re.search(_SYMBOL % re.escape(icon), sprite, re.DOTALL)
    if found is None:
        message = f"{icon} is not in the sprite: add it to frontend/icons.json and rebuild."
        raise LookupError(message)
    drawing = _DRAWING.format(box=found[1], lines=found[2], ink=ink)
    path = folder / f"{hashlib.sha256(drawing.encode()).hexdigest()[:16]}.svg"
    if not path.exists():
        # Two processes may cut at once: each writes its own file, the rename is atomic.
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            file.write(drawing)
        Path(file.name).replace(path)
    return path


def qr_picture(address: str, *, light: str | None = "#fdfaf3") -> str:
    """Return a QR code as a PNG `data:` address; without `light` the paper shows through.

    The mask is set, as trying all eight costs more than all the rest of it.
    """
    image = BytesIO()
    segno.make(address, error="m", mask=3, micro=False).save(
        image, kind="png", scale=4, border=0, dark="#1c1a2e", light=light
    )
    return f"data:image/png;base64,{b64encode(image.getvalue()).decode()}"
