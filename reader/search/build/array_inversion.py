"""The texts of a large segment, with arrays: the bytes that `texts.FewTexts` writes, ten times as fast.

Imports numpy, so only processes that build do this. Texts wait until there is
a block of them; a block costs some 40 bytes of memory for each character while
it is read, its postings three bytes each until the segment is written.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from reader.search.build.block_sort import DOCUMENT_BITS, LARGEST_BLOCK, Gathered, Keys, Numbers
from reader.search.build.top_documents import heaviest_of
from reader.search.build.trigrams import CHARACTER_BITS, Triples
from reader.search.match.bm25 import least_of_triples, length_weight, most_kept
from reader.search.storage.bigram_table import widths
from reader.search.storage.segment_writer import Header, Parts
from reader.search.text.analysis import CHINESE, LETTER, MARK
from reader.search.text.array_forms import Codes, Letters, Places, Strings, decoded, forms_and_edits, strings

_BLOCK = 1 << 19  # characters that are read at once
_SECOND = np.uint64((1 << CHARACTER_BITS) - 1)  # of a pair's key


class ManyTexts:
    """`Texts` in arrays. What `letters` has learnt serves the next segment too."""

    def __init__(self, letters: Letters | None = None) -> None:
        self._letters = letters or Letters()
        self._words = _Words()
        self._gathered = {"words": Gathered(), "grams": Gathered()}
        self._forms = _Kept()
        self._edits = _Kept()
        self._lengths: list[Places] = []  # of each block's forms, in characters
        self._count = 0  # documents that have been read
        self._waiting: list[str] = []
        self._size = 0  # characters of those that wait
        self._copying = False  # those that wait are forms

    def add(self, text: str) -> None:
        """Add the canonical text of the next document."""
        self._wait(text, copying=False)

    def copy(self, form: bytes, edits: bytes) -> None:
        """Add the next document as another segment keeps it."""
        self._wait(form.decode("utf-8", "surrogatepass"), copying=True)
        self._edits.add(edits, [len(edits)])

    def _wait(self, text: str, *, copying: bool) -> None:
        if self._size >= _BLOCK or len(self._waiting) == LARGEST_BLOCK or copying is not self._copying:
            self._read()
            self._copying = copying
        self._waiting.append(text)
        self._size += len(text)

    def _read(self) -> None:
        """Take in those that wait."""
        if not self._waiting:
            return
        forms = strings(self._waiting)
        if not self._copying:
            forms, edits = forms_and_edits(forms, self._letters)
            self._edits.add(*edits.encoded())
        self._forms.add(*forms.encoded())
        self._lengths.append(np.diff(forms.starts))
        kinds = self._letters.kinds(forms.codes)
        self._gathered["words"].add(self._count, self._words.postings(forms, kinds == LETTER))
        self._gathered["grams"].add(self._count, _grams(forms, kinds == CHINESE, kinds == MARK))
        self._count += len(self._waiting)
        self._waiting = []
        self._size = 0

    def write(self, parts: Parts) -> tuple[dict[str, Header], dict[str, Header]]:
        """Write everything; return the headers of the tables and of the blobs."""
        self._read()
        tables: dict[str, Header] = {}
        lengths = self._forms.lengths()
        weights = np.array([length_weight(length) for length in lengths.tolist()])
        words, places = self._words.ordered()
        found = self._gathered["words"].brought_together(self._count, places.__getitem__)
        heaviest = heaviest_of(found, weights, _most([len(word) for word in words]))
        named = parts.written([words[place] for place in heaviest.terms.tolist()])
        tables["words heaviest"] = heaviest.write(parts, named)
        tables["words"] = found.write(parts, parts.written(words))
        found = self._gathered["grams"].brought_together(self._count)
        heaviest = heaviest_of(found, weights, _most(np.where(found.keys & _SECOND, 2, 1)))
        tables["grams heaviest"] = heaviest.write(parts, _numbered(parts, found.keys[heaviest.terms]))
        tables["grams"] = found.write(parts, _numbered(parts, found.keys))
        triples = Triples(found, least_of_triples(self._count))
        del found
        first = 0
        for codes, letters in (
            () if triples.is_empty else zip(self._forms.blocks(), self._lengths, strict=True)
        ):
            triples.add(first, codes, letters)
            first += len(letters)
        named_triples, found = triples.brought_together()
        tables["triples"] = found.write(parts, parts.written(named_triples))
        order = _order(lengths, found.documents.dtype, parts)
        return tables, {"form": self._forms.write(parts) | order, "edits": self._edits.write(parts)}


class _Kept:
    """Bytes that are kept for each document."""

    def __init__(self) -> None:
        self._bytes: list[bytes] = []
        self._lengths: list[npt.ArrayLike] = []

    def add(self, encoded: bytes, lengths: npt.ArrayLike) -> None:
        """Add the bytes of some documents, and how many each has."""
        self._bytes.append(encoded)
        self._lengths.append(lengths)

    def blocks(self) -> Iterator[Codes]:
        """Yield the characters of each block."""
        for encoded in self._bytes:
            yield strings([encoded.decode("utf-8", "surrogatepass")]).codes

    def lengths(self) -> Places:
        """Return how many bytes each document has."""
        return np.concatenate([np.empty(0, np.int64), *self._lengths])

    def write(self, parts: Parts) -> Header:
        """Add them; return what the header says of them."""
        return parts.pieces(self.lengths().tolist(), self._bytes)


class _Words:
    """The words met so far, each with a number."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def postings(self, forms: Strings, letters: npt.NDArray[np.bool_]) -> Keys:
        """Return where each word of `forms` stands; `letters` says which characters are parts of words."""
        places = np.flatnonzero(letters)
        owners = forms.owners[places]
        apart = places + owners  # a space before each text
        spaced = np.full(len(letters) + len(forms.starts), ord(" "), np.uint32)
        spaced[apart] = forms.codes[places]
        begin = np.flatnonzero(np.diff(apart, prepend=-2) > 1)
        numbers = map(self._numbers.__getitem__, decoded(spaced).split())
        words = np.fromiter(numbers, np.uint64, len(begin))
        return words << np.uint64(DOCUMENT_BITS) | owners[begin]

    def ordered(self) -> tuple[list[str], Keys]:
        """Return the words in ascending order, and for each word's number its place among them."""
        words = sorted(self._numbers)
        places = np.empty(len(words), np.uint64)
        places[[self._numbers[word] for word in words]] = np.arange(len(words), dtype=np.uint64)
        return words, places


