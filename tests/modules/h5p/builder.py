"""Make small H5P packages in memory: a sound one, and whatever a test wants to spoil."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from modules.h5p.libraries import Library
from modules.h5p.names import LibraryName

GREETING = "H5P.Salut"
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(24)
SEMANTICS = [
    {"name": "greeting", "type": "text", "tags": ["strong", "em"]},
    {"name": "image", "type": "image", "optional": True},
]


def js(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def dependency(name: str) -> dict[str, Any]:
    return dict(LibraryName.parse(name).as_json())


def library_json(name: str = f"{GREETING} 1.0", patch: int = 0, **more) -> dict[str, Any]:
    parsed = LibraryName.parse(name)
    return {
        "title": parsed.machine_name,
        **parsed.as_json(),
        "patchVersion": patch,
        "runnable": 1,
        "preloadedJs": [{"path": "main.js"}],
        "preloadedCss": [{"path": "main.css"}],
        **more,
    }


def library_files(
    name: str = f"{GREETING} 1.0", patch: int = 0, semantics: object = None, **more
) -> dict[str, bytes]:
    """Files of one library, its folder in front."""
    folder = LibraryName.parse(name).folder
    return {
        f"{folder}/library.json": js(library_json(name, patch, **more)),
        f"{folder}/semantics.json": js(SEMANTICS if semantics is None else semantics),
        f"{folder}/main.js": f"/* {name}.{patch} */".encode(),
        f"{folder}/main.css": b".h5p-salut{color:#000}",
        f"{folder}/language/fr.json": js({"semantics": [{"label": "Bonjour"}]}),
    }


def h5p_json(name: str = f"{GREETING} 1.0", **more) -> dict[str, Any]:
    return {
        "title": "Un salut",
        "language": "fr",
        "mainLibrary": LibraryName.parse(name).machine_name,
        "embedTypes": ["div"],
        "license": "CC BY-SA",
        "preloadedDependencies": [dependency(name)],
        **more,
    }


def package_files(params: object = None, h5p: object = None, **library) -> dict[str, bytes]:
    """Files of a sound package with one library; knobs go to `library_files`."""
    return {
        "h5p.json": js(h5p_json() if h5p is None else h5p),
        "content/content.json": js({"greeting": "Bonjour"} if params is None else params),
        "content/images/pixel.png": PIXEL,
        **library_files(**library),
    }


def pack(
    files: dict[str, bytes], extra: Iterable[tuple[str | zipfile.ZipInfo, bytes]] = ()
) -> io.BytesIO:
    """Zip the files; `extra` entries may repeat names or be `ZipInfo`s."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        for entry, data in extra:
            archive.writestr(entry, data)
    target.seek(0)
    return target


def package(**knobs) -> io.BytesIO:
    return pack(package_files(**knobs))


def patched(file: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """Change bytes of the archive itself, as no zip tool would."""
    assert old in file.getvalue()
    return io.BytesIO(file.getvalue().replace(old, new))


def installed_library(name: str, semantics: Any = None, **more) -> Library:
    """Make a library as an index would give it, without files."""
    parsed = LibraryName.parse(name)
    return Library(parsed, 0, library_json(name, **more), semantics, {})
