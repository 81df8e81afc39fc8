"""What a segment may hold of a question, before all of it is read: enough to show the first page.

A longer text that very many passages may hold would have to be looked for in
each of them, and a pinyin word in very many names. The best hits are few, and
found without: who the heaviest and the shortest may be is known, and only of
these it is read whether they are hits. How many there are is counted later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from reader.search.match.pinyin_match import is_called, suspects
from reader.search.match.term_counts import can_wait, holds
from reader.search.match.term_filter import narrowed
from reader.search.match.verification import Matcher
from reader.search.query.query_tree import All, Node, Pattern, Spelled, Words
from reader.search.storage.postings import Documents, unite
from reader.search.storage.segments import Segment
from reader.search.user_data import Marginalia

MOST_READ = 1_000  # passages of a segment that are read before a first page is shown
MOST_HEARD = 100  # passages of a segment whose names are; a name takes longer than a text


class Glance(Matcher):
    """Finds what may be found in one segment. What that has yet to be read for is `unread`."""

    def __init__(
        self, segment: Segment, marginalia: Marginalia, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(segment, marginalia, cancelled)
        self.unread: tuple[Words | Spelled, ...] = ()
        self._sounding: dict[Spelled, Documents] = {}

    def look(self, node: All) -> Documents:
        """Return what `node` finds or, where something stays `unread`, what it may find.

        Raises `CancelledError`.
        """
        parts = tuple(_flat(node))
        waiting = tuple(part for part in parts if isinstance(part, Words | Spelled) and self._can_wait(part))
        if not waiting or any(isinstance(part, Pattern) for part in parts):
            return self.match(node)
        sets = [self._suspects(part) for part in waiting]
        if others := tuple(part for part in parts if part not in waiting):
            sets.append(self.match(All(others)))
        found = narrowed(sets)
        if len(found) <= min(map(_most, waiting)):
            return self.match(node)
        self.unread = waiting
        return found

    def read(self, ids: Iterable[int]) -> Iterator[int]:
        """Yield those of `ids` that are found; they are read one by one, as they are asked for."""
        found = iter(ids)
        for part in self.unread:
            found = filter(partial(self._holds, part), found)
        return found

    def _holds(self, part: Words | Spelled, document: int) -> bool:
        if isinstance(part, Words):
            return holds(self.segment, document, part.form)
        return is_called(self.segment, document, part)

    def _can_wait(self, part: Words | Spelled) -> bool:
        if isinstance(part, Words) and (
            self.candidates(part.form)[1] or not can_wait(self.segment, part.form)
        ):
            return False
        return len(self._suspects(part)) > _most(part)

    def _suspects(self, part: Words | Spelled) -> Documents:
        if isinstance(part, Words):
            return self.candidates(part.form)[0]
        if part not in self._sounding:
            found = [documents for _, documents in suspects(self.segment, part)]
            self._sounding[part] = unite(found, self.segment.file.width)
        return self._sounding[part]


def _most(part: Words | Spelled) -> int:
    return MOST_READ if isinstance(part, Words) else MOST_HEARD


def _flat(node: All) -> Iterator[Node]:
    for part in node.parts:
        if isinstance(part, All):
            yield from _flat(part)
        else:
            yield part
