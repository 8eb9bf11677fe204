"""What plays contents: H5P's core and our frame script, built by Vite (frontend/player)."""

import hashlib
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from frontend.assets import BUILD

FOLDER = BUILD / "h5p-core"


@cache
def core_digest() -> str:
    """Return a hash of all these files: it is in their address, so they may be kept for ever.

    Raises ImproperlyConfigured when they are not built.
    """
    total = hashlib.sha256()
    for path in core_files():
        total.update(f"{path}\0".encode() + (FOLDER / path).read_bytes())
    return total.hexdigest()[:20]


@cache
def core_files() -> tuple[str, ...]:
    """Return their paths inside the folder."""
    found = tuple(
        sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
    )
    if "frame.js" not in found:
        message = "The H5P player is not built: run `make setup` (or `npm run build` in frontend/)."
        raise ImproperlyConfigured(message)
    return found


def core_file(path: str) -> Path | None:
    """Return one of these files; None when there is no such path."""
    return FOLDER / path if path in core_files() else None
