"""The texts of a segment in the making: their forms, the terms of the forms, and where each weighs most.

Two classes do this and write the same bytes. `FewTexts`, here, is for the
handful of articles that the window's own process reads when a file changes;
`many.ManyTexts` does with arrays what this does with dictionaries, ten times
as fast, in processes that can afford to import numpy (0.1 s, 25 MB).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import accumulate
from typing import Protocol

from reader.search.match.bm25 import COMMON, HEAVIEST, MOST, least_of_triples, length_weight, most_kept
from reader.search.storage.postings import bitmap, width_for
from reader.search.storage.segment_writer import Header, Parts
from reader.search.text.analysis import form_and_edits, token_counts, triples_of

COUNTED = ("words", "grams")  # the tables of the text itself


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
            heaviest = self._heaviest(counted)
            lists = {term: [document for document, _ in few] for term, few in heaviest.items()}
            counts = bytes(count for term in sorted(heaviest) for _, count in heaviest[term])
            ranked = add_table(parts, lists, total, ranked=True, packed=packed)
            tables[name + " heaviest"] = ranked | {"counts": parts.add(counts)}
            numbers = {term: [one >> 8 for one in counted[term]] for term in counted}
            tables[name] = add_table(parts, numbers, total, packed=packed)
        tables["triples"] = add_table(parts, self._triples(), total)
        shortest = sorted(range(total), key=lambda one: (len(self._forms[one]), -one))
        ranks = sorted(range(total), key=shortest.__getitem__)
        order = {
            name: parts.add(array(code_of(total), numbers).tobytes())
            for name, numbers in (("shortest", shortest), ("ranks", ranks))
        }
        return tables, {"form": parts.blobs(self._forms) | order, "edits": parts.blobs(self._edits)}

    def _triples(self) -> dict[str, list[int]]:
        """Return the documents of each three neighbours of Chinese that stand in very many."""
        least = least_of_triples(len(self._forms))
        found: dict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(self._forms if len(self._forms) >= least else ()):
            for triple in triples_of(form.decode("utf-8", "surrogatepass")):
                found[triple].append(number)
        return {triple: documents for triple, documents in found.items() if len(documents) >= least}

    def _heaviest(self, terms: dict[str, array[int]]) -> dict[str, list[tuple[int, int]]]:
        """Return, for each term, the documents that it weighs most in, and how often it stands in each.

        They are all that hold it more than once, and of a common term the
        heaviest in any case; the heaviest come first, of equals the later.
        """
        weights = [length_weight(len(form)) for form in self._forms]
        found = {}
        for term, counted in terms.items():
            cases = [(one & MOST, one >> 8) for one in counted]
            repeated = [case for case in cases if case[0] > 1]
            if len(cases) <= COMMON and not repeated:
                continue

            def weight(case: tuple[int, int]) -> tuple[float, int]:
                return case[0] / (case[0] + weights[case[1]]), case[1]

            heaviest = nlargest(HEAVIEST, cases, key=weight) if len(cases) > COMMON else []
            both = sorted({*repeated, *heaviest}, key=weight, reverse=True)
            found[term] = [(document, count) for count, document in both[: most_kept(len(term))]]
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
    return parts.lists(
        (parts.packed if packed else parts.written)(terms), ends, [b"".join(posts)], ranked=ranked
    )


def code_of(total: int) -> str:
    """Return the type code of a document's number in a segment of `total`: "H", or "I" in a wide one."""
    return "I" if total > 0xFFFF + 1 else "H"
