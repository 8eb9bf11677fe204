"""What a paper may read while it is drawn: nothing but what it was given."""

from collections.abc import Mapping
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
        self.failures: list[str] = []

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
        if scheme != SCHEME or name not in self._assets:
            message = f"A paper may not read {url[:200]!r}."
            raise RefusedAddress(message)
        path = self._assets[name]
        return URLFetcherResponse(
            url, path.read_bytes(), {"Content-Type": CONTENT_TYPES[path.suffix]}
        )
