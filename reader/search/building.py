"""Making the file of one segment from documents.

Everything is inverted in memory, in flat arrays that hold, for each term, the
document's number and how often the term stands in it; 50,000 passages take
about half a gigabyte, so the caller starts a new segment at `FULL`.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from heapq import nlargest
from itertools import accumulate
from operator import call
from pathlib import Path
from typing import Any
from zlib import crc32

from reader.search.analysis import form_and_edits, token_counts
from reader.search.documents import About, Document, Place
from reader.search.packed import pack
from reader.search.pinyin import spell, tokens
from reader.search.postings import bitmap, width_for
from reader.search.ranking import CHAMPIONS, champions_of, length_weight
from reader.search.tables import MAGIC, SegmentFile

FULL = 50_000  # documents in a segment; below 65,536 a number takes two bytes
COUNTED = ("words", "grams")  # tables of the text itself, with champions
BLOBS = ("form", "edits", "place", "about", "names")
_MANY = 255  # how often, at most, is counted


class SegmentBuilder:
    """Gathers documents and writes them as one segment file."""

    def __init__(self) -> None:
        self.count = 0
        self._terms: dict[str, dict[str, array[int]]] = defaultdict(lambda: defaultdict(lambda: array("I")))
        self._counted = {name: _Appenders() for name in COUNTED}
        self._blobs: dict[str, list[bytes]] = {name: [] for name in BLOBS}

    def add(self, document: Document) -> None:
        """Add a document; those of one article come one after the other, the one with `about` first."""
        form, edits = form_and_edits(document.text)
        called = [name.replace("\n", " ") for name in document.names]
        names = "\n".join(f"{spelled}\t{name}" for name in called for spelled in spell(name))
        about = document.about
        self._add(form, edits.encode("utf-8", "surrogatepass"), document.place, about, names)

    def copy(self, segment: SegmentFile, document: int) -> None:
        """Add a document of another segment as it is."""
        blobs = segment.blobs
        about = blobs["about"][document]
        self._add(
            blobs["form"].text(document),
            blobs["edits"][document],
            Place.from_bytes(blobs["place"][document]),
            About.from_bytes(about) if about else None,
            blobs["names"].text(document),
        )

    def _add(self, form: str, edits: bytes, place: Place, about: About | None, names: str) -> None:
        number = self.count
        self.count += 1
        for table, counts in zip(COUNTED, token_counts(form), strict=True):
            if counts and max(counts.values()) > _MANY:
                counts = {term: min(count, _MANY) for term, count in counts.items()}
            # A loop in C: this is where a build spends its time.
            appenders = map(self._counted[table].__getitem__, counts)
            deque(map(call, appenders, map((number << 8).__or__, counts.values())), maxlen=0)
        spelled = {token for line in names.split("\n") if line for token in tokens(line.split("\t")[0])}
        self._note("pinyin", spelled)
        for keys in (place.keys(), about.keys() if about else {}):
            for name, values in keys.items():
                self._note(name, values)
        kept = (form.encode("utf-8", "surrogatepass"), edits, place.to_bytes(),
                about.to_bytes() if about else b"", names.encode("utf-8", "surrogatepass"))  # fmt: skip
        for blobs, value in zip(self._blobs.values(), kept, strict=True):
            blobs.append(value)

    def _note(self, table: str, terms: Iterable[str]) -> None:
        lists = self._terms[table]
        for term in terms:
            lists[term].append(self.count - 1)

    def write(self, path: Path) -> None:
        """Write the segment file."""
        wide = self.count > 0xFFFF + 1
        parts = _Parts()
        tables: dict[str, dict[str, Any]] = {}
        for name, terms in self._terms.items():
            tables[name] = parts.table(terms, self.count, wide, ranked=False)
        for name, appenders in self._counted.items():
            counted = appenders.lists
            appenders.clear()  # memory that the writing needs
            packed = name == "grams"
            champions = self._champions(counted)
            tables[name + " champions"] = parts.table(champions, self.count, wide, ranked=True, packed=packed)
            champions.clear()
            code = "I" if wide else "H"
            for term, numbers in counted.items():
                counted[term] = array(code, [number >> 8 for number in numbers])
            tables[name] = parts.table(counted, self.count, wide, ranked=False, packed=packed)
        blobs = {name: parts.blobs(values) for name, values in self._blobs.items()}
        header = {
            "documents": self.count, "wide": wide, "order": sys.byteorder, "tables": tables, "blobs": blobs,
        }  # fmt: skip
        parts.write(path, header)

    def _champions(self, terms: dict[str, array[int]]) -> dict[str, array[int]]:
        """Return, for each common term, the documents that it weighs most in, the weightiest first."""
        weights = [length_weight(len(form)) for form in self._blobs["form"]]
        found = {}
        for term, counted in terms.items():
            if len(counted) > CHAMPIONS:
                most = champions_of(len(counted))
                weighed = [((one & 255) / ((one & 255) + weights[one >> 8]), one >> 8) for one in counted]
                few = most * 8 < len(weighed)
                best = nlargest(most, weighed) if few else sorted(weighed, reverse=True)[:most]
                found[term] = array("I", [document for _, document in best])
        return found


class _Appenders(dict[str, Callable[[int], None]]):
    """For each term, what appends to its list; the lists are made when first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: dict[str, array[int]] = {}

    def __missing__(self, term: str) -> Callable[[int], None]:
        fresh = self.lists[term] = array("I")
        self[term] = fresh.append
        return fresh.append


