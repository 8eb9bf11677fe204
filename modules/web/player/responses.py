"""Answers to a frame with an opaque origin: headers, and pieces of files (RFC 9110, Range)."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_cache_control

# Fixed here: a script whose type depended on the machine would be refused (nosniff).
TYPES = {
    "avif": "image/avif", "bmp": "image/bmp", "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "eot": "application/vnd.ms-fontobject", "gif": "image/gif",
    "glb": "model/gltf-binary", "gltf": "model/gltf+json", "ico": "image/x-icon",
    "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript; charset=utf-8",
    "json": "application/json", "m4a": "audio/mp4", "mp3": "audio/mpeg", "mp4": "video/mp4",
    "oga": "audio/ogg", "ogg": "audio/ogg", "ogv": "video/ogg", "otf": "font/otf",
    "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml",
    "tif": "image/tiff", "tiff": "image/tiff", "ttf": "font/ttf",
    "txt": "text/plain; charset=utf-8", "vtt": "text/vtt; charset=utf-8", "wav": "audio/wav",
    "webm": "video/webm", "webvtt": "text/vtt; charset=utf-8", "woff": "font/woff",
    "woff2": "font/woff2", "xml": "application/xml",
}  # fmt: skip
# A file opened by itself runs nothing and belongs to nobody.
FILE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
)
PIECE = 64 * 1024
Answer = TypeVar("Answer", bound=HttpResponseBase)
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
FOR_EVER = {"public": True, "max_age": 31_536_000, "immutable": True}
FOR_A_DAY = {"private": True, "max_age": 86_400}


def for_the_frame(response: Answer) -> Answer:
    """Let an opaque origin read the answer, and nothing guess what it is."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    if "Content-Security-Policy" not in response:
        response["Content-Security-Policy"] = FILE_POLICY
    return response


def not_there() -> HttpResponse:
    """Answer 404 so that the frame sees a missing file, not a forbidden one."""
    missing = HttpResponse("404", content_type="text/plain", status=HTTPStatus.NOT_FOUND)
    return for_the_frame(missing)


def preflight() -> HttpResponse:
    """Let a frame ask for a file with headers of its own: some libraries add one."""
    allowed = HttpResponse(status=HTTPStatus.NO_CONTENT)
    allowed["Access-Control-Allow-Methods"] = "GET, HEAD"
    allowed["Access-Control-Allow-Headers"] = "Range, X-Requested-With"
    allowed["Access-Control-Max-Age"] = "86400"
    return for_the_frame(allowed)


def give_file(
    request: HttpRequest,
    path: str,
    opened: BinaryIO,
    *,
    size: int,
    etag: str,
    keep: dict[str, bool | int],
) -> HttpResponseBase:
    """Answer a file to the frame, or the piece of it that is asked for."""
    kind = TYPES.get(
        PurePosixPath(path).suffix.lower().removeprefix("."), "application/octet-stream"
    )
    return for_the_frame(
        give_piece(request, opened, size=size, etag=etag, keep=keep, content_type=kind)
    )


def give_piece(
    request: HttpRequest,
    opened: BinaryIO,
    *,
    size: int,
    etag: str,
    keep: dict[str, bool | int],
    content_type: str,
) -> HttpResponseBase:
    """Answer a file, or the piece of it that is asked for; `opened` is closed with the answer."""
    response: HttpResponseBase
    tag = f'"{etag}"'
    asked = _asked(request, tag)
    piece = _piece(asked, size) if asked else (0, size)
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        opened.close()
    elif piece is None:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{size}"
        opened.close()
    else:
        start, end = piece
        response = StreamingHttpResponse(_read(opened, start, end))
        response["Content-Length"] = str(end - start)
        if asked:
            response.status_code = HTTPStatus.PARTIAL_CONTENT
            response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Type"] = content_type
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    patch_cache_control(response, **keep)
    return response


def _asked(request: HttpRequest, tag: str) -> re.Match[str] | None:
    """Return the one range asked for; anything else is as if the whole was."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    is_same = request.headers.get("If-Range", tag) == tag
    return found if found and any(found.groups()) and is_same else None


def _piece(asked: re.Match[str], size: int) -> tuple[int, int] | None:
    """Return where the piece starts and ends; None when the file has no such piece."""
    first, last = asked.groups()
    if not first:  # the last so many bytes
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
    return (start, end) if start < end else None


def _read(opened: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with opened:
        opened.seek(start)
        left = end - start
        while left > 0 and (piece := opened.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
