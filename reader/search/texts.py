"""The texts of a segment in the making: their forms, and the terms of the forms, with champions.

Two classes do this and write the same bytes. `FewTexts`, here, is for the
handful of articles that the window's own process reads when a file changes;
`many.ManyTexts` does with arrays what this does with dictionaries, six times
as fast, in processes that can afford to import numpy (0.1 s, 25 MB).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import accumulate
from typing import Protocol

from reader.search.analysis import form_and_edits, token_counts
from reader.search.parts import Header, Parts
from reader.search.postings import bitmap, width_for
from reader.search.ranking import CHAMPIONS, champions_of, length_weight

COUNTED = ("words", "grams")  # the tables of the text itself
MOST = 255  # how often, at most, a term is counted in a document


class Texts(Protocol):
    """The texts of the documents, added in the documents' order."""

    def add(self, text: str) -> None:
        """Add the canonical text of the next document."""

    def copy(self, form: bytes, edits: bytes) -> None:
        """Add the next document as another segment keeps it."""

    def write(self, parts: Parts) -> tuple[dict[str, Header], dict[str, Header]]:
        """Write everything; return the headers of the tables and of the blobs."""


class FewTexts:
    """`Texts` in dictionaries."""

    def __init__(self) -> None:
        self._forms: list[bytes] = []
        self._edits: list[bytes] = []
        self._counted: dict[str, dict[str, array[int]]] = {
            name: defaultdict(lambda: array("I")) for name in COUNTED
        }

    def add(self, text: str) -> None:
        """Add the canonical text of the next document."""
        form, edits = form_and_edits(text)
        self._add(form, form.encode("utf-8", "surrogatepass"), edits.encode("utf-8", "surrogatepass"))

    def copy(self, form: bytes, edits: bytes) -> None:
        """Add the next document as another segment keeps it."""
        self._add(form.decode("utf-8", "surrogatepass"), form, edits)

    def _add(self, form: str, kept: bytes, edits: bytes) -> None:
        number = len(self._forms) << 8
        for table, counts in zip(COUNTED, token_counts(form), strict=True):
            counted = self._counted[table]
            for term, count in counts.items():
                counted[term].append(number | min(count, MOST))
        self._forms.append(kept)
        self._edits.append(edits)

    def write(self, parts: Parts) -> tuple[dict[str, Header], dict[str, Header]]:
        """Write everything; return the headers of the tables and of the blobs."""
        total = len(self._forms)
        tables: dict[str, Header] = {}
        for name, counted in self._counted.items():
            packed = name == "grams"
            tables[name + " champions"] = add_table(
                parts, self._champions(counted), total, ranked=True, packed=packed
            )
            numbers = {term: [one >> 8 for one in counted[term]] for term in counted}
            tables[name] = add_table(parts, numbers, total, packed=packed)
        return tables, {"form": parts.blobs(self._forms), "edits": parts.blobs(self._edits)}

    def _champions(self, terms: dict[str, array[int]]) -> dict[str, list[int]]:
        """Return, for each common term, the documents that it weighs most in, the weightiest first."""
        weights = [length_weight(len(form)) for form in self._forms]
        found = {}
        for term, counted in terms.items():
            if len(counted) > CHAMPIONS:
                weighed = [((one & MOST) / ((one & MOST) + weights[one >> 8]), one >> 8) for one in counted]
                found[term] = [document for _, document in nlargest(champions_of(len(counted)), weighed)]
        return found


def add_table(
    parts: Parts,
    lists: Mapping[str, Sequence[int]],
    total: int,
    *,
    ranked: bool = False,
    packed: bool = False,
) -> Header:
    """Add a table of terms and their documents in a segment of `total`; return its header.

    `packed` keeps terms of one or two characters as numbers; `ranked` lists are no sets, and never bitmaps.
    """
    code, width = code_of(total), width_for(total)
    size = width // array(code).itemsize
    terms = sorted(lists)
    posts: list[bytes] = []
    lengths: list[int] = []
    for term in terms:
        one = lists[term]
        dense = len(one) >= size and not ranked
        posts.append(bytes(bitmap(one, width)) if dense else array(code, one).tobytes())
        lengths.append(size if dense else len(one))
    ends = array("I", accumulate(lengths, initial=0)).tobytes()
    return parts.lists((parts.packed if packed else parts.written)(terms), ends, posts, ranked=ranked)


def code_of(total: int) -> str:
    """Return the type code of a document's number in a segment of `total`: "H", or "I" in a wide one."""
    return "I" if total > 0xFFFF + 1 else "H"
