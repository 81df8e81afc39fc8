"""Cuts a large group of siblings where names agree exactly: the work grows with the group, not its square.

Names that occur as often among the siblings as among the candidates are paired off, first with first; of
these pairs the longest series that keeps the order of the text stays (patience sorting). Between them, the
rest is cut into parts. Siblings that agree with nothing are compared with as much as the bound allows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

_ANCHORS_A_PART = 10


def parts(
    names: Sequence[str], candidates: Sequence[str], most: int, each: int
) -> Iterator[tuple[range, range]]:
    """Yield stretches of siblings and candidates that belong together, by key.

    A part has at most `most` pairs, and `each` candidates for each sibling. A group of no more is one part.
    """
    if len(names) * len(candidates) <= min(most, each * len(names)):
        yield range(len(names)), range(len(candidates))
        return
    start = (0, 0)
    anchors = _series(names, candidates)
    for cut in [*anchors[_ANCHORS_A_PART::_ANCHORS_A_PART], (len(names), len(candidates))]:
        yield from _bounded(range(start[0], cut[0]), range(start[1], cut[1]), most, each)
        start = cut


def _bounded(nodes: range, candidates: range, most: int, each: int) -> Iterator[tuple[range, range]]:
    """Yield a part; one of too many pairs in pieces along both, that together have no more."""
    bound = min(most, each * len(nodes))
    pieces = max(1, min(-(-len(nodes) * len(candidates) // max(bound, 1)), len(nodes)))
    step, stride = -(-len(nodes) // pieces), -(-len(candidates) // pieces)
    width = min(stride, max(1, bound // max(len(nodes), 1)))
    for piece in range(pieces):
        some = nodes[piece * step : (piece + 1) * step]
        if some:
            yield some, candidates[piece * stride : piece * stride + width]


def _series(names: Sequence[str], candidates: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of the same name, both growing: the longest such series of unmistakable ones."""
    of_names, of_candidates = Counter(names), Counter(candidates)
    waiting: dict[str, list[int]] = {}
    for place in range(len(candidates) - 1, -1, -1):
        waiting.setdefault(candidates[place], []).append(place)
    pairs = [
        (index, waiting[name].pop())
        for index, name in enumerate(names)
        if of_names[name] == of_candidates[name] and name
    ]
    ends: list[int] = []  # the least last place of a series of each length
    last: list[int] = []  # the pair that ends it
    before: list[int] = []
    for at, (_index, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(at)
        else:
            ends[length], last[length] = place, at
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
