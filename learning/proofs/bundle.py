"""The zip of a pack, written piece by piece, and the list of what it holds."""

import hashlib
import json
import mimetypes
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Self

from modules.exchange.zips import ZipWriter

MANIFEST, SUMS = "manifeste.json", "SHA256SUMS"
FORMAT, VERSION = "reenchantez-dossier-de-preuves", 1
_TYPES = {".csv": "text/csv", ".jsonl": "application/jsonl", ".md": "text/markdown"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the pack."""

    path: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        """Return its media type, by its name."""
        suffix = PurePosixPath(self.path).suffix
        guessed, _encoding = mimetypes.guess_type(self.path)
        return _TYPES.get(suffix) or guessed or "application/octet-stream"

    def as_json(self) -> dict[str, object]:
        """Return what the manifest says of it."""
        return {
            "path": self.path, "size": self.size, "sha256": self.sha256,
            "media_type": self.media_type,
        }  # fmt: skip


class _Hashing:
    """An open file that hashes what is read of it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data


class Bundle:
    """A pack being written; nothing of it stays in memory but the list of its pieces.

    All of it is in one folder, `root`. The same calls give the same bytes. Left by an error, it
    is no pack: it has no manifest.
    """

    def __init__(self, target: BinaryIO, root: str) -> None:
        """Write into `target`."""
        self._zip = ZipWriter(target)
        self._root = root
        self.pieces: list[Piece] = []
        self._taken: set[str] = set()

    def __enter__(self) -> Self:
        """Begin."""
        self._zip.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        """Write the end of the zip."""
        self._zip.__exit__(*error)

    def data(self, path: str, data: bytes) -> Piece:
        """Add bytes."""
        self._take(path)
        self._zip.data(f"{self._root}/{path}", data)
        return self._keep(Piece(path, len(data), hashlib.sha256(data).hexdigest()))

    def text(self, path: str, text: str) -> Piece:
        """Add a text."""
        return self.data(path, text.encode())

    def copy(self, path: str, source: IO[bytes], size: int) -> Piece:
        """Add an open file of `size` bytes, without reading it whole."""
        self._take(path)
        hashing = _Hashing(source)
        self._zip.copy(f"{self._root}/{path}", hashing, size)  # type: ignore[arg-type]
        return self._keep(Piece(path, hashing.size, hashing.digest.hexdigest()))

    def counts(self) -> Counter[str]:
        """Return how many pieces each folder has."""
        return Counter(PurePosixPath(piece.path).parts[0] for piece in self.pieces)

    def list_pieces(self, about: dict[str, Any]) -> None:
        """Write the manifest and the sums of every other file: the last pieces."""
        listed = sorted(self.pieces, key=lambda piece: piece.path)
        words = {
            "format": FORMAT, "version": VERSION, **about,
            "files": [piece.as_json() for piece in listed],
        }  # fmt: skip
        self.text(MANIFEST, json.dumps(words, ensure_ascii=False, indent=2) + "\n")
        self.text(SUMS, _sums(sorted(self.pieces, key=lambda piece: piece.path)))

    def _keep(self, piece: Piece) -> Piece:
        self.pieces.append(piece)
        return piece

    def _take(self, path: str) -> None:
        """Refuse a path that leads out of the pack, or one that is there already."""
        parts = PurePosixPath(path).parts
        is_inside = parts and not path.startswith("/") and ".." not in parts and "\\" not in path
        if not is_inside or path in self._taken:
            problem = f"{path!r} is no path of a pack, or there are two."
            raise ValueError(problem)
        self._taken.add(path)


def _sums(pieces: Iterable[Piece]) -> str:
    """Return the lines that `sha256sum -c` reads."""
    return "".join(f"{piece.sha256}  {piece.path}\n" for piece in pieces)
