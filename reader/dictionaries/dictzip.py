"""Reads a part of a `.dict` file, or of a `.dict.dz`: gzip whose chunks can be unpacked one by one.

The format is that of `dictzip(1)` (Rik Faith): the gzip header's extra field "RA" lists the packed length of
each chunk, all of which hold the same number of bytes when unpacked. Any other gzip is unpacked as a whole.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

LARGEST = 256 * 1024 * 1024  # bytes that a gzip without chunks may unpack to
_EXTRA, _NAME, _COMMENT, _CHECK = 4, 8, 16, 2  # flags of a gzip header: RFC 1952


class DictData:
    """The articles of a dictionary, by where they begin and how long they are, in bytes."""

    def __init__(self, path: Path) -> None:
        """Read the header. Raises `OSError`, and `ValueError` for what is no gzip."""
        self._path = path
        self._chunk_length = 0
        self._places: Sequence[int] = ()  # of the packed chunks in the file, with the end of the last
        self._whole: bytes | None = None
        if path.suffix == ".dz":
            self._read_header()

    def read(self, start: int, length: int) -> bytes:
        """Return `length` bytes from `start`; fewer where the file ends before. Raises as above."""
        if self._whole is not None:
            return self._whole[start : start + length]
        with self._path.open("rb") as file:
            if not self._chunk_length:
                file.seek(start)
                return file.read(length)
            first, last = start // self._chunk_length, (start + max(length, 1) - 1) // self._chunk_length
            unpacked = []
            for number in range(first, min(last + 1, len(self._places) - 1)):
                file.seek(self._places[number])
                packed = file.read(self._places[number + 1] - self._places[number])
                try:
                    unpacked.append(
                        zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, self._chunk_length)
                    )
                except zlib.error as error:
                    raise ValueError(str(error)) from error
        begin = start - first * self._chunk_length
        return b"".join(unpacked)[begin : begin + length]

    def _read_header(self) -> None:
        with self._path.open("rb") as file:
            head = file.read(10)
            if len(head) < 10 or head[:3] != b"\x1f\x8b\x08":
                raise ValueError("no gzip")
            flags, lengths = head[3], b""
            if flags & _EXTRA:
                extra = file.read(*struct.unpack("<H", file.read(2)))
                lengths = _subfield(extra, b"RA")
            if len(lengths) < 6:
                self._whole = unpack_gzip(self._path)
                return
            for flag in (_NAME, _COMMENT):
                while flags & flag and file.read(1) not in (b"\0", b""):
                    pass
            if flags & _CHECK:
                file.read(2)
            _version, self._chunk_length, count = struct.unpack_from("<3H", lengths)
            if not self._chunk_length or len(lengths) < 6 + 2 * count:
                raise ValueError("no chunks")
            packed = struct.unpack_from(f"<{count}H", lengths, 6)
            self._places = tuple(accumulate(packed, initial=file.tell()))


def _subfield(extra: bytes, name: bytes) -> bytes:
    place = 0
    while place + 4 <= len(extra):
        (length,) = struct.unpack_from("<H", extra, place + 2)
        if extra[place : place + 2] == name:
            return extra[place + 4 : place + 4 + length]
        place += 4 + length
    return b""


def unpack_gzip(path: Path) -> bytes:
    """Return what the gzip at `path` holds. Raises `OSError`, and `ValueError` for more than `LARGEST`."""
    try:
        with gzip.open(path) as file:
            data = file.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(str(error)) from error
    if len(data) > LARGEST:
        raise ValueError("too large")
    return data
