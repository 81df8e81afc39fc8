"""A text without its white space and punctuation, folded: what is aligned and compared.

A reissue in another template changes marks and line breaks and no words; width,
case and Traditional characters are taken for the same.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left

from reader.articles.source.canonical_text import Span
from reader.articles.source.character_folding import fold

_SENTENCE = frozenset("。！？!?；;…")


class Squeezed:
    """A text without its white space and punctuation, folded, with the way back."""

    def __init__(self, text: str) -> None:
        dropped = {char for char in set(text) if unicodedata.category(char)[0] in "PZC"}
        self._whole = text
        self.places = [i for i, char in enumerate(text) if char not in dropped]
        folded = fold(text)
        self.text = "".join([folded[i] for i in self.places])

    def range_of(self, span: Span) -> tuple[int, int]:
        """Return the half-open range of squeezed characters that lie in `span` of the text."""
        return bisect_left(self.places, span.start), bisect_left(self.places, span.end)

    def strength(self, index: int) -> int:
        """Return how strong a border lies before the squeezed character at `index`.

        3 for a line's end, 2 for a sentence's, 1 for other marks, 0 within a word.
        """
        if index <= 0 or index >= len(self.places):
            return 3
        between = self._whole[self.places[index - 1] + 1 : self.places[index]]
        if "\n" in between:
            return 3
        return 2 if not _SENTENCE.isdisjoint(between) else int(bool(between))
