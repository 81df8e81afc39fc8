"""Places in a section's document and places in the canonical text: the map between them, both ways.

The document shows what the canonical text says, but not quite: it has bullets
and numbers less, a formula or a picture is one character, a footnote may stand
elsewhere, and Qt counts UTF-16 units where we count code points. So the two
are laid side by side, block by block, within the lines that each block shows;
what is equal becomes a *run*, and a place that is in no run goes to the nearest.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.articles.source.canonical_text import CanonicalText, Span
from reader.ui.pane.interfaces import BlockPlace

REACH = 240  # how far ahead the two texts are searched for where they agree again
SURE = 3  # letters that must agree, to believe it
_SKIPPED = re.compile(r"[\s\ufffc\u200b\ufdd0\ufdd1]")
_ALIKE = str.maketrans({"\u2028": "\n", "\u00a0": " ", "\u2029": "\n"})
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")


class Units:
    """Counts the places of one text in UTF-16 units and in code points."""

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)] if not text.isascii() else []
        self._astral_units = [place + index for index, place in enumerate(self._astral)]

    def units(self, points: int) -> int:
        """Return the UTF-16 units before the code point at `points`."""
        return points + bisect_left(self._astral, points)

    def points(self, units: int) -> int:
        """Return the code points before the unit at `units`; the middle of a pair counts as its start."""
        return units - bisect_left(self._astral_units, units)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that is the same in both: `length` code points from `shown` and from `text`."""

    shown: int  # code points of the section's document
    text: int  # code points of the canonical text
    length: int

    def overlaps(self, other: Run) -> bool:
        """Whether both stand for some of the same text."""
        return self.text < other.text + other.length and other.text < self.text + self.length


class Places:
    """The map of one section. `raw` is its document's text as `QTextDocument.toRawText` gives it."""

    def __init__(
        self,
        raw: str,
        blocks: Sequence[BlockPlace],
        text: CanonicalText,
        last_line: int,
        line_shift: int = 0,
    ) -> None:
        """Lay `raw` beside `text`, at most to its `last_line`.

        The lines of `blocks` are `line_shift` less than those of the file now.
        """
        self._units = Units(raw)
        runs = list(_side_by_side(raw, self._units, blocks, text, last_line, line_shift))
        self._by_shown = runs
        self._by_text = sorted(runs, key=lambda run: run.text)
        self._shown_starts = [run.shown for run in self._by_shown]
        self._text_starts = [run.text for run in self._by_text]
        lines = (blocks[0].first_line + line_shift, blocks[-1].last_line + line_shift) if blocks else (1, 1)
        self._fallback = text.span_of_lines(*lines).start if lines[1] <= len(text.line_starts) else 0

    @property
    def runs(self) -> list[Run]:
        """What is the same in both, in the order of the document."""
        return self._by_shown

    def to_text(self, units: int, *, end: bool = False) -> int:
        """Return the canonical code point for the place `units` of the document.

        Between runs it is the start of what follows, or, as the `end` of a
        stretch, the end of what came before.
        """
        shown = self._units.points(units)
        index = (bisect_left if end else bisect_right)(self._shown_starts, shown) - 1
        if not self._by_shown:
            return self._fallback
        run = self._by_shown[max(0, index)]
        if index >= 0 and (shown < run.shown + run.length or end):
            return run.text + min(shown - run.shown, run.length)
        if index + 1 < len(self._by_shown):
            return self._by_shown[index + 1].text
        return run.text + run.length

    def to_document(self, position: int, *, end: bool = False) -> int:
        """Return the place in the document, in units, of the code point at `position`; see `to_text`."""
        index = (bisect_left if end else bisect_right)(self._text_starts, position) - 1
        if not self._by_text:
            return 0
        run = self._by_text[max(0, index)]
        if index >= 0 and (position < run.text + run.length or end):
            shown = run.shown + min(position - run.text, run.length)
        elif index + 1 < len(self._by_text):
            shown = self._by_text[index + 1].shown
        else:
            shown = run.shown + run.length
        return self._units.units(shown)

    def stretch(self, span: Span) -> tuple[int, int]:
        """Return the stretch of the document that shows `span`, in units; an empty one where nothing does."""
        start, end = self.to_document(span.start), self.to_document(span.end, end=True)
        return (start, end) if end > start else (start, start)


