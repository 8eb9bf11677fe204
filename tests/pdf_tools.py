"""Reading a PDF back, and watching what its making fetched."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from io import BytesIO

import pikepdf
from pypdf import PdfReader

from tests.servers import answering


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF in reading order, every run of blanks made one space."""
    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def attachments(pdf: bytes) -> list[str]:
    """Return the names of the files a PDF carries."""
    return list(pikepdf.open(BytesIO(pdf)).attachments)


class _Recorder(BaseHTTPRequestHandler):
    hits: list[str]

    def do_GET(self) -> None:
        self.hits.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the hits are what is looked at."""


class Spy:
    """A web server on this machine that remembers who called."""

    def __init__(self, hits: list[str], port: int) -> None:
        self.hits = hits
        self.url = f"http://127.0.0.1:{port}/secret"


@contextmanager
def listening_spy() -> Iterator[Spy]:
    """Run a Spy for the time of a test."""

    class Recorder(_Recorder):
        hits: list[str] = []

    with answering(Recorder) as server:
        yield Spy(Recorder.hits, server.server_port)
