"""Three neighbouring characters of Chinese that stand in very many documents: found with arrays.

Imports numpy, so only processes that build do this. The documents of such a
triple cannot be told from those of its two pairs, and to read them all would
take longest just where a person types what stands everywhere. Only what is
made of two common pairs is looked at.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reader.search.build.block_sort import DOCUMENT_BITS, Gathered, Keys, Numbers, Postings
from reader.search.text.array_forms import Codes, Places, decoded

CHARACTER_BITS = 21
_LAST = np.uint64((1 << CHARACTER_BITS) - 1)
_NONE = 0  # no common pair


class Triples:
    """The triples in the making; `grams` are the single characters and pairs of all documents."""

    def __init__(self, grams: Postings, least: int) -> None:
        lasts = grams.keys & _LAST
        common = grams.keys[(np.diff(grams.ends) >= least) & (lasts > 0)]
        self._least = least
        self._total = grams.total
        self._firsts = (common >> np.uint64(CHARACTER_BITS)).astype(np.uint32)
        self._lasts = (common & _LAST).astype(np.uint32)
        self._letters = np.unique(np.concatenate((self._firsts, self._lasts)))
        # For each character its place among these, and for each two of them their pair; both from 1.
        self._places = np.zeros(0x110000, np.uint16)
        self._places[self._letters] = np.arange(1, len(self._letters) + 1)
        self._pairs = np.zeros((len(self._letters) + 1,) * 2, np.uint32)
        self._pairs[self._places[self._firsts], self._places[self._lasts]] = np.arange(1, len(common) + 1)
        self._gathered = Gathered()

    @property
    def is_empty(self) -> bool:
        """Whether no pair is common, so that no triple can be."""
        return not len(self._firsts)

    def add(self, first: int, codes: Codes, lengths: Places) -> None:
        """Add forms, of so many characters each; they are the documents from `first` on."""
        if len(codes) < 3:
            return
        places = self._places[codes]
        pairs = self._pairs[places[:-1], places[1:]]
        owners = np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths)
        both = (pairs[:-1] != _NONE) & (pairs[1:] != _NONE) & (owners[:-2] == owners[2:])
        at = np.flatnonzero(both)
        keys = pairs[at].astype(np.uint64) << np.uint64(16) | places[at + 2]
        self._gathered.add(first, keys << np.uint64(DOCUMENT_BITS) | owners[at])

    def brought_together(self) -> tuple[list[str], Postings]:
        """Return the triples that stand in enough documents, ascending, and their postings."""
        found = self._gathered.brought_together(self._total)
        kept = np.diff(found.ends) >= self._least
        keys = found.keys[kept]
        pairs = (keys >> np.uint64(16)).astype(np.int64) - 1
        thirds = self._letters[(keys & np.uint64(0xFFFF)).astype(np.int64) - 1]
        codes = np.column_stack((self._firsts[pairs], self._lasts[pairs], thirds))
        text = decoded(codes.reshape(-1))
        return [text[at : at + 3] for at in range(0, len(text), 3)], _only(found, kept)


def _only(postings: Postings, terms: npt.NDArray[np.bool_]) -> Postings:
    """Return the postings of some terms."""
    lengths: Numbers = np.diff(postings.ends)
    inside = np.repeat(terms, lengths)
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths[terms])))
    keys: Keys = postings.keys[terms]
    return Postings(postings.total, keys, ends, postings.documents[inside], postings.counts[inside])
