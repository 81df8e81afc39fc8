"""Levenshtein's distance, by rapidfuzz: 4 MB, loaded when the first texts are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rapidfuzz.distance import ScoreAlignment


class Opcode(Protocol):
    """One edit of a Levenshtein script: `src` (half open) of the first text becomes `dest` of the second.

    `tag`: "equal", "replace", "insert" or "delete".
    """

    tag: str
    src_start: int
    src_end: int
    dest_start: int
    dest_end: int


def opcodes(one: Sequence[str], other: Sequence[str]) -> Iterable[Opcode]:
    """Return the shortest Levenshtein script from `one` to `other`, both texts or lists of words."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.opcodes(one, other)


def share_alike(one: str, other: str) -> float:
    """Return the normalised Levenshtein similarity, 1 - distance / longer length: 1 for equal texts."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other)


def likest_part(wanted: str, text: str, at_least: float) -> ScoreAlignment | None:
    """Return the part of `text` most similar to `wanted` by rapidfuzz's partial ratio (0 to 100).

    None where no part scores `at_least`.
    """
    from rapidfuzz import fuzz

    return fuzz.partial_ratio_alignment(wanted, text, score_cutoff=at_least)
