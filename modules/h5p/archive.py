"""Read a zip file that may be hostile: the central directory once, then entries one by one.

The standard library's reader decodes names, builds an object for every entry however many there
are, and trusts declared sizes; a package from a stranger needs the raw facts.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Self

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_MAX_COMMENT = 0xFFFF
_NOT_HERE = 0xFFFFFFFF
_ZIP64_EXTRA = 1
_ENCRYPTED = 0x2041
_UNIX_TYPE = 0o170000
_REGULAR, _DIRECTORY = 0o100000, 0o040000
STORED, DEFLATED = 0, 8
CHUNK = 1 << 18
_MAX_LINE = 1024  # of the central directory, on average: names and extras are short


class BrokenArchiveError(Exception):
    """The archive, or one entry of it, cannot be read; the message says why, in French."""


class TooManyEntriesError(Exception):
    """The central directory lists more entries than allowed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the central directory: nothing in it is checked yet."""

    raw_name: bytes
    size: int
    packed: int
    offset: int
    crc: int
    method: int
    flags: int
    mode: int

    @property
    def encrypted(self) -> bool:
        """Whether a password protects it."""
        return bool(self.flags & _ENCRYPTED)

    @property
    def special(self) -> bool:
        """Whether it is a link, a device, a pipe: neither file nor folder."""
        return self.mode & _UNIX_TYPE not in {0, _REGULAR, _DIRECTORY}


@dataclass(slots=True)
class Archive:
    """An open zip: its entries, and the bytes of each."""

    file: BinaryIO
    length: int
    entries: list[Entry]

    @classmethod
    def open(cls, file: BinaryIO, *, max_entries: int) -> Self:
        """Read the central directory. Raises BrokenArchiveError or TooManyEntriesError."""
        length = file.seek(0, 2)
        count, size, start, shift = _find_directory(file, length)
        if count > max_entries or size > max_entries * _MAX_LINE:
            raise TooManyEntriesError
        file.seek(start)
        return cls(file, length, list(_read_directory(file.read(size), count, shift)))

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """Yield what the entry really holds, without trusting its declared size.

        Raises BrokenArchiveError, at the end if the checksum is wrong. The caller counts.
        """
        crc = 0
        for chunk in self._unpack(entry):
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if crc != entry.crc:
            raise BrokenArchiveError("somme de contrôle fausse")

    def _unpack(self, entry: Entry) -> Iterator[bytes]:
        remaining = self._seek_to_data(entry)
        if entry.method == STORED:
            while remaining > 0 and (data := self.file.read(min(CHUNK, remaining))):
                remaining -= len(data)
                yield data
        elif entry.method == DEFLATED:
            yield from self._inflate(remaining)
        else:
            raise BrokenArchiveError("méthode de compression inconnue")

    def _inflate(self, remaining: int) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        data = b""
        try:
            while not inflater.eof:
                if not data:
                    data = self.file.read(min(CHUNK, remaining))
                    remaining -= len(data)
                    if not data:
                        raise BrokenArchiveError("données tronquées")
                chunk = inflater.decompress(data, CHUNK)
                data = inflater.unconsumed_tail
                if chunk:
                    yield chunk
        except zlib.error:
            raise BrokenArchiveError("données compressées illisibles") from None

    def _seek_to_data(self, entry: Entry) -> int:
        """Place the file at the entry's data; return how many packed bytes follow."""
        if not 0 <= entry.offset <= self.length - _LOCAL.size:
            raise BrokenArchiveError("entrée hors du fichier")
        self.file.seek(entry.offset)
        signature, *_rest, name_length, extra_length = _LOCAL.unpack(self.file.read(_LOCAL.size))
        # Two names for one entry would let a checker and an unpacker see different files.
        if signature != b"PK\3\4" or self.file.read(name_length) != entry.raw_name:
            raise BrokenArchiveError("entrée en désaccord avec le sommaire")
        data: int = entry.offset + _LOCAL.size + name_length + extra_length
        self.file.seek(data)
        return min(entry.packed, self.length - data)


def _find_directory(file: BinaryIO, length: int) -> tuple[int, int, int, int]:
    """Return the central directory's entry count, size, position, and the offsets' shift."""
    tail_start = max(0, length - _END.size - _MAX_COMMENT)
    file.seek(tail_start)
    tail = file.read(length - tail_start)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END.size:
        raise BrokenArchiveError("ce n’est pas une archive zip complète")
    *_disks, count, size, offset, _comment = _END.unpack_from(tail, at)
    end = tail_start + at
    locator = end - _END64_LOCATOR.size
    if locator >= 0:
        file.seek(locator)
        signature, _disk, _at, _total = _END64_LOCATOR.unpack(file.read(_END64_LOCATOR.size))
        if signature == b"PK\6\7":
            end = locator - _END64.size
            count, size, offset = _end64(file, end)
    start = end - size
    # A shift is what was put before the archive (a self-extracting stub); never negative.
    if start < 0 or start < offset:
        raise BrokenArchiveError("sommaire hors du fichier")
    return count, size, start, start - offset


def _end64(file: BinaryIO, at: int) -> tuple[int, int, int]:
    if at < 0:
        raise BrokenArchiveError("fin d’archive zip64 absente")
    file.seek(at)
    signature, *_rest, count, size, offset = _END64.unpack(file.read(_END64.size))
    if signature != b"PK\6\6":
        raise BrokenArchiveError("fin d’archive zip64 absente")
    return count, size, offset


def _read_directory(data: bytes, count: int, shift: int) -> Iterator[Entry]:
    at = 0
    for _ in range(count):
        if len(data) - at < _CENTRAL.size or data[at : at + 4] != b"PK\1\2":
            raise BrokenArchiveError("sommaire abîmé")
        fields = _CENTRAL.unpack_from(data, at)
        flags, method = fields[3], fields[4]
        crc, packed, size = fields[7:10]
        name_length, extra_length, comment_length = fields[10:13]
        attributes, offset = fields[15:17]
        name_end = at + _CENTRAL.size + name_length
        extra = data[name_end : name_end + extra_length]
        if _NOT_HERE in {size, packed, offset}:
            size, packed, offset = _wide(extra, size, packed, offset)
        yield Entry(
            raw_name=data[at + _CENTRAL.size : name_end],
            size=size,
            packed=packed,
            offset=offset + shift,
            crc=crc,
            method=method,
            flags=flags,
            mode=attributes >> 16,
        )
        at = name_end + extra_length + comment_length
    if at != len(data):
        raise BrokenArchiveError("sommaire plus long qu’annoncé")


def _wide(extra: bytes, *values: int) -> Iterator[int]:
    """Replace the values that do not fit in 32 bits by those of the zip64 extra field."""
    at = 0
    while len(extra) - at >= 4:  # noqa: PLR2004 — a header: id, length
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64_EXTRA:
            wide = iter(
                struct.unpack_from(f"<{length // 8}Q", extra.ljust(at + 4 + length), at + 4)
            )
            return (next(wide, value) if value == _NOT_HERE else value for value in values)
        at += 4 + length
    return iter(values)
