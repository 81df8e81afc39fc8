"""Places in a section's document and places in the canonical text: the map between them, both ways.

The document shows what the canonical text says, but not quite: it has bullets
and numbers more, a formula or a picture is one character, and Qt counts UTF-16
units where we count code points. Each block knows the lines of the file in it
(`reader.articles.markdown.positions`); what is equal is a *run*, and a place
that is in no run goes to the nearest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from reader.articles.markdown.positions import stretches_of
from reader.articles.source.canonical_text import CanonicalText, Span
from reader.ui.pane.interfaces import BlockPlace

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


class Run(NamedTuple):
    """A stretch that is the same in both: `length` code points from `shown` and from `text`."""

    shown: int  # code points of the section's document
    text: int  # code points of the canonical text
    length: int


class Places:
    """The map of one section. `raw` is its document's text as `QTextDocument.toRawText` gives it."""

    def __init__(
        self, raw: str, blocks: Sequence[BlockPlace], text: CanonicalText, line_shift: int = 0
    ) -> None:
        """Find what `blocks` show in `text`. Their lines are `line_shift` less than those of the file now."""
        self._units = Units(raw)
        runs: list[Run] = []
        for block in blocks:
            start = self._units.points(block.position)
            runs += (
                Run(start + found.shown, found.text, found.length)
                for found in stretches_of(block.inlines, block.lines, text, line_shift)
            )
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