class _Numbers(dict[str, int]):
    """Gives whatever is asked for the next number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def _most(letters: npt.ArrayLike) -> Numbers:
    """Return of how many documents at most it is kept how often they hold terms of so many letters."""
    lengths, places = np.unique(np.asarray(letters, np.int64), return_inverse=True)
    return np.array([most_kept(length) for length in lengths.tolist()], np.int64)[places]


def _order(lengths: Places, kind: np.dtype[np.unsignedinteger], parts: Parts) -> Header:
    """Add the documents by length, the shortest first, and each one's place among them."""
    shortest = np.lexsort((-np.arange(len(lengths)), lengths))
    ranks = np.argsort(shortest)
    return {
        name: parts.add(numbers.astype(kind).tobytes())
        for name, numbers in (("shortest", shortest), ("ranks", ranks))
    }


def _grams(forms: Strings, chinese: npt.NDArray[np.bool_], marks: npt.NDArray[np.bool_]) -> Keys:
    """Return where each Chinese character, pair and mark of `forms` stands."""
    codes, owners = forms.codes.astype(np.uint64), forms.owners.astype(np.uint64)
    codes <<= np.uint64(DOCUMENT_BITS)
    singles = codes << np.uint64(CHARACTER_BITS)
    singles |= owners
    pairs = np.flatnonzero(chinese[:-1] & chinese[1:] & (owners[:-1] == owners[1:]))
    return np.concatenate((singles[chinese | marks], singles[pairs] | codes[pairs + 1]))


def _numbered(parts: Parts, keys: Keys) -> Header:
    """Add the terms of ascending `keys` as numbers: what `packed.pack` does with text."""
    first = (keys >> np.uint64(CHARACTER_BITS)).astype(np.uint32)
    second = (keys & _SECOND).astype(np.uint32)
    alphabet = np.unique(np.concatenate((first, second[second > 0])))
    bits, code = widths(len(alphabet))
    numbers = (np.searchsorted(alphabet, first) + 1).astype(np.uint64) << np.uint64(bits)
    numbers |= np.where(second > 0, np.searchsorted(alphabet, second) + 1, 0).astype(np.uint64)
    return parts.numbered(len(keys), numbers.astype(code).tobytes(), alphabet.tobytes())
