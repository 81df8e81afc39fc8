"""How much a passage weighs: BM25, with lengths in bytes of the search form.

A term that stands `count` times in a passage weighs
rarity * GAIN * count / (count + length_weight).
"""

from __future__ import annotations

from math import log

MOST = 255  # how often, at most, a term is counted in a document
COMMON = 256  # documents with a term from which its heaviest are kept, however often they hold it
HEAVIEST = 64  # how many those are; fewer than COMMON
_OF_CHARACTERS = 256  # kept at most: a character alone stands twice almost anywhere
_OF_OTHERS = 1024
_FEWEST = 256
_SHARE = 64  # a trigram has a list if one document in so many holds it
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


def least_of_trigrams(total: int) -> int:
    """Return in how many of `total` documents three neighbours of Chinese must stand to have a list."""
    return max(_FEWEST, total // _SHARE)


def most_kept(letters: int) -> int:
    """Return of how many documents, at most, it is kept how often they hold a term of so many letters."""
    return _OF_CHARACTERS if letters == 1 else _OF_OTHERS
