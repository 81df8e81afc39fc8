"""Levenshtein's distance, by rapidfuzz: 4 MB, loaded when the first texts are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rapidfuzz.distance import ScoreAlignment


class Opcode(Protocol):
    """A step from one text to another: `src` of the one becomes `dest` of the other."""

    tag: str
    src_start: int
    src_end: int
    dest_start: int
    dest_end: int


def opcodes(one: Sequence[str], other: Sequence[str]) -> Iterable[Opcode]:
    """Return the steps that lead from `one` to `other`: texts, or words in a row."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.opcodes(one, other)


def share_alike(one: str, other: str) -> float:
    """Return 1 less the distance over the longer length: 1 is the same, 0 nothing alike."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other)


def likest_part(wanted: str, text: str, at_least: float) -> ScoreAlignment | None:
    """Return the part of `text` that is likest `wanted`, if it scores `at_least` so much of 100."""
    from rapidfuzz import fuzz

    return fuzz.partial_ratio_alignment(wanted, text, score_cutoff=at_least)
