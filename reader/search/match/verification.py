"""Which passages of a segment a query finds.

Tokens narrow it down, from the rarest up; wherever they do not settle it, the
text is looked for in the passage itself, so nothing is found that does not
hold it. A word that is not Chinese is looked for in the list of all words, as
in a text: in the middle of them too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import thread_time

from reader.search.match.pinyin_match import named_in_pinyin
from reader.search.match.term_counts import (
    UNKNOWN,
    Counts,
    counts_by_reading,
    counts_of_token,
    counts_of_word,
    those_holding,
)
from reader.search.match.term_filter import Narrowing, narrowed
from reader.search.query.patterns import matches
from reader.search.query.query_tree import (
    All,
    Between,
    Either,
    Keyed,
    Node,
    Not,
    Noted,
    Pattern,
    Spelled,
    State,
    Words,
)
from reader.search.storage.postings import (
    NOTHING,
    Dense,
    Documents,
    Sparse,
    as_number,
    everything,
    intersect,
    subtract,
    unite,
)
from reader.search.storage.segment_file import Table
from reader.search.storage.segments import Segment
from reader.search.text.analysis import is_chinese, is_word
from reader.search.user_data import UserData

_LONGEST = 1.0  # seconds of work for which a pattern is tried in one segment
_LONGEST_IN_ONE = 0.1  # seconds in one passage
_MANY = 500  # documents of two sets from which they are united only when somebody looks
OF_ARTICLES = frozenset(
    {"name", "title", "category", "tag", "source", "host", "lang", "date", "year", "length"}
)


class CancelledError(Exception):
    """Raised out of a search whose `cancelled` has said True: its answer is not wanted any more."""


class Matcher:
    """Finds the passages of one segment that match a query: by the index, then by the text itself.

    `bounded`: a pattern took too long for some passages, and these were left out.
    """

    def __init__(
        self, segment: Segment, user_data: UserData, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self.segment = segment
        self.bounded = False
        self.united: Documents = NOTHING  # what a question for either of some texts found
        self._file = segment.file
        self._user_data = user_data
        self._cancelled = cancelled
        self._narrowing = Narrowing(segment)
        self._held: dict[str, tuple[Documents, bool]] = {}  # who holds a text, and whether these are all
        self._shared: dict[tuple[Node, Node], Documents] = {}

    def match(self, node: Node) -> Documents:
        """Return the documents that match `node`, deleted ones among them. Raises `CancelledError`."""
        if self._cancelled():
            raise CancelledError
        return self._find(node)

    def _find(self, node: Node) -> Documents:
        match node:
            case Words():
                return self._words(node)
            case All():
                return self._all(node)
            case Either():
                return self._either(node)
            case Not():
                return subtract(everything(self._file.count), self.match(node.part))
            case Pattern():
                return self._trying(node, everything(self._file.count))
            case Spelled():
                return self._spelled(node)
        return self._of_articles(node)

    def _of_articles(self, node: Keyed | Between | State | Noted) -> Documents:
        match node:
            case Keyed():
                return self._keyed(node)
            case Between():
                return self._between(node)
            case State():
                return self._state(node)
            case Noted():
                return self._articles({note.file for note in self._user_data.holding(node.form)})

    def _keyed(self, node: Keyed) -> Documents:
        found = self._keeping(node, lambda table: _indexes_of(table, node))
        names = self._user_data.tagged(node.form, whole=node.whole) if node.table == "tag" else frozenset()
        own = self._articles(names)
        return unite([found, own], self._file.width) if own else found

    def _words(self, node: Words) -> Documents:
        found, settled = self.candidates(node.form)
        return found if settled or not found else self._holding(found, node.form, everywhere=True)

    def _all(self, node: All) -> Documents:
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
        left = narrowed(found) if found else everything(self._file.count)
        for form in sorted(unsettled, key=len, reverse=True):
            left = self._holding(left, form, everywhere=len(found) == 1)
        for part in node.parts:
            if isinstance(part, Not):
                left = subtract(left, self.match(part.part))
            elif isinstance(part, Pattern):
                left = self._trying(part, left)
        return left

    def _either(self, node: Either) -> Documents:
        found = [self.match(part) for part in node.parts]
        width = self._file.width
        if len(found) == 2 and sum(map(len, found)) > _MANY:
            # How many they are is known from those in both: who they are is often not asked.
            one, other = found
            shared = self._shared[node.parts[0], node.parts[1]] = intersect(one, other)
            size = len(one) + len(other) - len(shared)
            united: Documents = Dense.later(
                lambda: as_number(one, width) | as_number(other, width), size, width
            )
        else:
            united = unite(found, width)
        if all(isinstance(part, Words) for part in node.parts):
            self.united = united
        return united

    def _between(self, node: Between) -> Documents:
        def indexes(table: Table) -> Sequence[int]:
            end = table.first_from(node.high.encode()) if node.high else table.count
            return range(table.first_from(node.low.encode()), end)

        return self._keeping(node, indexes)

    def _state(self, node: State) -> Documents:
        if node.name != "unread":
            return self._articles(self._user_data.in_state(node.name))
        touched = self._user_data.read | self._user_data.begun
        return subtract(everything(self._file.count), self._articles(touched))

    def _spelled(self, node: Spelled) -> Documents:
        found = named_in_pinyin(self.segment, node, self._cancelled)
        if found is None:
            raise CancelledError
        return found

    def candidates(self, form: str) -> tuple[Documents, bool]:
        """Return all passages that may hold `form`, and whether each is known to: then none need be read."""
        return self._narrowing.candidates(form)

    def _holding(self, documents: Documents, form: str, *, everywhere: bool) -> Documents:
        """Return those whose search form holds `form`: the last word on every find."""
        found = those_holding(self.segment, documents, form, self._cancelled)
        if found is None:
            raise CancelledError
        self._held[form] = found, everywhere
        return found

    def counts(self, form: str, first: int = 0) -> Counts:
        """Return the frequencies of `form`; with `first`, at least those of so many weightiest passages."""
        if form in self._held:
            holding, everywhere = self._held[form]
            return replace(counts_by_reading(self.segment, form, holding, first), everywhere=everywhere)
        holding, settled = self.candidates(form)
        words = self.segment.table("words")
        if not settled:
            return UNKNOWN
        if not holding:
            return Counts(NOTHING, {})
        if is_chinese(form) and len(form) > 2:
            return counts_by_reading(self.segment, form, holding, first)
        if words is None or not is_word(form):
            return counts_of_token(self.segment, form, holding, first)
        return counts_of_word(self.segment, form, holding, self._narrowing.variants(form, words), first)

    def sharing(self, one: str, other: str) -> Documents:
        """Return the passages that are known to hold both texts. Reads none: there may be more."""
        key = Words(one), Words(other)
        if key not in self._shared:
            self._shared[key] = intersect(self.holders(one), self.holders(other))
        return self._shared[key]

    def holders(self, form: str) -> Documents:
        """Return all passages that hold a text; none where they would have to be read to know."""
        if form in self._held:
            return self._held[form][0]
        holding, settled = self.candidates(form)
        return holding if settled else NOTHING

    def _trying(self, node: Pattern, documents: Documents) -> Documents:
        for piece in node.pieces:
            documents = intersect(documents, self.candidates(piece)[0])
        blobs = self._file.blobs["form"]
        until = thread_time() + _LONGEST
        found = []
        for one in documents:
            if self._cancelled():
                raise CancelledError
            if thread_time() > until:
                self.bounded = True
                break
            try:
                if any(matches(node, blobs.text(one), _LONGEST_IN_ONE)):
                    found.append(one)
            except TimeoutError:
                self.bounded = True
        return Sparse(found)

    def _keeping(self, node: Keyed | Between, indexes: Callable[[Table], Sequence[int]]) -> Documents:
        """Return what a filter finds, from what is kept where it has been asked for before."""
        if node not in self.segment.kept:
            table = self.segment.table(node.table)
            found = table.union(indexes(table)) if table is not None else NOTHING
            if len(self.segment.kept) > 2000:
                self.segment.kept.clear()
            wide = node.table in OF_ARTICLES
            self.segment.kept[node] = self.segment.whole_articles(found) if wide and found else found
        return self.segment.kept[node]

    def _articles(self, names: frozenset[str] | set[str]) -> Documents:
        table = self.segment.table("name")
        if table is None or not names:
            return NOTHING
        indexes = sorted(table.index(name.encode("utf-8", "surrogatepass")) for name in names)
        found = table.union([index for index in indexes if index >= 0])
        return self.segment.whole_articles(found) if found else found


def _indexes_of(table: Table, node: Keyed) -> Sequence[int]:
    encoded = node.form.encode("utf-8", "surrogatepass")
    if node.whole:
        index = table.index(encoded)
        return [index] if index >= 0 else []
    return table.containing(encoded)
