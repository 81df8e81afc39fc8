"""The documents that each term weighs most in.

A *case* is how often a
term stands in a document, and the document, as one number; what it weighs does
not depend on the term. So all cases are ranked once, and the postings of each
term sorted by the rank of their case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reader.search.build.block_sort import Keys, Numbers, Postings, ends_of, first_of_each
from reader.search.storage.bm25 import COMMON, HEAVIEST
from reader.search.storage.segment_writer import Header, Parts

_SLICE = 1_000_000  # postings that are sorted at a time


@dataclass(frozen=True)
class Heaviest:
    """For each of `terms` the documents in which its BM25 weight is greatest, and its count in each."""

    terms: Numbers
    lengths: Numbers
    documents: npt.NDArray[np.unsignedinteger]
    counts: npt.NDArray[np.uint8]

    def write(self, parts: Parts, terms: Header) -> Header:
        """Add the lists of the `terms` added before; return the table's header."""
        listed = parts.lists(terms, ends_of(self.lengths), [self.documents.view(np.uint8).data], ranked=True)
        return listed | {"counts": parts.add(self.counts.data)}


@dataclass(frozen=True)
class _Ranks:
    """The rank of each case, and for each rank its count and its document; the heaviest case has rank 0.

    A case is its count times the number of documents, plus the document. Of cases that weigh the same the one
    with the later document comes first.
    """

    of_cases: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]
    documents: npt.NDArray[np.unsignedinteger]


def heaviest_of(postings: Postings, weights: npt.NDArray[np.float64], most: Numbers) -> Heaviest:
    """Return where the terms weigh most, for each at most as many documents as `most` says.

    `weights` are the documents' `bm25.length_weight`.
    """
    ranks = _ranked(postings, weights)
    found = [_heaviest(postings, first, end, ranks, most) for first, end in _slices(postings.ends)]
    chosen = np.concatenate([np.empty(0, np.uint32), *(one for _, one in found)])
    terms = np.concatenate([np.empty(0, np.uint64), *(one for one, _ in found)])
    starts = first_of_each(terms)
    return Heaviest(
        terms[starts].astype(np.int64),
        np.diff(starts, append=len(terms)),
        ranks.documents[chosen],
        ranks.counts[chosen],
    )


def _ranked(postings: Postings, weights: npt.NDArray[np.float64]) -> _Ranks:
    size = (int(postings.counts.max(initial=0)) + 1) * postings.total
    there = np.zeros(size, np.bool_)
    for first, end in _slices(postings.ends):
        there[_cases(postings, slice(postings.ends[first], postings.ends[end]))] = True
    cases = np.flatnonzero(there)
    counts, documents = np.divmod(cases, postings.total)
    order = np.lexsort((documents, counts / (counts + weights[documents])))[::-1]
    ranks = np.zeros(size, np.uint32)
    ranks[cases[order]] = np.arange(len(order), dtype=np.uint32)
    return _Ranks(ranks, counts[order].astype(np.uint8), documents[order].astype(postings.documents.dtype))


def _heaviest(
    postings: Postings, first: int, end: int, ranks: _Ranks, most: Numbers
) -> tuple[Keys, npt.NDArray[np.uint32]]:
    """Return the terms and the ranks of the postings that are kept, of the terms `first` to `end` - 1."""
    stretch = slice(postings.ends[first], postings.ends[end])
    lengths = np.diff(postings.ends[first : end + 1])
    common = np.repeat(lengths > COMMON, lengths)
    asked = np.flatnonzero(common | (postings.counts[stretch] > 1))
    ordered = np.repeat(np.arange(first, end, dtype=np.uint64), lengths)[asked]
    ordered <<= np.uint64(32)
    ordered |= ranks.of_cases[_cases(postings, stretch)[asked]]
    ordered.sort()
    chosen = ordered.astype(np.uint32)
    ordered >>= np.uint64(32)
    kept = ranks.counts[chosen] > 1
    starts = np.searchsorted(ordered, first + np.flatnonzero(lengths > COMMON).astype(np.uint64))
    kept[np.add.outer(starts, np.arange(HEAVIEST))] = True  # a common term has more than these
    ordered, chosen = ordered[kept], chosen[kept]
    room = _places(ordered) < most[ordered]
    return ordered[room], chosen[room]


def _places(terms: Keys) -> Numbers:
    """Return for each of ascending `terms` how many of the same stand before it."""
    starts = first_of_each(terms)
    return np.arange(len(terms)) - np.repeat(starts, np.diff(starts, append=len(terms)))


def _cases(postings: Postings, stretch: slice) -> Numbers:
    """Return the case of each posting of `stretch`."""
    cases = postings.counts[stretch].astype(np.int64)
    cases *= postings.total
    cases += postings.documents[stretch]
    return cases


def _slices(ends: Numbers) -> Iterator[tuple[int, int]]:
    """Cut the terms into stretches of some millions of postings."""
    end = 0
    while end < len(ends) - 1:
        first = end
        end = int(np.searchsorted(ends, ends[first] + _SLICE))
        end = min(max(end, first + 1), len(ends) - 1)
        yield first, end
