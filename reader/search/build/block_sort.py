"""Which term stands in which document, and how often: gathered in sorted blocks, then brought together.

A posting is a term and a
document; in a block it is one 64-bit number, so that sorting and counting are
each one operation on all of them. 50,000 passages have some 30 million.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reader.search.storage.bm25 import MOST
from reader.search.storage.postings import code_of, width_for
from reader.search.storage.segment_writer import Header, Parts

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]

DOCUMENT_BITS = 22  # of a posting; the term has the 42 above, enough for two characters
LARGEST_BLOCK = 0xFFFF  # documents


@dataclass(frozen=True)
class _Block:
    """The postings of some documents, term by term; `documents` count from `first`."""

    first: int
    keys: Keys
    lengths: Numbers
    documents: npt.NDArray[np.uint16]
    counts: npt.NDArray[np.uint8]


class Gathered:
    """Collects the postings of one table, block by block, before they are sorted into one `Postings`."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []

    def add(self, first: int, postings: Keys) -> None:
        """Add postings, each a term's key above the number of the document, counted from `first`."""
        postings.sort()
        fresh = first_of_each(postings)
        counts = np.minimum(np.diff(fresh, append=len(postings)), MOST).astype(np.uint8)
        postings = postings[fresh]
        documents = (postings & np.uint64((1 << DOCUMENT_BITS) - 1)).astype(np.uint16)
        keys = postings >> np.uint64(DOCUMENT_BITS)
        starts = first_of_each(keys)
        lengths = np.diff(starts, append=len(keys))
        self._blocks.append(_Block(first, keys[starts], lengths, documents, counts))

    def merged(self, total: int, key_of: Callable[[Keys], Keys] = lambda keys: keys) -> Postings:
        """Merge all blocks and return the postings of `total` documents by ascending key. Empties this.

        `key_of` maps the keys to those they are to be sorted by.
        """
        numbers = [key_of(block.keys) for block in self._blocks]
        keys = _distinct(np.concatenate([np.empty(0, np.uint64), *numbers]))
        places = [np.searchsorted(keys, one) for one in numbers]
        holding = np.zeros(len(keys), np.int64)
        for place, block in zip(places, self._blocks, strict=True):
            holding[place] += block.lengths
        ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(holding)))
        documents = np.empty(int(ends[-1]), np.dtype(code_of(total)))
        counts = np.empty(len(documents), np.uint8)
        filled = ends[:-1].copy()
        self._blocks.reverse()
        for place in places:
            block = self._blocks.pop()
            # From where each run of postings lies in the block to where it shall lie.
            moves = filled[place] - np.concatenate((np.zeros(1, np.int64), np.cumsum(block.lengths)))[:-1]
            there = np.repeat(moves, block.lengths)
            there += np.arange(len(there))
            documents[there] = block.documents.astype(documents.dtype) + documents.dtype.type(block.first)
            counts[there] = block.counts
            filled[place] += block.lengths
        return Postings(total, keys, ends, documents, counts)


@dataclass(frozen=True)
class Postings:
    """All postings of a table; those of term n, its documents and how often each has it, from `ends[n]`."""

    total: int
    keys: Keys
    ends: Numbers
    documents: npt.NDArray[np.unsignedinteger]
    counts: npt.NDArray[np.uint8]

    def write(self, parts: Parts, terms: Header) -> Header:
        """Add the lists of documents of the `terms` added before; return the table's header."""
        width = width_for(self.total)
        size = width // self.documents.itemsize
        lengths = np.diff(self.ends)
        dense = np.flatnonzero(lengths >= size)
        lengths[dense] = size
        pieces: list[memoryview] = []
        done = 0
        for term in dense:
            start, end = int(self.ends[term]), int(self.ends[term + 1])
            pieces.append(self.documents[done:start].view(np.uint8).data)
            bits = np.zeros(width * 8, np.uint8)
            bits[self.documents[start:end]] = 1
            pieces.append(np.packbits(bits, bitorder="little").data)
            done = end
        pieces.append(self.documents[done:].view(np.uint8).data)
        return parts.lists(terms, ends_of(lengths), pieces, ranked=False)


def _distinct(keys: Keys) -> Keys:
    """Return the different ones of `keys`, ascending; sorts what it was given."""
    keys.sort()
    return keys[first_of_each(keys)]


def first_of_each(ascending: Keys) -> npt.NDArray[np.intp]:
    """Return where each number first stands."""
    return np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1]))[: len(ascending)])


def ends_of(lengths: Numbers) -> bytes:
    """Return where lists of these lengths begin and end, as a segment file keeps it."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))).astype(np.uint32).tobytes()
