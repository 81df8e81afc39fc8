"""The file of one segment: sorted terms with flat lists of documents, and bytes kept for each document.

Whoosh keeps the directory of segments; what is in a segment is this one file,
mapped into memory and read in place. Nothing is decoded when it is opened, and
a search is slices of the map, so any number of threads can share it. (Whoosh's
own reader copies each file into memory and unpickles a block for every term:
at 200,000 passages opening took 1.9 s and 2 GB.)

Layout: 8 bytes of magic, the parts, each at a multiple of 8, a JSON header, a
CRC-32 and the header's length as 8 bytes each, the magic again (a file that was cut short has no end, and is
known by that). A term table has four parts: the terms, each
ended by a newline, so that the middle of words can be sought in them as in a
text; the offsets of the terms; the offsets of the lists; the lists. (Those of
Chinese are numbers, which `bigram_table` reads.) A list is
ascending numbers of 2 or 4 bytes, or a bitmap where that is no longer. A ranked
table lists for each term the documents that it weighs most in, the heaviest
first, never as a bitmap, and has a fifth part, how often each of them holds it,
a byte each: all documents that hold it more than once, and of a common term
the heaviest in any case, up to `bm25.most_kept`. So a document that holds a
term and is not in a list that has room holds it once. Beside the texts lies
their order: the documents by length, the shortest first (of equals the later),
and each document's place in that order.
"""

from __future__ import annotations

import json
import mmap
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

from reader.search.storage.bigram_table import Packed
from reader.search.storage.postings import Dense, Documents, Sparse, dense, number_of, width_for

MAGIC = b"GANGMU6\n"


class DamagedIndexError(Exception):
    """A file of the index is not as it was written. The index is then made anew; nobody sees this."""


