"""What a paper may read while it is drawn: nothing but what it was given."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset"
CONTENT_TYPES = {
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


class RefusedAddress(ValueError):
    """A paper asked for something outside its own assets."""


class AssetFetcher(URLFetcher):
    """Serve `data:` addresses and `asset:<name>` for a closed list of files; refuse all the rest.

    A name is looked up in the list, never joined to a folder, so no spelling of a path leads
    elsewhere. WeasyPrint logs a failed fetch and goes on, so failures are also kept here: whoever
    prints looks at them afterwards (a certificate must not come out with a hole in it).
    """

    def __init__(self, assets: Mapping[str, Path]) -> None:
        """Take the only readable files, by name."""
        super().__init__(allow_redirects=False)
        self._assets = dict(assets)
        self._lent: Mapping[str, bytes] = {}
        self.failures: list[str] = []

    @contextmanager
    def lending(self, pictures: Mapping[str, bytes]) -> Iterator[None]:
        """Serve `pictures` too, by name, for the time of one paper."""
        self._lent = pictures
        try:
            yield
        finally:
            self._lent = {}

    def drawings(self) -> list[str]:
        """Return the addresses of the assets that are drawings, without words in them."""
        return [
            f"{SCHEME}:{name}"
            for name, path in self._assets.items()
            if path.suffix == ".svg" and b"<text" not in path.read_bytes()
        ]

    def lent_drawings(self) -> list[str]:
        """Return the addresses of the drawings lent at the moment."""
        return [f"{SCHEME}:{name}" for name in self._lent if name.endswith(".svg")]

    def fetch(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> URLFetcherResponse:
        """Return what stands at `url`; raise RefusedAddress for anything not on the list."""
        try:
            return self._read(url)
        except Exception as failure:
            self.failures.append(str(failure))
            raise

    def _read(self, url: str) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "data":
            return super().fetch(url)
        if scheme == SCHEME and name in self._lent:
            return self._answer(url, name, self._lent[name])
        if scheme != SCHEME or name not in self._assets:
            message = f"A paper may not read {url[:200]!r}."
            raise RefusedAddress(message)
        return self._answer(url, self._assets[name].name, self._assets[name].read_bytes())

    def _answer(self, url: str, name: str, held: bytes) -> URLFetcherResponse:
        return URLFetcherResponse(url, held, {"Content-Type": CONTENT_TYPES[Path(name).suffix]})
