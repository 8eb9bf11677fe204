"""What a package may weigh and hold."""

from dataclasses import dataclass

from modules.h5p.words import words

MEGABYTE = 1024 * 1024

CONTENT_EXTENSIONS = words(
    "json png jpg jpeg gif bmp tif tiff eot ttf woff woff2 otf webm mp4 ogg mp3 m4a wav txt pdf "
    "rtf doc docx xls xlsx ppt pptx odt ods odp csv diff patch swf md textile vtt webvtt gltf "
    "glb"
)
LIBRARY_EXTENSIONS = CONTENT_EXTENSIONS | {"js", "css", "svg", "xml"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are of unpacked files, in bytes. The white lists are those of the specification.

    `memory` bounds what an import keeps of a package's files between checking and storing them.
    """

    max_file: int = 128 * MEGABYTE
    max_total: int = 160 * MEGABYTE
    max_files: int = 10_000
    max_json: int = 4 * MEGABYTE
    max_json_depth: int = 100
    memory: int = 32 * MEGABYTE
    core_api: tuple[int, int] = (1, 28)
    content_extensions: frozenset[str] = CONTENT_EXTENSIONS
    library_extensions: frozenset[str] = LIBRARY_EXTENSIONS


DEFAULT = Limits()
