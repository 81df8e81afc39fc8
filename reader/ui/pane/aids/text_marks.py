"""Marks on the text: highlights, hits, the landing after a jump. Our own rectangles, behind the words.

A thousand marks cost nothing until their piece is in sight, and then a
rectangle or two: a tenth of what Qt's ExtraSelections take.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from reader.articles.source.canonical_text import Span
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.scroll.laid_piece import LaidPiece
from reader.ui.pane.text.spans import Spans

_STROKE = 1.3  # pixels, of an outline
MOST_LIT = 400  # hits of a piece: where every letter is one, each takes 40 µs


class MarkKind(StrEnum):
    """How a mark looks."""

    BACKGROUND = "background"
    UNDERLINE = "underline"
    OUTLINE = "outline"  # of what is found: no colour that a highlight may have
    DOT = "dot"  # in the margin, beside the first line


class Mark(NamedTuple):
    """A stretch of text to be marked. `colour` is a role of the theme or "#rrggbb"."""

    span: Span
    colour: str
    kind: MarkKind = MarkKind.BACKGROUND
    mark_id: str = ""


class Marks:
    """Some marks, in order, that can tell which of them touch a span."""

    def __init__(self, marks: Sequence[Mark] = ()) -> None:
        self.marks = sorted(marks, key=lambda mark: mark.span)
        self._starts = [mark.span.start for mark in self.marks]
        self._reach = list(accumulate((mark.span.end for mark in self.marks), max))

    def touching(self, span: Span) -> Iterator[Mark]:
        """Yield the marks that share a letter with `span`, in order."""
        first = bisect_left(self._reach, span.start + 1)
        for mark in self.marks[first : bisect_left(self._starts, span.end)]:
            if mark.span.end > span.start:
                yield mark


class DrawnMark(NamedTuple):
    """A mark as it lies in a section; `under` where another lies on the same words already."""

    mark: Mark
    rectangles: tuple[QRectF, ...]
    under: bool
    top: float = 0.0
    bottom: float = 0.0


class MarkLayer:
    """Paints one set of marks behind the words of each piece."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks = Marks()
        self._version = 0

    def set(self, marks: Sequence[Mark]) -> None:
        """Mark these from now on, and nothing else."""
        self.marks = Marks(marks)
        self._version += 1

    def touching(self, span: Span) -> Iterator[Mark]:
        """Yield the marks that share a letter with `span`, in order."""
        return self.marks.touching(span)

    def drawn(self, laid: LaidPiece) -> list[DrawnMark]:
        """Return the marks of `laid` with their rectangles, worked out once for each layout."""
        kept = laid.drawn.get(self.name)
        if isinstance(kept, tuple) and kept[0] == self._version:
            found: list[DrawnMark] = kept[1]
            return found
        found = list(self._draw(laid))
        laid.drawn[self.name] = (self._version, found)
        return found

    def prepare(self, laid: LaidPiece) -> None:
        """Work out where they are on `laid`."""
        self.drawn(laid)

    def paint(self, painter: QPainter, laid: LaidPiece, theme: Theme, exposed: QRectF) -> None:
        """Paint those that are in `exposed`."""
        if not (marks := self.drawn(laid)):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        width = laid.section.document.textWidth()
        above, below = exposed.top(), exposed.bottom()
        for drawn in marks:
            if drawn.top <= below and drawn.bottom >= above:
                paint_mark(painter, drawn, colour(theme, drawn.mark.colour), width)

    def _draw(self, laid: LaidPiece) -> Iterator[DrawnMark]:
        covered = -1
        for mark in self.touching(laid.shown):
            start, end = laid.places.stretch(mark.span)
            if start >= end:
                continue
            under = mark.kind is MarkKind.BACKGROUND and start < covered
            if mark.kind is MarkKind.BACKGROUND:
                covered = max(covered, end)
            lines = tuple(line for line in laid.section.rectangles(start, end) if line.width() > 0)
            if lines:  # a line under the words, and a dot beside them, reach a little further
                yield DrawnMark(mark, lines, under, lines[0].top() - 3, lines[-1].bottom() + 3)


class Hits(MarkLayer):
    """Hits, many and all alike: a `Mark` is made only of those in sight."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.spans: Sequence[Span] = ()
        self.current = -1

    def set(self, spans: Sequence[Span], current: int = -1) -> None:  # type: ignore[override]
        """Light `spans`, which are in order, and the one at index `current` more than the others."""
        self.spans, self.current = spans, current
        self._version += 1

    @property
    def starts(self) -> Sequence[int]:
        """Where they begin."""
        spans = self.spans
        return spans.starts if isinstance(spans, Spans) else [span.start for span in spans]

    def touching(self, span: Span) -> Iterator[Mark]:
        """Yield the hits that begin or end in `span`: the first `MOST_LIT`, and the current one."""
        first = max(0, bisect_left(self.spans, span) - 1)
        end = bisect_left(self.spans, Span(span.end, span.end), first)
        for index in dict.fromkeys((*range(first, min(end, first + MOST_LIT)), self.current)):
            if first <= index < end and self.spans[index].end > span.start:
                if index == self.current:
                    yield Mark(self.spans[index], "hit_current")
                yield Mark(self.spans[index], "accent", MarkKind.OUTLINE)


def paint_mark(painter: QPainter, drawn: DrawnMark, ink: QColor, width: float) -> None:
    """Paint `drawn`. Two colours on the same words would go muddy: the second is a line under them."""
    painter.setBrush(ink)
    if drawn.mark.kind is MarkKind.DOT:
        painter.drawEllipse(_dot(drawn, width))
        return
    if drawn.under or drawn.mark.kind is MarkKind.UNDERLINE:
        painter.setBrush(ink.darker(125) if ink.lightnessF() > 0.5 else ink.lighter(140))
        painter.drawRects(
            [QRectF(line.left(), line.bottom() + 0.5, line.width(), 2.0) for line in drawn.rectangles]
        )
        return
    if drawn.mark.kind is MarkKind.OUTLINE:
        painter.setPen(QPen(ink, _STROKE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in drawn.rectangles:
            painter.drawRoundedRect(line.adjusted(-1.5, 0.5, 1.5, -0.5), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        return
    for line in drawn.rectangles:
        painter.drawRoundedRect(line.adjusted(-1, 0, 1, 0), 3, 3)


def pressed_areas(drawn: DrawnMark, width: float) -> Iterator[QRectF]:
    """Yield where `drawn` is pressed: at its words, or at its dot beside a column of that `width`."""
    if drawn.mark.kind is MarkKind.DOT:
        yield _dot(drawn, width).adjusted(-6, -6, 6, 6)
    else:
        yield from (line.adjusted(-2, -3, 2, 3) for line in drawn.rectangles)


def _dot(drawn: DrawnMark, width: float) -> QRectF:
    line = drawn.rectangles[0]
    radius = line.height() / 6
    return QRectF(width + line.height() * 0.8 - radius, line.center().y() - radius, 2 * radius, 2 * radius)
