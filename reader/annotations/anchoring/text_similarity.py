"""How like two pieces of text are: the words themselves, what stands around them, the paths above them.

All compare squeezed text (folded, no white space or punctuation), by
Levenshtein's distance over the longer length: 1 is the same, 0 nothing alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.annotations.anchoring.edit_distance import share_alike
from reader.articles.source.canonical_text import Span
from reader.articles.source.character_folding import fold

AROUND = 24  # squeezed code points on either side that are compared
REACH = 4 * AROUND  # code points that are taken to find so many
_LONGEST = 4_000  # code points of a line that are compared


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How similar two places are, 0 to 1: before the quote (`left`), after it (`right`), in its whole line.

    `size`: the length of the quote, in squeezed code points.
    """

    left: float
    right: float
    line: float
    size: int

    @property
    def best(self) -> float:
        """The higher similarity of the two sides: on the other, something may have been inserted."""
        return max(self.left, self.right)

    @property
    def mean(self) -> float:
        """The mean of both sides."""
        return (self.left + self.right) / 2


def squeeze(text: str) -> str:
    """Return `text` without white space, punctuation and control characters, folded."""
    return "".join(char for char in fold(text) if _is_kept(char))


def likeness(one: str, other: str) -> float:
    """Return the similarity of two texts, 0 to 1, without white space and punctuation, case folded.

    A text of nothing else is compared as it stands.
    """
    a, b = squeeze(one), squeeze(other)
    if not a or not b:
        a, b = one, other
    return share_alike(a, b)


def surroundings(old: str, span: Span, new: str, image: Span) -> Surroundings:
    """Compare what stands around `span` of `old` with what stands around `image` of `new`."""
    before = old[max(0, span.start - REACH) : span.start], new[max(0, image.start - REACH) : image.start]
    after = old[span.end : span.end + REACH][::-1], new[image.end : image.end + REACH][::-1]
    left, right = _sides(*before), _sides(*after)
    line = share_alike(_line(old, span), _line(new, image))
    return Surroundings(left, right, line, len(squeeze(old[span.start : span.end])))


def are_akin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two framework paths may lead to the same point: its own label kept, or only reworded."""
    if not one or not other:
        return not one and not other
    mine, theirs = [squeeze(label) for label in one], [squeeze(label) for label in other]
    return mine[-1] in theirs or theirs[-1] in mine or _is_reworded(mine[-1], theirs[-1])


def _is_reworded(a: str, b: str) -> bool:
    return share_alike(a, b) >= 0.6 or (min(len(a), len(b)) >= 3 and (a in b or b in a))


def _sides(one: str, other: str) -> float:
    """Compare the last `AROUND` squeezed characters of both; where both are at an end of the text, 1."""
    a, b = squeeze(one)[-AROUND:], squeeze(other)[-AROUND:]
    if not a and not b:
        return 1.0
    return share_alike(a, b)


def _line(text: str, span: Span) -> str:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return squeeze(text[start : end if end >= 0 else len(text)][:_LONGEST])


@lru_cache(maxsize=8192)
def _is_kept(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"
