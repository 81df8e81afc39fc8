"""What the asking thread runs. The search is imported there, as that takes a tenth of a second, and 8 MB."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from reader.catalogue.library import Library
from reader.search.model import Answer, Question, Value
from reader.search.user_data import UserData

if TYPE_CHECKING:
    from reader.search.build.library_index import LibraryIndex


class IndexToAsk:
    """The index of one library. The search is imported when it is first asked, and takes no memory before."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def opened(self) -> LibraryIndex:
        """The index itself. For the asking thread."""
        from reader.search.build.library_index import LibraryIndex

        return LibraryIndex(self._library)

    def warm_up(self) -> None:
        """Import the search, and open the index as it is: somebody is about to ask. For the asking thread."""
        import reader.search.ask  # noqa: F401

        self.opened.snapshot()


def is_enough(text: str) -> bool:
    """Whether a question is worth asking: two letters, or one Chinese character."""
    words = text.strip()
    return len(words) > 1 or (len(words) == 1 and ord(words) > 0x2E7F)


def answer_in(
    index: IndexToAsk, question: Question, user_data: UserData, stale: Callable[[], bool]
) -> Answer | None:
    """Return the answer of `index`, or None where nobody waits for it any more."""
    from reader.search.ask import CancelledError, ask_index

    try:
        return ask_index(index.opened, question, user_data, stale)
    except CancelledError:
        return None


def follow_up_in(
    index: IndexToAsk, answer: Answer, user_data: UserData, stale: Callable[[], bool]
) -> tuple[Answer, Mapping[str, tuple[Value, ...]]] | None:
    """Return near spellings and how the hits divide, or None where nobody waits any more."""
    from reader.search.ask import CancelledError, follow_up

    try:
        return follow_up(index.opened, answer, user_data, stale)
    except CancelledError:
        return None
