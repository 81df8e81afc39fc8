"""Asking an index that may be damaged in a way that opening it did not show.

The index is a cache on a disk that may fail: reading nonsense out of it is
expected, and answered by making it anew, never by an error in front of the
person.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.search.ask import ask
from reader.search.index import LibraryIndex
from reader.search.model import Answer, Question
from reader.search.user_data import NONE, Marginalia


def ask_index(
    index: LibraryIndex,
    question: Question,
    marginalia: Marginalia = NONE,
    cancelled: Callable[[], bool] = lambda: False,
    repair: Callable[[LibraryIndex], object] = lambda _: None,
    *,
    hasty: bool = False,
) -> Answer:
    """Return the answer of `index` now. A damaged one is thrown away, `repair` called, and asked again."""
    try:
        return ask(index.snapshot(), question, marginalia, cancelled, hasty=hasty)
    except (ValueError, LookupError, TypeError, OverflowError):
        # Damage shows as bytes that are no UTF-8, offsets beyond the end, JSON that is none. If the
        # fault is ours and not the disk's, the same question to a fresh index raises it again.
        index.distrust()
        repair(index)
        return ask(index.snapshot(), question, marginalia, cancelled, hasty=hasty)
