"""The booklet of an edition: cover, contents, programme, every text, and whose work it is."""

import io
import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils.safestring import SafeString
from PIL import Image, UnidentifiedImageError

from modules.commons.markup import Shown, render
from modules.commons.models import Asset
from modules.exchange.credits import credit_of_whole, credits_of
from modules.exchange.document import read_whole, sheet_of
from modules.exchange.papers.clock import PrintedDay, plain, printed_days
from modules.exchange.papers.press import printed
from modules.exchange.references import absolute, activities_of, assets_of
from modules.programmes.models import Activity, Revision

# Enough for a page's width at 200 points an inch.
WIDEST = 1100
QUALITY = 82
_HEADING = re.compile(r"(</?h)([2-4])(?=[ >])")
# Below the day, the sequence and the activity.
_DEEPER = {"2": "5", "3": "6", "4": "6"}
COVER_HEIGHT, COVER_WIDTH = 74.0, 120.0


@dataclass(frozen=True, slots=True)
class Tile:
    """A sequence on the cover's ribbon, in millimetres."""

    phase: str
    left: float
    top: float
    width: float
    height: float


def booklet(revision: Revision, *, with_notes: bool = False) -> bytes:
    """Return the booklet of an edition, A5; `with_notes`, that of the trainers."""
    whole = read_whole(revision)
    shown = [one for one in activities_of(whole) if with_notes or one.audience == "everyone"]
    assets = assets_of(whole, shown)
    days = printed_days(whole, with_notes=with_notes)
    sheet = sheet_of(whole)
    context = {
        "sheet": sheet,
        "summary": plain(sheet["summary"]),
        "revision": whole,
        "with_notes": with_notes,
        "days": days,
        "tiles": _ribbon(days),
        "bodies": {one.pk: _body(one, assets) for one in shown},
        "names": {key: asset.name for key, asset in assets.items()},
        "transcripts": {one.pk: plain(one.transcript) for one in shown},
        "whole": credit_of_whole(whole),
        "credits": credits_of(whole, with_notes=with_notes),
    }
    return printed("booklet.html", context)


def _ribbon(days: list[PrintedDay]) -> list[Tile]:
    """Draw each day as a column of sequences, as tall as they are long."""
    lines = [[line for line in day.lines if line.sequence and line.sequence.lane <= 1]
             for day in days]  # fmt: skip
    longest = max((sum(line.minutes for line in day) for day in lines), default=0) or 1
    wide = COVER_WIDTH / max(len(days), 1)
    tiles = []
    for column, day in enumerate(lines):
        top = 0.0
        for line in day:
            height = line.minutes * COVER_HEIGHT / longest
            tiles.append(Tile(line.phase, column * wide, top, wide - 1.4, max(height - 1.2, 0.5)))
            top += height
    return tiles


def _body(activity: Activity, assets: dict[UUID, Asset]) -> SafeString:
    def shown(key: UUID) -> Shown | None:
        asset = assets.get(key)
        return Shown(picture_address(asset)) if asset else None

    html = _HEADING.sub(lambda tag: tag[1] + _DEEPER[tag[2]], render(activity.body, shown))
    return absolute(html)


def picture_address(asset: Asset) -> str:
    """Return a picture as a `data:` address, no larger than print needs; "" if it is none."""
    with default_storage.open(str(asset.file.name)) as file:
        data: Any = file.read()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return _reduced(picture)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return "data:,"


def _reduced(picture: Image.Image) -> str:
    picture.thumbnail((WIDEST, 2 * WIDEST))
    is_clear = picture.mode in {"RGBA", "LA", "P"}
    target = io.BytesIO()
    if is_clear:
        picture.convert("RGBA").save(target, "PNG")
    else:
        picture.convert("RGB").save(target, "JPEG", quality=QUALITY)
    sort = "png" if is_clear else "jpeg"
    return f"data:image/{sort};base64,{b64encode(target.getvalue()).decode()}"
