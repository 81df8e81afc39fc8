"""Which word a double click means. Chinese has no spaces: the article itself says what goes together.

For letters and digits it is the run of them. For Chinese it is, of all
stretches around the letter within its run, the one that the article repeats
most for its length: it needs no dictionary, and finds the names and terms
that no dictionary has.
"""

from __future__ import annotations

import re

LONGEST_WORD = 8  # Chinese characters
CORPUS = 100_000  # letters around the place in which repetitions are counted: 10 ms at the most
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(
    r"[^\W\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:['’.\-][^\W\u3400-\u9fff]+)*"
)
_SPACE = re.compile(r"\s+")


def word_at(text: str, place: int, corpus: str) -> tuple[int, int]:
    """Return where the word around code point `place` of `text` starts and ends.

    `corpus` is what the repetitions are counted in. At the end of the text,
    or just behind a word, the word before the place is meant.
    """
    place = max(0, min(place, len(text) - 1))
    for pattern in (_WORD, _HAN, _SPACE):
        for match in pattern.finditer(text):
            if match.start() <= place < match.end():
                return _han_word(text, place, match.span(), corpus) if pattern is _HAN else match.span()
    return (place, place + 1) if text else (0, 0)


def _han_word(text: str, place: int, run: tuple[int, int], corpus: str) -> tuple[int, int]:
    best, best_worth = (place, place + 1), 0
    for length in range(2, LONGEST_WORD + 1):
        first = max(run[0], place - length + 1)
        for start in range(first, min(place, run[1] - length) + 1):
            repeated = corpus.count(text[start : start + length]) - 1
            worth = repeated * length
            if worth > best_worth:
                best, best_worth = (start, start + length), worth
        if best_worth == 0:
            break  # what is not repeated is not repeated as a part of something longer either
    return best
