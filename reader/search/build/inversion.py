"""The texts of a segment in the making: search forms, the terms of the forms, where each weighs most.

A *posting* is a term and a document that holds it; 50,000 passages have some
30 million. With numpy a posting is a number of 64 bits, and sorting these is
the whole of it; with dictionaries of lists a build takes twice the time, reading
the articles included (`reader/search/README.md`). Texts wait until there is a
block of them; a block costs some 40 bytes of memory for each character while it
is read, its postings three bytes each until the segment is written.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reader.search.build.block_sort import DOCUMENT_BITS, LARGEST_BLOCK, Gathered, Keys, Numbers
from reader.search.build.text_arrays import CHINESE, LETTER, MARK, Kinds, Places, Strings, decoded, strings
from reader.search.build.top_documents import heaviest_of
from reader.search.build.trigrams import CHARACTER_BITS, Trigrams
from reader.search.storage.bigram_table import widths
from reader.search.storage.bm25 import least_of_trigrams, length_weight, most_kept
from reader.search.storage.segment_writer import Header, Parts
from reader.search.text.analysis import form_and_edits

_BLOCK = 1 << 19  # characters that are read at once
_SECOND = np.uint64((1 << CHARACTER_BITS) - 1)  # of a pair's key


class Inversion:
    """Takes the texts of documents, in the documents' order, and writes what a segment keeps of them."""

    def __init__(self) -> None:
        self._kinds = Kinds()
        self._words = _Words()
        self._gathered = {"words": Gathered(), "grams": Gathered()}
        self._forms: list[bytes] = []
        self._edits: list[bytes] = []
        self._waiting: list[str] = []  # forms that have yet to be read
        self._size = 0  # characters of those

    def add(self, text: str) -> None:
        """Add the canonical text of the next document."""
        form, edits = form_and_edits(text)
        self._add(form, form.encode("utf-8", "surrogatepass"), edits.encode("utf-8", "surrogatepass"))

    def copy(self, form: bytes, edits: bytes) -> None:
        """Add the next document as another segment keeps it."""
        self._add(form.decode("utf-8", "surrogatepass"), form, edits)

    def _add(self, form: str, encoded: bytes, edits: bytes) -> None:
        if self._size >= _BLOCK or len(self._waiting) == LARGEST_BLOCK:
            self._read()
        self._waiting.append(form)
        self._size += len(form)
        self._forms.append(encoded)
        self._edits.append(edits)

    def _read(self) -> None:
        """Take in the forms that wait."""
        if not self._waiting:
            return
        forms, first = strings(self._waiting), len(self._forms) - len(self._waiting)
        kinds = self._kinds.of(forms.codes)
        self._gathered["words"].add(first, self._words.postings(forms, kinds == LETTER))
        self._gathered["grams"].add(first, _grams(forms, kinds == CHINESE, kinds == MARK))
        self._waiting = []
        self._size = 0

    def write(self, parts: Parts) -> tuple[dict[str, Header], dict[str, Header]]:
        """Write everything; return the headers of the tables and of the blobs."""
        self._read()
        total = len(self._forms)
        lengths = np.fromiter(map(len, self._forms), np.int64, total)
        weights = np.array([length_weight(length) for length in lengths.tolist()])
        tables: dict[str, Header] = {}

        words, places = self._words.ordered()
        found = self._gathered["words"].merged(total, places.__getitem__)
        heaviest = heaviest_of(found, weights, _most([len(word) for word in words]))
        named = parts.written([words[place] for place in heaviest.terms.tolist()])
        tables["words heaviest"] = heaviest.write(parts, named)
        tables["words"] = found.write(parts, parts.written(words))

        found = self._gathered["grams"].merged(total)
        heaviest = heaviest_of(found, weights, _most(np.where(found.keys & _SECOND, 2, 1)))
        tables["grams heaviest"] = heaviest.write(parts, _numbered(parts, found.keys[heaviest.terms]))
        tables["grams"] = found.write(parts, _numbered(parts, found.keys))

        trigrams = Trigrams(found, least_of_trigrams(total))
        del found
        trigrams.add(self._forms)
        named_trigrams, found = trigrams.merged()
        tables["trigrams"] = found.write(parts, parts.written(named_trigrams))
        order = _order(lengths, found.documents.dtype, parts)
        return tables, {"form": parts.blobs(self._forms) | order, "edits": parts.blobs(self._edits)}


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
    """Add the terms of ascending `keys` as numbers: see `bigram_table`."""
    first = (keys >> np.uint64(CHARACTER_BITS)).astype(np.uint32)
    second = (keys & _SECOND).astype(np.uint32)
    alphabet = np.unique(np.concatenate((first, second[second > 0])))
    bits, code = widths(len(alphabet))
    numbers = (np.searchsorted(alphabet, first) + 1).astype(np.uint64) << np.uint64(bits)
    numbers |= np.where(second > 0, np.searchsorted(alphabet, second) + 1, 0).astype(np.uint64)
    return parts.numbered(len(keys), numbers.astype(code).tobytes(), alphabet.tobytes())
