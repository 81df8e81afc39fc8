"""The file of one segment on its way to disk, part by part (`tables` says how it is laid out).

A part is on disk as soon as it is added, so that a builder can let go of what
it has written before it makes the next.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

from reader.search.storage.segment_file import MAGIC

Piece = bytes | bytearray | memoryview
Header = dict[str, Any]


class Parts:
    """A segment file that is being written; whole once `finish` has been called."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._length = 0
        self._check = 0
        self._put(MAGIC)

    def __enter__(self) -> Parts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, *pieces: Piece) -> tuple[int, int]:
        """Add a part, begun at a multiple of 8; return where it begins, and its length in bytes."""
        start = self._length
        for piece in pieces:
            self._put(piece)
        length = self._length - start
        self._put(b"\0" * (-length % 8))
        return start, length

    def finish(self, header: Header) -> None:
        """Write the header, and the end by which a whole file is known."""
        packed = json.dumps(header).encode()
        self._put(packed)
        ends = self._check.to_bytes(8, "little") + len(packed).to_bytes(8, "little")
        self._file.write(ends + MAGIC)

    def written(self, terms: Sequence[str]) -> Header:
        """Add ascending terms as text; return the part of a table's header that tells of them."""
        encoded = [term.encode("utf-8", "surrogatepass") + b"\n" for term in terms]
        starts = array("I", accumulate(map(len, encoded), initial=0))
        return {
            "count": len(terms),
            "terms": self.add(b"".join(encoded)),
            "starts": self.add(starts.tobytes()),
        }

    def numbered(self, count: int, keys: Piece, alphabet: Piece) -> Header:
        """Add terms that are numbers (`bigram_table`); return as `written` does."""
        return {"count": count, "terms": self.add(keys), "alphabet": self.add(alphabet)}

    def lists(self, terms: Header, ends: Piece, posts: Sequence[Piece], *, ranked: bool) -> Header:
        """Add the lists of a table whose `terms` were added before; return its header.

        `ends` are n + 1 numbers of four bytes: where each list begins in `posts`, and where the last ends.
        """
        return {**terms, "ranked": ranked, "lists": self.add(ends), "posts": self.add(*posts)}

    def blobs(self, values: Sequence[bytes]) -> Header:
        """Add bytes for each document."""
        start, length = self.add(*values)
        starts = array("I", accumulate(map(len, values), initial=start))
        return {"bytes": (start, length), "starts": self.add(starts.tobytes())}

    def _put(self, piece: Piece) -> None:
        self._check = crc32(piece, self._check)
        self._length += len(piece)
        self._file.write(piece)
