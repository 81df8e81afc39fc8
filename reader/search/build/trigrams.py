"""Three neighbouring characters of Chinese that stand in very many documents.

The documents of such a
trigram cannot be told from those of its two pairs, and to read them all would
take longest just where a person types what stands everywhere. Only what is
made of two common pairs is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reader.search.build.block_sort import DOCUMENT_BITS, Gathered, Keys, Numbers, Postings
from reader.search.build.text_arrays import decoded, strings

CHARACTER_BITS = 21
_LAST = np.uint64((1 << CHARACTER_BITS) - 1)
_NONE = 0  # no common pair
_AT_ONCE = 1000  # documents


class Trigrams:
    """The trigrams in the making; `grams` are the single characters and pairs of all documents."""

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

    def add(self, forms: Sequence[bytes]) -> None:
        """Add the forms of all documents, in UTF-8."""
        for first in range(0, len(forms) if len(self._firsts) else 0, _AT_ONCE):
            few = strings([form.decode("utf-8", "surrogatepass") for form in forms[first : first + _AT_ONCE]])
            places = self._places[few.codes]
            pairs = self._pairs[places[:-1], places[1:]]
            owners = few.owners.astype(np.uint64)
            both = (pairs[:-1] != _NONE) & (pairs[1:] != _NONE) & (owners[:-2] == owners[2:])
            at = np.flatnonzero(both)
            keys = pairs[at].astype(np.uint64) << np.uint64(16) | places[at + 2]
            self._gathered.add(first, keys << np.uint64(DOCUMENT_BITS) | owners[at])

    def merged(self) -> tuple[list[str], Postings]:
        """Return the trigrams that stand in enough documents, ascending, and their postings."""
        found = self._gathered.merged(self._total)
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
