"""Asking for somebody who may stop waiting: then there is no answer, and no more work is done for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.search.ask import count, suggest
from reader.search.index import LibraryIndex
from reader.search.match.facet_counts import facets
from reader.search.match.verification import CancelledError
from reader.search.model import Answer, Question, Value
from reader.search.self_healing import ask_index
from reader.search.user_data import Marginalia

Stale = Callable[[], bool]  # whether nobody waits any more


def answered(index: LibraryIndex, question: Question, marginalia: Marginalia, stale: Stale) -> Answer | None:
    """Return the answer of `index` as it is now: the first page of it, if the passages take long to count."""
    try:
        return None if stale() else ask_index(index, question, marginalia, stale, hasty=True)
    except CancelledError:
        return None


def counted(index: LibraryIndex, answer: Answer, marginalia: Marginalia, stale: Stale) -> Answer | None:
    """Return an answer of which only the first page is known with the number of its passages."""
    try:
        return None if stale() else count(index.snapshot(), answer, marginalia, stale)
    except CancelledError:
        return None


def followed_up(
    index: LibraryIndex, answer: Answer, marginalia: Marginalia, stale: Stale
) -> tuple[Answer, Mapping[str, tuple[Value, ...]]] | None:
    """Return what one can do without for a moment: near spellings, and how the hits divide."""
    try:
        snapshot = index.snapshot()
        values = None if stale() else facets(snapshot, answer.question, marginalia, stale)
        return None if values is None else (suggest(snapshot, answer), values)
    except CancelledError:
        return None
