"""Cuts an article into what is said in one breath: sentences, without code, tables' rules and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.articles.source.lines import LineKind

LONGEST = 160  # code points: a longer sentence is cut at a comma, so that one can stop and go back
# Chinese ends a sentence with its sign, other languages with one that a space follows; brackets go with it.
_END = re.compile(r"[。！？!?…；]+[”’」』）)】》\"']*|[.;][”’)\"']*(?=\s|$)")
_COMMA = re.compile(r"[，,、：:—]+\s*")
_SILENT = frozenset({LineKind.CODE, LineKind.FENCE, LineKind.TREE, LineKind.MATH, LineKind.FRONT})
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


def sentences_from(article: Article, position: int, hidden: frozenset[int] = frozenset()) -> tuple[Span, ...]:
    """Return the sentences of `article` from the one at `position` on, in order, in code points.

    `hidden`: lines (from 1) that are not shown. Code, formulas and drawn trees are passed over.
    """
    kinds = article.scanned.lines if article.scanned is not None else []
    text = article.text
    found = []
    for number, start in enumerate(text.line_starts, 1):
        is_silent = number <= len(kinds) and kinds[number - 1].kind in _SILENT
        line = text.span_of_lines(number, number)
        if line.end < position or number in hidden or is_silent:
            continue
        found += [span for span in _cut(text.words(line), start) if span.end > position]
    return tuple(found)


def language_of(sentence: str) -> str:
    """Return the language that a voice is asked for: "zh" where there is a Chinese character, else "en"."""
    return "zh" if _HAN.search(sentence) else "en"


def _cut(line: str, offset: int) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(line):
        yield from _breaths(line, start, match.end(), offset)
        start = match.end()
    yield from _breaths(line, start, len(line), offset)


def _breaths(line: str, start: int, end: int, offset: int) -> Iterator[Span]:
    """Yield the stretches of one sentence, none much longer than `LONGEST`, without blanks around them."""
    while end - start > LONGEST:
        commas = [match.end() for match in _COMMA.finditer(line, start, start + LONGEST)]
        cut = commas[-1] if commas and commas[-1] > start else start + LONGEST
        yield from _spoken(line, start, cut, offset)
        start = cut
    yield from _spoken(line, start, end, offset)


def _spoken(line: str, start: int, end: int, offset: int) -> Iterator[Span]:
    words = line[start:end]
    if any(letter.isalnum() for letter in words):
        first = start + len(words) - len(words.lstrip())
        yield Span(offset + first, offset + start + len(words.rstrip()))
