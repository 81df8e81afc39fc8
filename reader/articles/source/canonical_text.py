"""The canonical text of an article: what anchors and search stand on.

It is the article's visible words with the Markdown marks taken off, in NFC,
made by `reader.articles.source.extraction` alone and from the source alone: a change of theme, font,
Qt or Markdown library moves nothing. **Line n of the canonical text is line n
of the file** (a fence, a rule or a table's delimiter row gives an empty line),
which is the whole map between the two.

`EXTRACTOR_VERSION` is raised whenever the same source would give another text;
annotations keep it, and the old text, to find their words again.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reader.text_hash import digest_of

EXTRACTOR_VERSION = 4
LETTERS_STEP = 4_096  # code points


def letters_in(words: str) -> int:
    """Return how many characters of `words` are no white space."""
    return sum(map(len, words.split()))


class Span(NamedTuple):
    """A stretch of canonical text in code points, half open."""

    start: int
    end: int


@dataclass(frozen=True)
class CanonicalText:
    """The canonical text, with its map to the lines of the file."""

    text: str
    version: int = EXTRACTOR_VERSION

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text's UTF-8 form, in hexadecimal."""
        return digest_of(self.text)

    @cached_property
    def line_starts(self) -> list[int]:
        """The position at which each line starts; the line counted 1 is at index 0."""
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts[:-1]

    @cached_property
    def letters_before(self) -> list[int]:
        """How many letters (all but white space) stand before each `LETTERS_STEP`th code point."""
        counts = [0]
        for start in range(0, len(self.text), LETTERS_STEP):
            counts.append(counts[-1] + letters_in(self.text[start : start + LETTERS_STEP]))
        return counts[:-1] or counts

    def behind_letters(self, span: Span, letters: int) -> tuple[int, int]:
        """Return a place in `span` with at most `letters` letters of it before, how many of these come after.

        The second is less than `LETTERS_STEP`. As quick in a line of ten megabytes as in a short one.
        """
        if span.end - span.start <= LETTERS_STEP:
            return span.start, letters
        first = span.start // LETTERS_STEP
        before = self.letters_before[first] + letters_in(self.text[first * LETTERS_STEP : span.start])
        step = bisect_right(self.letters_before, before + letters) - 1
        if step <= first:
            return span.start, letters
        return min(step * LETTERS_STEP, span.end), before + letters - self.letters_before[step]

    def line_at(self, position: int) -> int:
        """Return the line, from 1, that holds the code point at `position`."""
        return max(1, bisect_right(self.line_starts, position))

    def span_of_lines(self, first: int, last: int) -> Span:
        """Return the span of lines `first` to `last`, inclusive, without the last line's newline."""
        starts = self.line_starts
        end = starts[last] - 1 if last < len(starts) else len(self.text)
        return Span(starts[first - 1], end)

    def words(self, span: Span) -> str:
        """Return the text of `span`."""
        return self.text[span.start : span.end]


def extract(source: str) -> CanonicalText:
    r"""Return the canonical text of Markdown `source` (newlines are "\n"). Never raises."""
    from reader.articles.source.extraction import extract_lines
    from reader.articles.source.scanner import scan

    return extract_lines(scan(source))
