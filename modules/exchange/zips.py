"""Write zip files whose bytes depend on what they hold only: no date of today."""

import shutil
import zipfile
from pathlib import PurePath
from types import TracebackType
from typing import IO, BinaryIO, Self

EPOCH = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 18
# Compressing these again would cost time and save nothing.
PACKED_ALREADY = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".webm", ".mp3", ".ogg", ".h5p", ".zip",
     ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pdf", ".woff2"}
)  # fmt: skip


class ZipWriter:
    """A zip being written; the order of the calls is that of the entries."""

    def __init__(self, target: BinaryIO) -> None:
        """Write into `target`."""
        self._zip = zipfile.ZipFile(target, "w")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the end of the archive."""
        self._zip.close()

    def text(self, path: str, text: str) -> None:
        """Add a text."""
        self.data(path, text.encode())

    def data(self, path: str, data: bytes) -> None:
        """Add bytes."""
        self._zip.writestr(_entry(path, len(data)), data)

    def copy(self, path: str, source: IO[bytes], size: int) -> None:
        """Add what is left to read of an open file, `size` bytes of it."""
        with self._zip.open(_entry(path, size), "w", force_zip64=size >= zipfile.ZIP64_LIMIT) as to:
            shutil.copyfileobj(source, to, PIECE)


def _entry(path: str, size: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, EPOCH)
    is_packed = PurePath(path).suffix.lower() in PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.file_size = size
    info.external_attr = 0o644 << 16
    return info