class _Parts:
    """The parts of the file on their way to disk, each begun at a multiple of 8."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = [MAGIC]
        self._length = len(MAGIC)

    def add(self, data: bytes) -> tuple[int, int]:
        """Add a part; return where it begins, and its length."""
        start = self._length
        padding = -len(data) % 8
        self._pieces += [data, b"\0" * padding]
        self._length += len(data) + padding
        return start, len(data)

    def blobs(self, values: list[bytes]) -> dict[str, Any]:
        """Add bytes for each document."""
        starts = array("I", accumulate(map(len, values), initial=0))
        return {"starts": self.add(starts.tobytes()), "bytes": self.add(b"".join(values))}

    def table(
        self, lists: Mapping[str, array[int]], count: int, wide: bool, *, ranked: bool, packed: bool = False
    ) -> dict[str, Any]:
        """Add a table of terms; `packed`, as numbers, for terms of one or two characters."""
        code, width = ("I" if wide else "H"), width_for(count)
        size = width // (4 if wide else 2)
        terms = sorted(lists)
        posts: list[bytes] = []
        lengths: list[int] = []
        for term in terms:
            one = lists[term]
            if len(one) >= size and not ranked:
                posts.append(bytes(bitmap(one, width)))
                lengths.append(size)
            else:
                posts.append((one if one.typecode == code else array(code, one)).tobytes())
                lengths.append(len(one))
        return {
            "count": len(terms),
            "ranked": ranked,
            **(self._packed(terms) if packed else self._written(terms)),
            "lists": self.add(array("I", accumulate(lengths, initial=0)).tobytes()),
            "posts": self.add(b"".join(posts)),
        }

    def _written(self, terms: list[str]) -> dict[str, tuple[int, int]]:
        """Add the terms as text."""
        encoded = [term.encode("utf-8", "surrogatepass") + b"\n" for term in terms]
        starts = array("I", accumulate(map(len, encoded), initial=0))
        return {"terms": self.add(b"".join(encoded)), "starts": self.add(starts.tobytes())}

    def _packed(self, terms: list[str]) -> dict[str, tuple[int, int]]:
        """Add the terms as numbers."""
        alphabet, keys = pack(terms)
        return {"terms": self.add(keys.tobytes()), "alphabet": self.add(alphabet.tobytes())}

    def write(self, path: Path, header: dict[str, Any]) -> None:
        """Write everything, with the header and the end by which a whole file is known."""
        packed = json.dumps(header).encode()
        self._pieces.append(packed)
        check = 0
        with path.open("wb") as file:
            for piece in self._pieces:
                check = crc32(piece, check)
                file.write(piece)
            file.write(check.to_bytes(8, "little") + len(packed).to_bytes(8, "little") + MAGIC)
