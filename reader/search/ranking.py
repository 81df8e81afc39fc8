"""How much a passage weighs: BM25, with lengths in bytes of the search form.

A term that stands `count` times in a passage weighs
rarity * GAIN * count / (count + length_weight).
"""

from __future__ import annotations

from math import log

CHAMPIONS = 128  # documents kept for each common term, by weight
_DEEPEST = 1024  # for the commonest: among so many is whoever holds another term as well
_K = 1.2
_B = 0.75
GAIN = _K + 1
_USUAL_LENGTH = 1000  # bytes: some 350 Chinese characters


def length_weight(length: int) -> float:
    """Return BM25's share of the length: k1 * (1 - b + b * length / usual)."""
    return _K * (1 - _B) + _K * _B / _USUAL_LENGTH * length


def rarity(holding: int, total: int) -> float:
    """Return BM25's inverse document frequency of a term that stands in `holding` of `total` documents."""
    return log(1 + (total - holding + 0.5) / (holding + 0.5))


def champions_of(holding: int) -> int:
    """Return how many champions a term has that `holding` documents hold."""
    return max(CHAMPIONS, min(_DEEPEST, holding // 4))
