"""HTML to PDF, the same careful way for every paper.

One renderer per kind of paper, made at import time and kept. What costs is done once per process
(fonts, style sheet, fixed drawings); nothing a document brings is kept after it, so memory stays
flat however many are drawn.
"""

import os
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.images import get_image_from_uri
from weasyprint.text.fonts import FontConfiguration

from common.pdf.drawings import Drawing
from common.pdf.fetcher import SCHEME, AssetFetcher
from common.pdf.fonts import Face, cut_faces, stylesheet

# Lent drawings kept in each process: the looks of the papers of the moment.
MOST_LENT = 24


class PaperError(Exception):
    """A paper cannot be drawn: an address could not be read, or there are too many pages."""


class PdfRenderer:
    """Draw papers that share a style sheet, fonts and pictures.

    `assets` are the only files a paper can reach, as `asset:<name>` in its HTML and CSS.
    `font_folder` keeps the cut fonts between runs; `variant` is the standard the papers say they
    follow, always a tagged one.
    """

    def __init__(
        self,
        *,
        css: Path,
        faces: Iterable[Face] = (),
        assets: Mapping[str, Path] | None = None,
        font_folder: Path,
        variant: str = "pdf/ua-1",
    ) -> None:
        """Only remember: fonts are cut and sheets parsed at the first paper of each process."""
        self._variant = variant
        self._css = css
        self._faces = tuple(faces)
        self._assets = dict(assets or {})
        self._font_folder = font_folder
        # A forked worker must not use the fonts its parent loaded (they live in the parent's
        # temporary folder): the process number is the key.
        self._press = lru_cache(maxsize=1)(self._set_up_press)

    def render(
        self, html: str, *, pages: int | None = None, lent: Mapping[str, bytes] | None = None
    ) -> bytes:
        """Return the PDF of `html`; the same HTML gives the same bytes.

        `lent` are pictures of this paper, as `asset:<name>` too; a name must always tell the same
        picture, as the last drawings are kept from one paper to the next. Raises PaperError when
        the HTML asks for an address outside the assets or for one that cannot be read, or when it
        does not fill exactly `pages` pages.
        """
        return self._press(os.getpid()).print(html, pages=pages, lent=lent or {})

    def _set_up_press(self, _process: int) -> "_Press":
        fonts = cut_faces(self._faces, self._font_folder)
        css = stylesheet(self._faces, SCHEME) + self._css.read_text(encoding="utf-8")
        return _Press(AssetFetcher({**self._assets, **fonts}), css, self._variant)


class _Fonts(FontConfiguration):
    """Fonts whose temporary files are removed by the process that made them, not by its forks."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        super().__init__()

    def __del__(self) -> None:
        if os.getpid() == self._owner:
            super().__del__()


class _Press:
    """What one process shares between papers."""

    def __init__(self, fetcher: AssetFetcher, css: str, variant: str) -> None:
        self._fetcher, self._variant = fetcher, variant
        self._fonts = _Fonts()
        self._sheets = [CSS(string=css, font_config=self._fonts, url_fetcher=fetcher)]
        self._refuse_failures()
        self._drawings = self._read_drawings(fetcher.drawings())
        self._lent_drawings: dict[str, object] = {}
        # Pango's font map is not meant for two threads.
        self._lock = Lock()

    def print(self, html: str, *, pages: int | None, lent: Mapping[str, bytes]) -> bytes:
        with self._lock, self._fetcher.lending(lent):
            self._fetcher.failures.clear()
            self._remember_lent()
            # Drawings are kept from one paper to the next; the rest (a QR) goes with its paper.
            images = self._drawings | self._lent_drawings
            options = {"pdf_variant": self._variant, "cache": images}
            document = HTML(string=html, url_fetcher=self._fetcher).render(
                font_config=self._fonts, stylesheets=self._sheets, **options
            )
            if pages is not None and len(document.pages) != pages:
                message = f"{len(document.pages)} pages were drawn instead of {pages}."
                raise PaperError(message)
            pdf: bytes = document.write_pdf(finisher=_compress, **options)
            self._refuse_failures()
            unread = [url for url, image in images.items() if image is None]
            if unread:
                message = f"These pictures cannot be read: {', '.join(unread)[:300]}."
                raise PaperError(message)
        return pdf

    def _remember_lent(self) -> None:
        """Read the lent drawings that the last papers did not have; forget the oldest."""
        asked = self._fetcher.lent_drawings()
        fresh = self._read_drawings(name for name in asked if name not in self._lent_drawings)
        self._lent_drawings |= fresh
        if len(self._lent_drawings) > MOST_LENT:
            held = {url: self._lent_drawings[url] for url in asked if url in self._lent_drawings}
            self._lent_drawings = held

    def _read_drawings(self, urls: Iterable[str]) -> dict[str, object]:
        read: dict[str, object] = {}
        for url in urls:
            image = get_image_from_uri({}, self._fetcher, DEFAULT_OPTIONS, url)
            if image is not None:
                read[url] = Drawing(image)
        return read

    def _refuse_failures(self) -> None:
        if self._fetcher.failures:
            raise PaperError(" ".join(self._fetcher.failures))


def _compress(_document: Any, pdf: Any) -> None:
    """Compress once: left to it, pydyf does so each time it reads a stream, twice in a paper."""
    for one in pdf.objects:
        if getattr(one, "compress", False):
            one.compress = False
            _words, _stream, plain = one.data.partition(b"\nstream\n")
            one.stream = [zlib.compress(plain.removesuffix(b"\nendstream"))]
            one.extra["Filter"] = "/FlateDecode"
