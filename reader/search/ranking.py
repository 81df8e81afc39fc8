"""How much a passage weighs: BM25, with lengths in bytes of the search form."""

from __future__ import annotations

from math import log

CHAMPIONS = 128  # documents kept for each common term, by weight
_K = 1.2
_B = 0.75
_USUAL_LENGTH = 1000  # bytes: some 350 Chinese characters


def length_weight(length: int) -> float:
    """Return BM25's share of the length: k1 * (1 - b + b * length / usual)."""
    return _K * (1 - _B) + _K * _B / _USUAL_LENGTH * length


def rarity(holding: int, total: int) -> float:
    """Return BM25's inverse document frequency of a term that stands in `holding` of `total` documents."""
    return log(1 + (total - holding + 0.5) / (holding + 0.5))


def weight(count: int, length: int) -> float:
    """Return BM25's weight of a term that stands `count` times in `length` bytes, before its rarity."""
    return count * (_K + 1) / (count + length_weight(length)) if count else 0.0
