"""Which passages of a segment may hold a text, as the tokens of the text tell: from the rarest up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.search.storage.postings import NOTHING, Documents, intersect
from reader.search.storage.segment_file import Table
from reader.search.storage.segments import Segment
from reader.search.text.analysis import is_word, runs

_SHORT = 3  # letters of a word's part that stands in so many words that its passages are worth keeping
_FEW = 8


class Narrowing:
    """Finds the passages of one segment that may hold a text, by the tokens of the index.

    Lives for one question, and keeps what it has found for each text.
    """

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._candidates: dict[str, tuple[Documents, bool]] = {}
        self._variants: dict[str, Sequence[int]] = {}

    def candidates(self, form: str) -> tuple[Documents, bool]:
        """Return all passages that may hold `form`, and whether each is known to: then none need be read."""
        if form not in self._candidates:
            self._candidates[form] = self._narrow(form)
        return self._candidates[form]

    def _narrow(self, form: str) -> tuple[Documents, bool]:
        words, grams = self.segment.table("words"), self.segment.table("grams")
        pieces = runs(form)
        terms: list[tuple[int, Table, int]] = []
        parts: list[Documents] = []
        for number, piece in enumerate(pieces):
            if is_word(piece):
                if words is None:
                    return NOTHING, True
                whole_before = number > 0 or not form.startswith(piece)
                whole_after = number < len(pieces) - 1 or not form.endswith(piece)
                if whole_before and whole_after:
                    terms.append(_term(words, piece))
                else:
                    parts.append(self._words_with(words, piece, whole_before, whole_after))
            elif grams is None:
                return NOTHING, True
            else:
                terms += self._chinese(piece, grams)
        if any(index < 0 for _, _, index in terms) or not all(parts):
            return NOTHING, True
        trigram = len(form) == 3 and len(terms) == 1 and terms[0][1] is self.segment.table("trigrams")
        settled = len(pieces) == 1 and (len(form) <= 2 or is_word(form) or trigram)
        for length, table, index in sorted(terms, key=lambda term: term[0]):
            if parts and len(parts[-1]) < _FEW < length:
                return narrowed(parts), False  # reading the few that are left is quicker than another list
            parts = [narrowed([*parts, table.documents(index)])]
            if not parts[0]:
                return NOTHING, True
        return narrowed(parts), settled

    def _chinese(self, piece: str, grams: Table) -> list[tuple[int, Table, int]]:
        """Return the terms of a Chinese run: trigrams that have a list, and pairs that are in none."""
        found = []
        pairs: list[str | None] = [piece[at : at + 2] for at in range(len(piece) - 1)] or [piece]
        trigrams = self.segment.table("trigrams")
        for at in range(len(piece) - 2 if trigrams is not None else 0):
            if (index := self.segment.trigrams.get(piece[at : at + 3], -1)) >= 0 and trigrams is not None:
                found.append((trigrams.length(index), trigrams, index))
                pairs[at : at + 2] = None, None
        return found + _terms(grams, filter(None, dict.fromkeys(pairs)))

    def _words_with(self, table: Table, piece: str, whole_before: bool, whole_after: bool) -> Documents:
        """Return the passages with a word that has `piece` in it; at its start or end where that is known."""
        encoded = piece.encode("utf-8", "surrogatepass")
        if whole_before:
            return table.union(table.prefixed(encoded))
        key = ("words", piece, whole_after)
        if len(piece) <= _SHORT and key in self.segment.kept:
            return self.segment.kept[key]
        found = table.union(
            table.containing(encoded, at_end=True) if whole_after else self.variants(piece, table)
        )
        if len(piece) <= _SHORT:
            self.segment.kept[key] = found
        return found

    def variants(self, piece: str, words: Table) -> Sequence[int]:
        """Return the indexes of the words that have `piece` in them."""
        if piece not in self._variants:
            self._variants[piece] = words.containing(piece.encode("utf-8", "surrogatepass"))
        return self._variants[piece]


def _term(table: Table, term: str) -> tuple[int, Table, int]:
    index = table.index(term.encode("utf-8", "surrogatepass"))
    return (table.length(index) if index >= 0 else 0), table, index


def _terms(table: Table, pairs: Iterable[str]) -> list[tuple[int, Table, int]]:
    """Return the terms of `pairs`, up to the first that is in no passage: it settles the matter."""
    found = []
    for pair in pairs:
        found.append(_term(table, pair))
        if found[-1][2] < 0:
            break
    return found


def narrowed(sets: list[Documents]) -> Documents:
    """Return the intersection of `sets`, of which there is at least one."""
    sets = sorted(sets, key=len)
    found = sets[0]
    for one in sets[1:]:
        if not found:
            break
        found = intersect(found, one)
    return found
