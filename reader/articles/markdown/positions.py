"""Where the words of a block stand in the canonical text: exactly, for both come from the same lines.

A block knows where each line of the file begins in it (`Block.lines`). What it shows of a line and what
the canonical text says are the same letters in the same order; white space may differ, a picture or a
formula stands for its words, and words of ours (`Run.added`) stand for none. So the n-th letter here is
the n-th letter there. Positions are code points. No Qt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from reader.articles.markdown.blocks import Formula, Inline, Lines, Picture, Run, text_of
from reader.articles.source.canonical_text import CanonicalText, Span

MOST_SOUGHT = 10_000  # letters behind those that should have been alike


class Stretch(NamedTuple):
    """A stretch that is the same in both: `length` code points from `shown` and from `text`."""

    shown: int  # code points of the block's text
    text: int  # code points of the canonical text
    length: int


def words_for(inline: Inline) -> str:
    """Return what the canonical text says for `inline`, of the line that it begins on."""
    if isinstance(inline, Run):
        return "" if inline.added else inline.text + inline.ruby
    if isinstance(inline, Picture):
        return inline.words[: inline.breaks[0]] if inline.breaks else inline.words
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
    if not lines:
        return
    shown = text_of(tuple(inlines))
    spoken = _Spoken(inlines)
    for number, (start, line, before) in enumerate(lines):
        end = lines[number + 1][0] if number + 1 < len(lines) else len(shown)
        line += line_shift
        if start >= end or not 1 <= line <= len(text.line_starts):
            continue
        span = text.span_of_lines(line, line)
        is_whole = not before and span.end - span.start < 2 * (end - start) + MOST_SOUGHT
        if is_whole and spoken.is_plain(start, end):
            words = shown[start:end].strip()
            if words and words == text.text[span.start : span.end].strip():
                inside = text.text[span.start : span.end]
                yield Stretch(
                    start + shown[start:end].index(words), span.start + inside.index(words), len(words)
                )
                continue
        yield from _letter_by_letter(shown, spoken.letters(start, end), text, span, before)


class _Spoken:
    """The inlines of a block, by place, as the canonical text says them."""

    def __init__(self, inlines: Sequence[Inline]) -> None:
        self.items: list[tuple[int, int, Inline]] = []
        at = 0
        for inline in inlines:
            size = len(inline.text) if isinstance(inline, Run) else 1
            self.items.append((at, at + size, inline))
            at += size
        self._next = 0

    def is_plain(self, start: int, end: int) -> bool:
        """Say whether what stands from `start` to `end` is said as it is shown. Asked in rising order."""
        while self._next < len(self.items) and self.items[self._next][1] <= start:
            self._next += 1
        for first, _last, inline in self.items[self._next :]:
            if first >= end:
                return True
            if not isinstance(inline, Run) or inline.added or inline.ruby:
                return False
        return True

    def letters(self, start: int, end: int) -> list[tuple[int, str]]:
        """Return each letter that is said, and where it is shown; -1 for what is not shown as itself."""
        found: list[tuple[int, str]] = []
        for first, last, inline in self.items[self._next :]:
            if first >= end:
                break
            if isinstance(inline, Run) and not inline.added:
                for at in range(max(start, first), min(end, last)):
                    if not (letter := inline.text[at - first]).isspace():
                        found.append((at, letter))
                if last > end:
                    break
                found += [(-1, letter) for letter in inline.ruby if not letter.isspace()]
            else:
                found += [(-1, letter) for letter in words_for(inline) if not letter.isspace()]
        return found


def _letter_by_letter(
    shown: str, ours: list[tuple[int, str]], canonical: CanonicalText, span: Span, before: int
) -> Iterator[Stretch]:
    text = canonical.text
    first, left_out = canonical.behind_letters(span, before)
    every = (at for at in range(first, span.end) if not text[at].isspace())
    places = list(islice(every, left_out, left_out + len(ours)))
    same = 0
    while same < min(len(ours), len(places)) and ours[same][1] == text[places[same]]:
        same += 1
    pairs = list(zip((at for at, _letter in ours[:same]), places[:same], strict=True))
    if same < len(ours):  # they should be alike; where a fault made them differ, the ends may still be
        rest = list(islice(every, MOST_SOUGHT))
        places += rest
        tail = 0
        while (
            len(rest) < MOST_SOUGHT  # else the end is out of sight
            and tail < min(len(ours), len(places)) - same
            and ours[-1 - tail][1] == text[places[-1 - tail]]
        ):
            tail += 1
        if tail:
            pairs += zip((at for at, _letter in ours[-tail:]), places[-tail:], strict=True)
    begun: tuple[int, int] | None = None
    last = (0, 0)
    for at, place in pairs:
        if at < 0:
            continue
        if begun is not None and (
            at - last[0] != place - last[1] or shown[last[0] + 1 : at] != text[last[1] + 1 : place]
        ):
            yield Stretch(*begun, last[0] + 1 - begun[0])
            begun = None
        begun, last = begun or (at, place), (at, place)
    if begun is not None:
        yield Stretch(*begun, last[0] + 1 - begun[0])
