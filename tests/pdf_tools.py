"""Reading a PDF back, and watching what its making fetched."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread

import pikepdf
from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF in reading order, every run of blanks made one space."""
    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def attachments(pdf: bytes) -> list[str]:
    """Return the names of the files a PDF carries."""
    return list(pikepdf.open(BytesIO(pdf)).attachments)


class _Recorder(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.hits.append(self.path)  # type: ignore[attr-defined]
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the hits are what is looked at."""


class Spy:
    """A web server on this machine that remembers who called."""

    def __init__(self, server: HTTPServer) -> None:
        self.hits: list[str] = server.hits  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{server.server_port}/secret"


@contextmanager
def listening_spy() -> Iterator[Spy]:
    """Run a Spy for the time of a test."""
    server = HTTPServer(("127.0.0.1", 0), _Recorder)
    server.hits = []  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Spy(server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