def _side_by_side(
    raw: str, units: Units, blocks: Sequence[BlockPlace], text: CanonicalText, last: int, shift: int
) -> Iterator[Run]:
    starts = text.line_starts
    whole = starts[last] if last < len(starts) else len(text.text)
    reached = 0  # how far the text is accounted for
    done: list[Run] = []
    for number, block in enumerate(blocks):
        start, end = units.points(block.position), units.points(block.position + block.length)
        line = block.first_line + shift
        if not 1 <= line <= len(starts) or start >= end:
            continue
        # A block goes on to the next one. Its lines say where it was found, which where words are
        # repeated may be elsewhere: then it is looked for behind the block before.
        following = max(_next_line(blocks, number), block.last_line + 1) + shift
        stop = starts[following - 1] if following <= len(starts) else whole
        first = starts[line - 1]
        runs: list[Run] = []
        for begin, until in ((max(first, reached), stop), (reached, whole), (first, stop)):
            if begin < until and _covered(runs) * 2 < end - start:
                runs = max(runs, list(_align(raw, start, end, text.text, begin, until)), key=_covered)
        runs += _tail(raw, runs, end, text.text, whole)
        for run in runs:
            if run.text >= reached or not any(run.overlaps(other) for other in done):
                yield run
                done.append(run)
        reached = max([reached, *(run.text + run.length for run in runs)])


def _tail(raw: str, runs: Sequence[Run], end: int, text: str, whole: int) -> list[Run]:
    """Return the runs of the rest of a block that goes on behind the lines it was said to have."""
    if not runs:
        return []
    shown, at = runs[-1].shown + runs[-1].length, runs[-1].text + runs[-1].length
    return list(_align(raw, shown, end, text, at, whole)) if end - shown > SURE else []


def _next_line(blocks: Sequence[BlockPlace], number: int) -> int:
    """Return the first line of the next block that stands on other lines; that after the last for none."""
    line = blocks[number].first_line
    for block in blocks[number + 1 : number + 40]:
        if block.first_line > line:
            return block.first_line
    return blocks[number].last_line + 3


def _covered(runs: Sequence[Run]) -> int:
    return sum(run.length for run in runs)


def _align(shown: str, start: int, end: int, text: str, begin: int, stop: int) -> Iterator[Run]:
    """Yield what `shown[start:end]` and `text[begin:stop]` have in common, in order."""
    piece, text = shown[start:end].translate(_ALIKE), text[begin:stop].translate(_ALIKE)
    if unicodedata.is_normalized("NFC", piece):
        yield from _runs(piece, start, text, begin)
        return
    # The canonical text is in NFC and the document is not: align with the clusters put together.
    clusters = list(_clusters(piece))
    joined = "".join(new for new, _old in clusters)
    origins = [start + old for new, old in clusters for _ in new]
    for run in _runs(joined, 0, text, begin):
        for place in range(run.length):
            at = run.shown + place
            if at == 0 or origins[at] != origins[at - 1]:
                yield Run(origins[at], run.text + place, 1)


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield each letter of `text` with its combining marks, in NFC, and where it starts."""
    start = 0
    for place in range(1, len(text) + 1):
        letter = text[place] if place < len(text) else "a"
        follows = unicodedata.combining(letter) or "\u1160" <= letter <= "\u11ff"
        if not follows:
            yield unicodedata.normalize("NFC", text[start:place]), start
            start = place


def _runs(shown: str, shown_at: int, text: str, text_at: int) -> Iterator[Run]:
    """Yield the runs of two strings that start at `shown_at` and `text_at` of the whole."""
    i = j = 0
    while i < len(shown) and j < len(text):
        length = _agreement(shown, i, text, j)
        if length:
            yield Run(shown_at + i, text_at + j, length)
            i, j = i + length, j + length
            continue
        step = _resume(shown, i, text, j)
        if step is None:
            return
        i, j = i + step[0], j + step[1]


def _agreement(shown: str, i: int, text: str, j: int) -> int:
    """Return how many code points agree from `i` and `j` on."""
    most = min(len(shown) - i, len(text) - j)
    if shown[i : i + most] == text[j : j + most]:
        return most
    low, high = 0, most  # the first place that differs, by halves: slices compare far faster than letters
    while low < high:
        middle = (low + high + 1) // 2
        if shown[i + low : i + middle] == text[j + low : j + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _resume(shown: str, i: int, text: str, j: int) -> tuple[int, int] | None:
    """Return how much to leave out of each so that they agree again; None if they never do.

    What is left out of both together is made as small as can be found within
    `REACH`; the last letters of a block may agree in fewer than `SURE`.
    """
    best: tuple[int, int] | None = None
    for skipped in range(min(REACH, len(shown) - i)):
        if best and skipped >= sum(best):
            break
        at = i + skipped
        if _SKIPPED.match(shown, at):
            continue
        probe = shown[at : at + SURE]
        found = text.find(probe, j, j + REACH + SURE)
        if found >= 0 and (best is None or skipped + found - j < sum(best)):
            best = (skipped, found - j)
    return best
