"""Finding words in the open article, a slice at a time, with the folds of the library's search."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from reader.articles.folding import fold
from reader.articles.text import CanonicalText, Span
from reader.regex import regex

STEP = 40_000  # code points folded at a time: some 2 ms


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for. `folds`: Traditional is Simplified, full width is half width."""

    words: str
    whole_word: bool = False
    match_case: bool = False
    folds: bool = True


class Spans(Sequence[Span]):
    """Spans of one length, in order: four bytes each, however many there are. A `Span` is made when asked."""

    def __init__(self, length: int) -> None:
        self.starts = array("I")
        self._length = length

    def append(self, start: int) -> None:
        """Add the span that begins at `start`, behind all others."""
        self.starts.append(start)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Span: ...

    @overload
    def __getitem__(self, index: slice) -> list[Span]: ...

    def __getitem__(self, index: int | slice) -> Span | list[Span]:
        if isinstance(index, slice):
            return [Span(start, start + self._length) for start in self.starts[index]]
        start = self.starts[index]
        return Span(start, start + self._length)


class Found:
    """The answer so far to one question: `spans` in order; `advance` looks further."""

    def __init__(self, text: CanonicalText, question: Question, hidden: frozenset[int] = frozenset()) -> None:
        self.spans = Spans(len(question.words))
        self.is_complete = not question.words
        self._text = text
        self._question = question
        self._hidden = hidden
        self._coming = self._look() if question.words else iter(())

    def advance(self, seconds: float) -> bool:
        """Look on for `seconds`. False when there is nothing more to look at."""
        until = time.perf_counter() + seconds
        for span in self._coming:
            if span is not None:
                self.spans.append(span.start)
            if (span is None or len(self.spans) % 64 == 0) and time.perf_counter() > until:
                return True
        self.is_complete = True
        return False

    def first_from(self, position: int) -> int:
        """Return the index of the first hit from `position` on, 0 past the last; -1 for none."""
        index = bisect_right(self.spans.starts, position - len(self._question.words))
        return index if index < len(self.spans) else 0 if self.spans else -1

    def _look(self) -> Iterator[Span | None]:
        """Yield each hit; None wherever time has passed without one."""
        question, text = self._question, self._text.text
        if question.folds or not question.match_case:
            make = fold if question.folds else _lower
            parts: list[str] = []
            for start in range(0, len(text), STEP):
                parts.append(make(text[start : start + STEP]))
                yield None
            text, words = "".join(parts), make(question.words)
        else:
            words = question.words
        at = text.find(words)
        while at >= 0:
            span = Span(at, at + len(words))
            yield span if self._counts(span) else None
            at = text.find(words, span.end)

    def _counts(self, span: Span) -> bool:
        question, text = self._question, self._text.text
        if self._hidden and self._text.line_at(span.start) in self._hidden:
            return False
        if question.match_case and not _same_case(text[span.start : span.end], question.words):
            return False
        return not question.whole_word or _stands_alone(text, span)


def _lower(text: str) -> str:
    """Return `text` in small letters, code point for code point."""
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


def _same_case(found: str, asked: str) -> bool:
    """Whether the letters that have cases have the same ones, width aside."""
    return all(one.isupper() == other.isupper() for one, other in zip(found, asked, strict=True))


_LETTER = regex(r"[^\W_\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")


def _stands_alone(text: str, span: Span) -> bool:
    """Whether no letter or digit goes on at either end. Chinese always stands alone."""
    for inside, outside in ((span.start, span.start - 1), (span.end - 1, span.end)):
        if 0 <= outside < len(text) and _LETTER.match(text, inside) and _LETTER.match(text, outside):
            return False
    return True