class Table:
    """The terms of one field, and in which documents each stands. Terms are UTF-8 bytes."""

    __slots__ = (
        "_base", "_counts", "_ends", "_lists", "_map", "_posts", "_starts", "_wide", "count", "ranked",
        "size", "terms", "width",
    )  # fmt: skip

    def __init__(self, data: memoryview, header: dict[str, Any], documents: int, wide: bool) -> None:
        def part(name: str) -> memoryview:
            start, length = header[name]
            return data[start : start + length]

        assert isinstance(data.obj, mmap.mmap)
        self._map = data.obj
        self._base: int = header["terms"][0]
        self.count: int = header["count"]
        self.ranked: bool = header["ranked"]
        self.terms = part("terms")
        self._starts = memoryview(b"").cast("I") if "alphabet" in header else part("starts").cast("I")
        self._ends = part("lists").cast("I")
        self._posts = part("posts")
        self._counts = part("counts") if self.ranked else memoryview(b"")
        self._wide = wide
        self._lists = self._posts.cast("I" if wide else "H")
        self.width = width_for(documents)
        self.size = self.width // (4 if wide else 2)  # a list of this length is a bitmap

    def term(self, index: int) -> bytes:
        """Return the term at `index`, in the order of bytes."""
        return self.terms[self._starts[index] : self._starts[index + 1] - 1].tobytes()

    def first_from(self, term: bytes) -> int:
        """Return the index of the first term that is not before `term`."""
        low, high = 0, self.count
        starts, terms = self._starts, self.terms
        while low < high:
            middle = (low + high) >> 1
            if terms[starts[middle] : starts[middle + 1] - 1].tobytes() < term:
                low = middle + 1
            else:
                high = middle
        return low

    def index(self, term: bytes) -> int:
        """Return the index of `term`, or -1."""
        at = self.first_from(term)
        return at if at < self.count and self.term(at) == term else -1

    def prefixed(self, prefix: bytes) -> range:
        """Return the indexes of the terms that begin with `prefix`."""
        # 0xff never stands in UTF-8, so it is after every continuation.
        return range(self.first_from(prefix), self.first_from(prefix + b"\xff"))

    def containing(self, part: bytes, *, at_end: bool = False) -> list[int]:
        """Return the indexes of the terms with `part` in them; `at_end`, of those that end with it."""
        found: list[int] = []
        sought = part + b"\n" if at_end else part
        raw, base = self._map, self._base
        end = base + len(self.terms)
        position = raw.find(sought, base, end)
        while position >= 0:
            index = bisect_right(self._starts, position - base) - 1
            found.append(index)
            position = raw.find(sought, base + self._starts[index + 1], end)
        return found

    def length(self, index: int) -> int:
        """Return how many documents hold the term at `index`; for a bitmap, how long it is."""
        return self._ends[index + 1] - self._ends[index]

    def documents(self, index: int) -> Documents:
        """Return the documents that hold the term at `index`."""
        start, end = self._ends[index], self._ends[index + 1]
        if end - start >= self.size and not self.ranked:
            unit = 4 if self._wide else 2
            return Dense(self._posts[start * unit : end * unit])
        return Sparse(self._lists[start:end])

    def heaviest(self, term: bytes) -> tuple[Sequence[int], Sequence[int]]:
        """Return of a ranked table the documents that `term` weighs most in, and how often each holds it."""
        index = self.index(term)
        return self.heaviest_at(index) if index >= 0 else ((), ())

    def heaviest_at(self, index: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return the same of the term at `index`."""
        start, end = self._ends[index], self._ends[index + 1]
        return self._lists[start:end], self._counts[start:end]

    def union(self, indexes: Sequence[int]) -> Documents:
        """Return the documents that hold any of the terms at `indexes`."""
        if len(indexes) == 1:
            return self.documents(indexes[0])
        bitmaps: list[Dense] = []
        lists: list[Sequence[int]] = []
        for start, end, is_bitmap in self._stretches(indexes):
            if is_bitmap:
                unit = 4 if self._wide else 2
                bitmaps.append(Dense(self._posts[start * unit : end * unit]))
            else:
                lists.append(self._lists[start:end])
        total = sum(map(len, lists))
        if not bitmaps and total < self.size:
            return Sparse(sorted(set().union(*lists)))
        number = number_of(chain.from_iterable(lists), total, self.width)
        for one in bitmaps:
            number |= one.number()
        return dense(number, self.width)

    def _stretches(self, indexes: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
        """Yield the lists of `indexes` as they lie in the file, those of neighbours in one piece."""
        ends = self._ends
        start = end = 0
        for index in indexes:
            low, high = ends[index], ends[index + 1]
            if high - low >= self.size:
                yield low, high, True
            elif low == end:
                end = high
            else:
                if start < end:
                    yield start, end, False
                start, end = low, high
        if start < end:
            yield start, end, False


class PackedTable(Table):
    """A table whose terms are numbers: those of Chinese."""

    __slots__ = ("_packed",)

    def __init__(self, data: memoryview, header: dict[str, Any], documents: int, wide: bool) -> None:
        super().__init__(data, header, documents, wide)
        start, length = header["alphabet"]
        self._packed = Packed(data[start : start + length], self.terms)

    def term(self, index: int) -> bytes:
        return self._packed.term(index)

    def first_from(self, term: bytes) -> int:
        return bisect_left(range(self.count), term, key=self.term)

    def index(self, term: bytes) -> int:
        return self._packed.index(term)

    def containing(self, part: bytes, *, at_end: bool = False) -> list[int]:
        """Return the indexes of the terms with `part` in them. Reads all terms: not for searching."""
        terms = enumerate(map(self.term, range(self.count)))
        return [at for at, term in terms if (term.endswith(part) if at_end else part in term)]


class Blobs:
    """Bytes kept for each document of a segment: those of document n lie in the map from `starts[n]` on."""

    __slots__ = ("ends", "map", "starts")

    def __init__(self, data: memoryview, header: dict[str, Any]) -> None:
        start, length = header["starts"]
        self.starts = data[start : start + length].cast("I")
        self.ends = self.starts[1:]
        assert isinstance(data.obj, mmap.mmap)
        self.map = data.obj

    def __getitem__(self, document: int) -> bytes:
        return self.map[self.starts[document] : self.starts[document + 1]]

    def text(self, document: int) -> str:
        """Return the text kept for `document`."""
        return self[document].decode("utf-8", "surrogatepass")

    def length(self, document: int) -> int:
        """Return how many bytes are kept for `document`."""
        return self.starts[document + 1] - self.starts[document]


class SegmentFile:
    """An open segment file. Raises `DamagedIndexError` where it is not whole."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            data = memoryview(self._map)
            length = int.from_bytes(data[-16:-8], "little")
            header = json.loads(bytes(data[-24 - length : -24]))
            if bytes(data[:8]) != MAGIC or bytes(data[-8:]) != MAGIC or header["order"] != sys.byteorder:
                raise DamagedIndexError(f"{path.name} is not whole")
            self.count: int = header["documents"]
            self.width = width_for(self.count)
            self.shortest, self.ranks = (
                data[start : start + length].cast("I" if header["wide"] else "H")
                for start, length in map(header["blobs"]["form"].__getitem__, ("shortest", "ranks"))
            )
            self.tables: dict[str, Table] = {
                name: (PackedTable if "alphabet" in table else Table)(data, table, self.count, header["wide"])
                for name, table in header["tables"].items()
            }
            self.blobs = {name: Blobs(data, blobs) for name, blobs in header["blobs"].items()}
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise DamagedIndexError(f"{path.name} cannot be read") from error

    def is_whole(self) -> bool:
        """Whether every byte is as it was written. Reads all of them: some 0.1 s for 100 MB."""
        data = memoryview(self._map)
        return crc32(data[:-24]) == int.from_bytes(data[-24:-16], "little")
