"""Where the words of a block stand in the canonical text: exactly, for both come from the same lines.

A block knows where each line of the file begins in it (`Block.lines`). What it shows of a line and what
the canonical text says are the same letters in the same order; white space may differ, a picture or a
formula stands for its words, and words of ours (`Run.added`) stand for none. So the n-th letter here is
the n-th letter there. Positions are code points. No Qt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.articles.markdown.blocks import Formula, Inline, Lines, Picture, Run
from reader.articles.source.canonical_text import CanonicalText
from reader.regex import regex

_LETTERS = regex(r"\S+")
_SPACE = regex(r"\s+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that is the same in both: `length` code points from `shown` and from `text`."""

    shown: int  # code points of the block's text
    text: int  # code points of the canonical text
    length: int


def letters_in(words: str) -> int:
    """Return how many characters of `words` are no white space."""
    return len(_SPACE.sub("", words))


def words_for(inline: Inline) -> str:
    """Return what the canonical text says for `inline`, of the line that it begins on."""
    if isinstance(inline, Run):
        return "" if inline.added else inline.text + inline.ruby
    if isinstance(inline, Picture):
        return inline.words
    return formula_words(inline).split("\n", 1)[0]


def formula_words(formula: Formula) -> str:
    """Return a formula as it is written, without its marks."""
    wide = formula.source.startswith(("$$", "\\[", "\\("))
    return formula.source[2:-2] if wide else formula.source[1:-1]


def stretches_of(
    inlines: Sequence[Inline], lines: Lines, text: CanonicalText, line_shift: int = 0
) -> Iterator[Stretch]:
    """Yield what of `inlines` stands where in `text`, in order.

    `lines` say where lines of the file begin in them; these are `line_shift` less than those of the file.
    """
    shown = _Shown(inlines)
    for number, (start, line, before) in enumerate(lines):
        end = lines[number + 1][0] if number + 1 < len(lines) else shown.length
        line += line_shift
        if start < end and 1 <= line <= len(text.line_starts):
            yield from _of_line(list(shown.chunks(start, end)), line, before, text)


class _Shown:
    """The inlines of a block, by place."""

    def __init__(self, inlines: Sequence[Inline]) -> None:
        self.items: list[tuple[int, int, Inline]] = []
        at = 0
        for inline in inlines:
            size = len(inline.text) if isinstance(inline, Run) else 1
            self.items.append((at, at + size, inline))
            at += size
        self.length = at
        self._next = 0

    def chunks(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Yield letters without a space in them, and where they stand; -1 for what is not shown as itself."""
        while self._next < len(self.items) and self.items[self._next][1] <= start:
            self._next += 1
        for n in range(self._next, len(self.items)):
            first, last, inline = self.items[n]
            if first >= end:
                break
            if not isinstance(inline, Run):
                yield from ((-1, found[0]) for found in _LETTERS.finditer(words_for(inline)))
            elif not inline.added:
                for found in _LETTERS.finditer(inline.text, max(0, start - first), min(last, end) - first):
                    yield first + found.start(), found[0]
                if inline.ruby and last <= end:
                    yield from ((-1, found[0]) for found in _LETTERS.finditer(inline.ruby))


def _of_line(
    chunks: list[tuple[int, str]], line: int, before: int, text: CanonicalText
) -> Iterator[Stretch]:
    span = text.span_of_lines(line, line)
    words = text.text[span.start : span.end]
    said = [(found.start(), found[0]) for found in _LETTERS.finditer(words)]
    ours, theirs = "".join([c for _at, c in chunks]), "".join([c for _at, c in said])[before:]
    if not ours:
        return
    # They are the same; where a fault made them differ, what they begin and end with alike still is.
    same = len(ours) if theirs.startswith(ours) else _alike(ours, theirs)
    tail = 0 if same == len(ours) else min(_alike(ours[::-1], theirs[::-1]), len(ours) - same)
    places = [span.start + at + n for at, letters in said for n in range(len(letters))][before:]
    number = 0
    for at, letters in chunks:
        yield from _runs(at, len(letters), number, same, len(ours) - tail, len(theirs) - len(ours), places)
        number += len(letters)


def _runs(
    at: int, size: int, number: int, same: int, tail: int, shift: int, places: list[int]
) -> Iterator[Stretch]:
    """Yield the stretches of `size` letters at `at`, the first of which is the letter `number` of its line."""
    if at < 0:
        return
    start = None
    for n in range(size + 1):
        place = None
        if n < size:
            letter = number + n
            index = letter if letter < same else letter + shift if letter >= tail else -1
            place = places[index] if 0 <= index < len(places) else None
        if start is not None and (place is None or place != start[1] + n - start[0]):
            yield Stretch(at + start[0], start[1], n - start[0])
            start = None
        if place is not None and start is None:
            start = (n, place)


def _alike(one: str, other: str) -> int:
    """Return how many letters two strings begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
