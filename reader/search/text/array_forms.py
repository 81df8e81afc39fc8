"""Search forms, and the edits that lead back, of many texts at once: `analysis.form_and_edits` with arrays.

Imports numpy, so only processes that build do this. What a character is and
how it folds is asked of `analysis` and `folding` themselves, once for each
character that occurs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reader.articles.source.character_folding import fold
from reader.search.text.analysis import LETTER, LONGEST_GAP, NO_MARK, NOTHING, SPACE, kind_of

Codes = npt.NDArray[np.uint32]
Kinds = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_CODE = np.dtype("<u4")  # a character of UTF-32


@dataclass(frozen=True)
class Strings:
    """Strings one after another: all characters, and the n + 1 places where each begins and the last ends."""

    codes: Codes
    starts: Places

    def encoded(self) -> tuple[bytes, Places]:
        """Return them in UTF-8, and the bytes of each."""
        codes = self.codes
        lengths = np.ones(len(codes), np.uint8)
        for limit in (0x7F, 0x7FF, 0xFFFF):
            lengths += codes > limit
        sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))
        return decoded(codes).encode("utf-8", "surrogatepass"), np.diff(sums[self.starts])

    @cached_property
    def owners(self) -> npt.NDArray[np.uint32]:
        """For each character, the number of its string."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.uint32), np.diff(self.starts))


def strings(texts: Sequence[str]) -> Strings:
    """Return `texts` as arrays."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
    return Strings(np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), _CODE), starts)


def decoded(codes: Codes) -> str:
    """Return characters as text."""
    return codes.astype(_CODE, copy=False).tobytes().decode("utf-32-le", "surrogatepass")


class Letters:
    """What each character folds to, and of what kind that is; found out when it is first met."""

    def __init__(self) -> None:
        self._folded = np.zeros(0x110000, np.uint32)
        self._kinds = np.zeros(0x110000, np.uint8)  # 0: never met

    def folded(self, codes: Codes) -> Codes:
        """Return the characters as they are folded."""
        self._meet(codes)
        return self._folded[codes]

    def kinds(self, folded: Codes) -> Kinds:
        """Return the kinds of folded characters."""
        self._meet(folded)
        return self._kinds[folded]

    def _meet(self, codes: Codes) -> None:
        fresh = np.unique(codes[self._kinds[codes] == 0])
        if len(fresh):
            text = decoded(fresh)
            self._folded[fresh] = strings([fold(text)]).codes
            self._kinds[fresh] = list(map(kind_of, text))


def forms_and_edits(texts: Strings, letters: Letters) -> tuple[Strings, Strings]:
    """Return the search forms of canonical texts, and their edits; see `analysis.form_and_edits`."""
    codes, starts = texts.codes, texts.starts
    folded = letters.folded(codes)
    kinds = letters.kinds(folded)
    gone = (kinds == SPACE) | (kinds == NO_MARK)
    meant = _spaces_between_words(gone, kinds, texts)
    changed = (folded != codes) | gone
    changed[meant[codes[meant] == ord(" ")]] = False
    folded[meant] = ord(" ")
    kept = ~gone
    kept[meant] = True
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(kept, dtype=np.int64)))
    return Strings(folded[kept], sums[starts]), _edits(np.flatnonzero(changed), texts)


def _spaces_between_words(gone: npt.NDArray[np.bool_], kinds: Kinds, texts: Strings) -> Places:
    """Return where whitespace between two letters of one text begins: there a space stays.

    `gone` are the characters that are whitespace or unseen; a run of unseen ones alone is none.
    """
    places = np.flatnonzero(gone)
    if not len(places):
        return places
    apart = np.flatnonzero(np.diff(places) > 1)
    runs = np.concatenate(([0], apart + 1))
    spaces = np.where(kinds[places] == SPACE, places, len(kinds))
    first = np.minimum.reduceat(spaces, runs)
    before, after = places[runs] - 1, places[np.concatenate((apart, [-1]))] + 1
    inside = (before >= 0) & (after < len(kinds)) & (first < len(kinds))
    before, after, first = before[inside], after[inside], first[inside]
    owners = texts.owners
    between = (kinds[before] == LETTER) & (kinds[after] == LETTER) & (owners[before] == owners[after])
    begins: Places = first[between]
    return begins


def _edits(places: Places, texts: Strings) -> Strings:
    """Return the edits at ascending `places` of `texts`."""
    owners = texts.owners[places]
    gaps = places - texts.starts[owners]
    same = np.flatnonzero(owners[1:] == owners[:-1]) + 1
    gaps[same] = places[same] - places[same - 1]
    bridges = np.maximum(gaps - 1, 0) // LONGEST_GAP
    ends = np.cumsum(bridges + 1)
    pairs = np.empty((int(ends[-1]) if len(ends) else 0, 2), np.uint32)
    pairs[:] = (LONGEST_GAP, ord(NOTHING))
    pairs[ends - 1, 0] = gaps - bridges * LONGEST_GAP
    pairs[ends - 1, 1] = texts.codes[places]
    edits = np.concatenate((np.zeros(1, np.int64), ends))
    return Strings(pairs.reshape(-1), edits[np.searchsorted(places, texts.starts)] * 2)
