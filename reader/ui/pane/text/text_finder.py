"""Finding words in the open article, a slice at a time, with the folds of the library's search."""

from __future__ import annotations

import re
import time
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reader.articles.source.canonical_text import CanonicalText, Span
from reader.articles.source.character_folding import UNSEEN, Evened, even_out, fold
from reader.ui.pane.text.spans import Spans

STEP = 40_000  # code points folded at a time: some 2 ms


class FindQuery(NamedTuple):
    """What is looked for. `folds`: Traditional is Simplified, full width is half width."""

    words: str
    whole_word: bool = False
    match_case: bool = False
    folds: bool = True


class Found:
    """The hits of one `FindQuery` found so far (`spans`, in order); `advance` searches further."""

    def __init__(
        self, text: CanonicalText, question: FindQuery, hidden: frozenset[int] = frozenset()
    ) -> None:
        self.spans = Spans()
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
                self.spans.append(span.start, span.end)
            if (span is None or len(self.spans) % 64 == 0) and time.perf_counter() > until:
                return True
        self.is_complete = True
        return False

    def first_from(self, position: int) -> int:
        """Return the index of the first hit from `position` on, 0 past the last; -1 for none."""
        index = bisect_right(self.spans.ends, position)
        return index if index < len(self.spans) else 0 if self.spans else -1

    def _look(self) -> Iterator[Span | None]:
        """Yield each hit; None wherever time has passed without one."""
        question, text = self._question, self._text.text
        words = unicodedata.normalize("NFC", question.words)
        if question.folds or not question.match_case:
            make = fold if question.folds else _lower
            parts: list[str] = []
            for start in range(0, len(text), STEP):
                parts.append(make(text[start : start + STEP]))
                yield None
            text, words = "".join(parts), make(words)
        evened = Evened(text) if question.folds else None
        if evened is not None:
            text, words = evened.text, even_out(words)[0]
        look = _pattern(words).search
        at, reach = 0, 4 * len(words) + 40  # a match that begins in a stretch may end behind it
        for start in range(0, len(text), STEP):
            end = start + STEP
            while (match := look(text, max(at, start), end + reach)) and match.start() < end:
                at = match.end()
                span = (
                    Span(*evened.span(match.start(), at)) if evened is not None else Span(match.start(), at)
                )
                yield span if self._counts(span) else None
            yield None

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
    """Whether the letters that have cases have the same ones, width and what is between them aside."""
    found, asked = (_BETWEEN.sub("", each) for each in (found, asked))
    return all(one.isupper() == other.isupper() for one, other in zip(found, asked, strict=False))


def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds `words` as they are shown: a line of the file may end in the middle of them.

    The end of a line is a space between words and nothing between Chinese;
    between the two a space may stand or not. What is not seen is passed over.
    """
    inner = words.strip(" ")
    first = len(words) - len(words.lstrip(" ")) if inner else len(words)
    made, last = [" " * first], ""
    for match in re.finditer("( *)([^ ])", inner):
        if last:
            made.append(f"[{UNSEEN}]*{_gap(last, match[2], spaced=bool(match[1]))}")
        last = match[2]
        made.append(re.escape(last))
    return re.compile("".join(made) + " " * (len(words) - first - len(inner)))


def _gap(before: str, after: str, *, spaced: bool) -> str:
    """Return the pattern of what may stand between two letters; `spaced`: a space was typed."""
    chinese = [_chinese().match(letter) is not None for letter in (before, after)]
    other = after if chinese[0] else before
    if any(chinese) and not all(chinese) and other.isalnum():
        return r"[^\S\n]*\n?[^\S\n]*"
    if spaced:
        return r"(?:[^\S\n]+\n?|\n)[^\S\n]*"
    return r"(?:\n[^\S\n]*)?" if any(chinese) else ""


_BETWEEN = re.compile(rf"[\s{UNSEEN}]+")


@cache  # when something is sought: large classes take Python 3 ms each
def _chinese() -> re.Pattern[str]:
    return re.compile(
        r"[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    )


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")


def _stands_alone(text: str, span: Span) -> bool:
    """Whether no letter or digit goes on at either end. Chinese always stands alone."""
    for inside, outside in ((span.start, span.start - 1), (span.end - 1, span.end)):
        if 0 <= outside < len(text) and _letter().match(text, inside) and _letter().match(text, outside):
            return False
    return True
