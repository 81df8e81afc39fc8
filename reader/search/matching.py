"""Which passages of a segment a query finds.

Tokens narrow it down, from the rarest up; wherever they do not settle it, the
text is looked for in the passage itself, so nothing is found that does not
hold it. A word that is not Chinese is looked for in the list of all words, as
in a text: in the middle of them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import singledispatchmethod

from reader.search.analysis import is_word, runs
from reader.search.marginalia import Marginalia
from reader.search.pinyin import Spelling, readings
from reader.search.postings import NOTHING, Documents, Sparse, everything, intersect, subtract, unite
from reader.search.query import All, Between, Either, Keyed, Node, Not, Noted, Pattern, Spelled, State, Words
from reader.search.segments import Segment
from reader.search.tables import Table

MOST_TRIED = 20_000  # passages of a segment that a pattern is tried on
LONGEST_TRIED = 20_000  # characters of a passage that a pattern is tried on
_SHORT = 3  # letters of a word's part that stands in so many words that its passages are worth keeping
_FEW = 8
_OFTEN = 1024  # passages between two looks at whether anybody still waits for the answer
OF_ARTICLES = frozenset(
    {"name", "title", "category", "tag", "source", "host", "lang", "date", "year", "length"}
)


class CancelledError(Exception):
    """Nobody waits for the answer any more."""


class Matcher:
    """Finds what a query finds in one segment. `bounded` is set where not all passages could be tried."""

    def __init__(
        self, segment: Segment, marginalia: Marginalia, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self.segment = segment
        self.bounded = False
        self._file = segment.file
        self._marginalia = marginalia
        self._cancelled = cancelled
        self._candidates: dict[str, tuple[Documents, bool]] = {}

    def match(self, node: Node) -> Documents:
        """Return what `node` finds, deleted documents and all. Raises `CancelledError`."""
        if self._cancelled():
            raise CancelledError
        return self._find(node)

    @singledispatchmethod
    def _find(self, node: Node) -> Documents:
        raise TypeError(node)

    @_find.register
    def _(self, node: Words) -> Documents:
        found, settled = self.candidates(node.form)
        return found if settled or not found else self._holding(found, node.form)

    @_find.register
    def _(self, node: All) -> Documents:
        # Texts are narrowed down by tokens first, all of them, and only what is left is read.
        found: list[Documents] = []
        unsettled: list[str] = []
        for part in node.parts:
            if isinstance(part, Words):
                one, settled = self.candidates(part.form)
                found.append(one)
                if not settled:
                    unsettled.append(part.form)
            elif not isinstance(part, Not | Pattern):
                found.append(self.match(part))
            if found and not found[-1]:
                return NOTHING
        left = _narrowed(found) if found else everything(self._file.count)
        for form in sorted(unsettled, key=len, reverse=True):
            left = self._holding(left, form)
        for part in node.parts:
            if isinstance(part, Not):
                left = subtract(left, self.match(part.part))
            elif isinstance(part, Pattern):
                left = self._trying(part, left)
        return left

    @_find.register
    def _(self, node: Either) -> Documents:
        return unite([self.match(part) for part in node.parts], self._file.width)

    @_find.register
    def _(self, node: Not) -> Documents:
        return subtract(everything(self._file.count), self.match(node.part))

    @_find.register
    def _(self, node: Pattern) -> Documents:
        return self._trying(node, everything(self._file.count))

    @_find.register
    def _(self, node: Keyed) -> Documents:
        return self._keeping(node, lambda table: _indexes_of(table, node))

    @_find.register
    def _(self, node: Between) -> Documents:
        def indexes(table: Table) -> Sequence[int]:
            end = table.first_from(node.high.encode()) if node.high else table.count
            return range(table.first_from(node.low.encode()), end)

        return self._keeping(node, indexes)

    @_find.register
    def _(self, node: State) -> Documents:
        names = self._marginalia.noted if node.name == "noted" else self._marginalia.read
        found = self._articles(names)
        return subtract(everything(self._file.count), found) if node.name == "unread" else found

    @_find.register
    def _(self, node: Noted) -> Documents:
        return self._articles({note.file for note in self._marginalia.holding(node.form)})

    @_find.register
    def _(self, node: Spelled) -> Documents:
        table = self.segment.table("pinyin")
        found: list[Documents] = []
        if table is None:
            return NOTHING
        for reading in readings(node.typed):
            lists = []
            for token in reading.tokens:
                encoded = token.encode()
                lists.append(table.union(table.prefixed(encoded)) if len(token) < 3 else _one(table, encoded))
            found.append(Sparse([one for one in _narrowed(lists) if self._is_called(one, reading, node)]))
        return unite([one for one in found if one], self._file.width)

    def _is_called(self, document: int, reading: Spelling, node: Spelled) -> bool:
        labels = self.segment.place(document).labels if node.of_nodes else ()
        return any(
            reading.find(spelled) and (not node.of_nodes or name in labels)
            for name, spelled in self.segment.names(document)
        )

    def candidates(self, form: str) -> tuple[Documents, bool]:
        """Return the passages that may hold `form`, and whether that is settled."""
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
                pairs = [piece[at : at + 2] for at in range(len(piece) - 1)] or [piece]
                terms += _terms(grams, dict.fromkeys(pairs))
        if any(index < 0 for _, _, index in terms) or not all(parts):
            return NOTHING, True
        settled = len(pieces) == 1 and (len(form) <= 2 or is_word(form))
        for length, table, index in sorted(terms, key=lambda term: term[0]):
            if parts and len(parts[-1]) < _FEW < length:
                return _narrowed(parts), False  # reading the few that are left is quicker than another list
            parts = [_narrowed([*parts, table.documents(index)])]
            if not parts[0]:
                return NOTHING, True
        return _narrowed(parts), settled

    def _words_with(self, table: Table, piece: str, whole_before: bool, whole_after: bool) -> Documents:
        """Return the passages with a word that has `piece` in it; at its start or end where that is known."""
        encoded = piece.encode("utf-8", "surrogatepass")
        if whole_before:
            return table.union(table.prefixed(encoded))
        key = ("words", piece, whole_after)
        if len(piece) <= _SHORT and key in self.segment.kept:
            return self.segment.kept[key]
        found = table.union(table.containing(encoded, at_end=whole_after))
        if len(piece) <= _SHORT:
            self.segment.kept[key] = found
        return found

    def _holding(self, documents: Documents, form: str) -> Documents:
        """Return those whose search form holds `form`: the last word on every find."""
        blobs = self._file.blobs["form"]
        find, base, starts = blobs.map.find, blobs.base, blobs.starts
        sought = form.encode("utf-8", "surrogatepass")
        found = []
        for count, one in enumerate(documents):
            if find(sought, base + starts[one], base + starts[one + 1]) >= 0:
                found.append(one)
            if not count % _OFTEN and self._cancelled():
                raise CancelledError
        return Sparse(found)

    def _trying(self, node: Pattern, documents: Documents) -> Documents:
        for piece in node.pieces:
            documents = intersect(documents, self.candidates(piece)[0])
        blobs = self._file.blobs["form"]
        search: Callable[[str], re.Match[str] | None] = node.pattern.search
        if len(documents) > MOST_TRIED:
            self.bounded = True
            documents = Sparse(sorted(documents.last(MOST_TRIED)))
        found = []
        for one in documents:
            match = search(blobs.text(one)[:LONGEST_TRIED])
            if match and match[0]:
                found.append(one)
            if self._cancelled():
                raise CancelledError
        return Sparse(found)

    def _keeping(self, node: Keyed | Between, indexes: Callable[[Table], Sequence[int]]) -> Documents:
        """Return what a filter finds, from what is kept where it has been asked for before."""
        if node not in self.segment.kept:
            table = self.segment.table(node.table)
            found = table.union(indexes(table)) if table is not None else NOTHING
            if len(self.segment.kept) > 2000:
                self.segment.kept.clear()
            wide = node.table in OF_ARTICLES
            self.segment.kept[node] = self.segment.widened(found) if wide and found else found
        return self.segment.kept[node]

    def _articles(self, names: frozenset[str] | set[str]) -> Documents:
        table = self.segment.table("name")
        if table is None or not names:
            return NOTHING
        indexes = sorted(table.index(name.encode("utf-8", "surrogatepass")) for name in names)
        found = table.union([index for index in indexes if index >= 0])
        return self.segment.widened(found) if found else found


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


def _one(table: Table, term: bytes) -> Documents:
    index = table.index(term)
    return table.documents(index) if index >= 0 else NOTHING


def _indexes_of(table: Table, node: Keyed) -> Sequence[int]:
    encoded = node.form.encode("utf-8", "surrogatepass")
    if node.whole:
        index = table.index(encoded)
        return [index] if index >= 0 else []
    return table.containing(encoded)


def _narrowed(sets: list[Documents]) -> Documents:
    """Return what is in all of `sets`."""
    sets = sorted(sets, key=len)
    found = sets[0]
    for one in sets[1:]:
        if not found:
            break
        found = intersect(found, one)
    return found
