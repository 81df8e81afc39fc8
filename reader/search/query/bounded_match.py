"""Trying a pattern on a text in short steps, between which one may stop.

Nothing else of the program runs while Python's `re` searches, and it cannot be
stopped: so it is given no more of the text at once than takes some 10 ms. What
it then finds at the end of such a piece is looked at again in the whole text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.search.query.query_tree import Pattern

LONGEST_TRIED = 20_000  # characters of a passage that a pattern is tried on
_AT_ONCE = 1_200_000  # ways to go on that are tried at once
_FEWEST = 100  # places from which it is worth while to search and not to match at each


def matches(
    part: Pattern, form: str, is_over: Callable[[], bool] = lambda: False
) -> Iterator[tuple[int, int]]:
    """Yield where `part` matches in a search form: never nothing, in order, until `is_over`."""
    text = form[:LONGEST_TRIED]
    many = _AT_ONCE // part.work
    at = 0
    while at < len(text) and not is_over():
        if len(text) - at <= many:
            match, after = part.pattern.search(text, at), len(text)
        elif many < _FEWEST:
            match, after = part.pattern.match(text, at), at + 1
        else:
            after, end = at + many, min(len(text), at + many + part.reach)
            match = part.pattern.search(text, at, end)
            if match and match.start() >= after:
                match = None  # one that begins before it may need more of the text
            elif match and match.end() == end < len(text):
                after = match.start() + 1
                match = part.pattern.match(text, match.start())
        if match and match[0]:
            yield match.span()
        at = max(at + 1, match.end()) if match else after
