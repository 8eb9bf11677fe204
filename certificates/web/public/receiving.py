"""Take in one file, in memory and no further: nothing of it is written anywhere."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MEGABYTE = 1024 * 1024
LARGEST = 5 * MEGABYTE


class OneSmallFile(FileUploadHandler):
    """Keep the first file sent, up to LARGEST bytes; of a larger one, only know its size."""

    def __init__(self, request: Any = None) -> None:
        """Start with nothing."""
        super().__init__(request)
        self._parts: list[bytes] = []
        self._received = 0
        self._has_begun = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the first file; pass the others over."""
        if self._has_begun:
            raise SkipFile
        self._has_begun = True
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's
        """Keep a piece, or forget them all once they are too many."""
        self._received += len(raw_data)
        if self._received > LARGEST:
            self._parts.clear()
        else:
            self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        """Return the file; a larger one is empty and tells its size."""
        taken = SimpleUploadedFile(self.file_name or "", b"".join(self._parts))
        taken.size = file_size
        return taken
