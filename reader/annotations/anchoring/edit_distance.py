"""Levenshtein's distance, by rapidfuzz: 4 MB, loaded when the first texts are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

LONGEST = 1_000  # code points of a text whose likest part is sought as a whole: 0.03 s in 100,000


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


class Likest(NamedTuple):
    """The part of a text, half open, that is most like another text; `score`: 0 to 100."""

    start: int
    end: int
    score: float


def likest_part(wanted: str, text: str, at_least: float) -> Likest | None:
    """Return the part of `text` most similar to `wanted` by rapidfuzz's partial ratio.

    None where no part scores `at_least`. A long text is sought by its two ends: sought as a whole, one of
    10,000 code points takes two minutes in 100,000.
    """
    if len(wanted) <= LONGEST:
        return _likest(wanted, text, at_least)
    first = _likest(wanted[: LONGEST // 2], text, at_least)
    last = _likest(wanted[-LONGEST // 2 :], text, at_least) if first else None
    if first is None or last is None:
        return None
    share = (last.end - first.start) / len(wanted)
    return Likest(first.start, last.end, (first.score + last.score) / 2) if 0.5 <= share <= 2 else None


def _likest(wanted: str, text: str, at_least: float) -> Likest | None:
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=at_least)
    return Likest(found.dest_start, found.dest_end, found.score) if found is not None else None
