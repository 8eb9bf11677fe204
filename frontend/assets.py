"""Addresses of what Vite built. The build is made by `make setup`; pages need it."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured

HERE = Path(__file__).parent
BUILD = HERE / "static" / "build"
FIRST_FONTS = (
    "bricolage-grotesque-latin-opsz-normal.woff2",
    "atkinson-hyperlegible-next-latin-wght-normal.woff2",
)


def _read_manifest() -> dict[str, Any]:
    path = BUILD / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        message = "The front end is not built: run `make setup` (or `npm run build` in frontend/)."
        raise ImproperlyConfigured(message) from missing
    return manifest


_manifest_once = cache(_read_manifest)


def manifest() -> dict[str, Any]:
    """Return Vite's manifest: read once, or at each call while developing."""
    return _read_manifest() if settings.DEBUG else _manifest_once()


def built_url(source: str) -> str:
    """Return the address of the built file of `source` ("islands/main.ts", "icons.svg").

    Remembered, except while developing: a page may ask for the sprite hundreds of times.
    Raises ImproperlyConfigured when the build is missing or does not hold that source.
    """
    return _find_built_url(source) if settings.DEBUG else _built_url_once(source)


def _find_built_url(source: str) -> str:
    try:
        file = manifest()[source]["file"]
    except KeyError as unknown:
        message = f"{source} is not in the front-end build: add it to Vite's inputs and rebuild."
        raise ImproperlyConfigured(message) from unknown
    return static_build_url(file)


_built_url_once = cache(_find_built_url)


def static_build_url(file: str) -> str:
    """Return the address of a file of the build folder, given its built name."""
    return staticfiles_storage.url(f"build/{file}")


def stylesheets(source: str) -> list[str]:
    """Return the addresses of the style sheets that `source` imports."""
    return [static_build_url(file) for file in manifest()[source].get("css", [])]


def page_files(source: str = "islands/main.ts") -> list[str]:
    """Return the addresses of all that a page of the site loads: to show it without network.

    What an island loads on demand is not there.
    """
    entry = manifest()[source]
    files = [entry["file"], *entry.get("css", []), *entry.get("assets", [])]
    return [static_build_url(file) for file in files] + [built_url("icons.svg")]


def static_root() -> str:
    """Return the path under which static files are served: "/static/"."""
    return urlsplit(settings.STATIC_URL).path


def head_of(source: str) -> str:
    """Return the HTML of an entry: its early fonts, its style sheets, its module script.

    Remembered, except while developing, as every page has it.
    """
    return _head_of(source) if settings.DEBUG else _head_once(source)


def _head_of(source: str) -> str:
    fonts = "".join(
        f'<link rel="preload" href="{url}" as="font" type="font/woff2" crossorigin>'
        for url in first_fonts()
    )
    sheets = "".join(f'<link rel="stylesheet" href="{url}">' for url in stylesheets(source))
    return fonts + sheets + f'<script type="module" src="{built_url(source)}"></script>'


_head_once = cache(_head_of)


def first_fonts() -> list[str]:
    """Return the two font files every page shows first: worth asking for early."""
    built = {Path(source).name: entry["file"] for source, entry in manifest().items()}
    return [static_build_url(built[name]) for name in FIRST_FONTS if name in built]


def font_file(name: str) -> Path:
    """Return the built file of a font, for papers: "bricolage-grotesque-latin-opsz-normal.woff2".

    Raises ImproperlyConfigured when the build is missing or does not hold that font.
    """
    for source, entry in manifest().items():
        if Path(source).name == name:
            return BUILD / str(entry["file"])
    message = f"{name} is not in the front-end build: add it to styles/fonts.css and rebuild."
    raise ImproperlyConfigured(message)


@cache
def icon_names() -> frozenset[str]:
    """Return the icons the sprite holds (frontend/icons.json)."""
    return frozenset(json.loads((HERE / "icons.json").read_text(encoding="utf-8")))
