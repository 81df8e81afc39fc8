"""What the asking thread runs. The search is imported there, as that takes a tenth of a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from reader.search.answers import Answer, Question, Value
from reader.search.marginalia import Marginalia

if TYPE_CHECKING:
    from reader.search.index import LibraryIndex


def is_enough(text: str) -> bool:
    """Whether a question is worth asking: two letters, or one Chinese character."""
    words = text.strip()
    return len(words) > 1 or (len(words) == 1 and ord(words) > 0x2E7F)


def answer_in(
    index: LibraryIndex, question: Question, marginalia: Marginalia, stale: Callable[[], bool]
) -> Answer | None:
    """Return the answer of `index`, or None where nobody waits for it any more."""
    from reader.search.waiting import answered

    return answered(index, question, marginalia, stale)


def follow_up_in(
    index: LibraryIndex, answer: Answer, marginalia: Marginalia, stale: Callable[[], bool]
) -> tuple[Answer, Mapping[str, tuple[Value, ...]]] | None:
    """Return near spellings and how the hits divide, or None where nobody waits any more."""
    from reader.search.waiting import followed_up

    return followed_up(index, answer, marginalia, stale)
