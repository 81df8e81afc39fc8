"""How long a text is to a reader: Chinese characters and words of other scripts, counted apart.

A page of Chinese and a page of English are read at different speeds, so they are never added up as
characters. A stretch of letters and digits is one word, hyphens and apostrophes inside it included;
punctuation and white space count nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

# Han, kana and hangul: what is read character by character. Compiled when used: it takes 3 ms.
_HAN = "[\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = r"[^\W_]+(?:['’\-][^\W_]+)*"


class Speed(NamedTuple):
    """How fast a person reads: Han characters, and words, a minute. The defaults are common figures."""

    han: float = 400.0
    words: float = 220.0


USUAL = Speed()


@dataclass(frozen=True, slots=True)
class Length:
    """Han characters (kana and hangul among them) and words of other scripts."""

    han: int = 0
    words: int = 0

    def __add__(self, other: Length) -> Length:
        return Length(self.han + other.han, self.words + other.words)

    def seconds(self, speed: Speed = USUAL) -> float:
        """Return how long it takes to read this at `speed`, in seconds."""
        return 60 * (self.han / speed.han + self.words / speed.words)


NOTHING = Length()


def length_of(text: str) -> Length:
    """Return the length of `text`."""
    rest, han = re.subn(_HAN, " ", " ".join(text.split()))  # of white space there may be a million
    return Length(han, sum(1 for _match in re.finditer(_WORD, rest)))
