"""Chooses one candidate for each of several siblings so that the choices stand in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Candidate(NamedTuple):
    """A place (any number that grows along the text) that a sibling might mean, and how well it fits."""

    place: int
    score: float


class _Best(NamedTuple):
    score: float
    chosen: tuple[int, Candidate] | None  # the sibling and what it takes
    before: _Best | None


_NOTHING = _Best(0.0, None, None)


def align(choices: Sequence[Sequence[Candidate]]) -> dict[int, Candidate]:
    """Return, by sibling, the candidates with the greatest sum of scores whose places grow strictly.

    The heaviest increasing subsequence, by a Fenwick tree of prefix maxima:
    n log n in the number of candidates. The earlier place wins a tie.
    """
    places = sorted({candidate.place for choice in choices for candidate in choice})
    ranks = {place: rank for rank, place in enumerate(places, start=1)}
    tree: list[_Best] = [_NOTHING] * (len(places) + 1)
    for sibling, choice in enumerate(choices):
        found = []
        for candidate in choice:
            before = _best_below(tree, ranks[candidate.place] - 1)
            found.append(_Best(before.score + candidate.score, (sibling, candidate), before))
        for one in found:
            if one.chosen:
                _raise(tree, ranks[one.chosen[1].place], one)
    best: _Best | None = _best_below(tree, len(places))
    chosen: dict[int, Candidate] = {}
    while best and best.chosen:
        chosen[best.chosen[0]] = best.chosen[1]
        best = best.before
    return chosen


def _best_below(tree: list[_Best], rank: int) -> _Best:
    best = _NOTHING
    while rank:
        if tree[rank].score > best.score:
            best = tree[rank]
        rank -= rank & -rank
    return best


def _raise(tree: list[_Best], rank: int, best: _Best) -> None:
    while rank < len(tree):
        if best.score > tree[rank].score:
            tree[rank] = best
        rank += rank & -rank
