"""A piece that is laid out, and what the view has worked out about it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from reader.articles.source.canonical_text import CanonicalText, Span
from reader.ui.pane.interfaces import Piece, SectionDocument
from reader.ui.pane.text.position_map import Places

LONG = 10_000  # code points


class Caret(NamedTuple):
    """A place in the column: the piece, and UTF-16 units of its document. Ordered as one reads."""

    piece: int
    units: int


class LaidPiece:
    """Piece `index` of the column, laid out. Lives until its style, its width or its words change."""

    def __init__(
        self, index: int, piece: Piece, section: SectionDocument, text: CanonicalText, line_shift: int = 0
    ) -> None:
        self.index = index
        self.piece = piece
        self.section = section
        self.drawn: dict[str, object] = {}  # what each layer has worked out, for as long as it holds
        self.is_ready = False  # whether all that its painting needs is worked out
        self._text = text
        self._line_shift = line_shift

    def moved(self, before: Piece, now: Piece, index: int, text: CanonicalText) -> LaidPiece:
        """Return the same layout as piece `index` of an edited article: it now stands as `now`."""
        return LaidPiece(
            index, now, self.section, text, self._line_shift + now.first_line - before.first_line
        )

    @cached_property
    def places(self) -> Places:
        """The map between the document and the canonical text."""
        raw, blocks = self.section.document.toRawText(), self.section.places
        return Places(raw, blocks, self._text, self._line_shift)

    def forget_geometry(self) -> None:
        """Work out anew where everything is: something was folded or scrolled sideways."""
        self.drawn.clear()
        self.is_ready = False
        self.__dict__.pop("_stops", None)

    @cached_property
    def length(self) -> int:
        """The last place of the document, in UTF-16 units."""
        return self.section.document.characterCount() - 1

    @cached_property
    def span(self) -> Span:
        """The lines of the piece, in the canonical text."""
        last = min(self.piece.last_line, len(self._text.line_starts))
        return self._text.span_of_lines(min(self.piece.first_line, last), last)

    @cached_property
    def shown(self) -> Span:
        """The part of `span` that the piece shows: of a line of megabytes it has only a part."""
        if self.span.end - self.span.start < 4 * self.length + LONG:
            return self.span
        runs = self.places.runs
        if not runs:
            return Span(self.span.start, self.span.start)
        return Span(min(run.text for run in runs), max(run.text + run.length for run in runs))

    @cached_property
    def _stops(self) -> tuple[list[float], list[int]]:
        tops: list[float] = []
        positions: list[int] = []
        for block in self.section.places:
            here = self.section.rectangles(block.position, block.position + min(1, block.length))
            if here and (not tops or here[0].top() > tops[-1]):
                tops.append(here[0].top())
                positions.append(self.places.to_text(block.position))
        return tops, positions

    def block_position(self, y: float) -> int:
        """Return the canonical position of the start of the block at `y` of the section. Quick."""
        tops, positions = self._stops
        if not tops:
            return self.span.start
        return positions[max(0, bisect_right(tops, y) - 1)]

    def position_at(self, y: float) -> int:
        """Return the canonical position of the first letter of the line at `y` of the section."""
        units = self.section.position_at(QPointF(0.0, y))
        return self.places.to_text(units) if units >= 0 else self.span.start

    def caret_rectangle(self, units: int) -> QRectF:
        """Return where the caret stands at `units`, one pixel wide, in the section's coordinates."""
        units = max(0, min(units, self.length))
        after = self.section.rectangles(units, units + 1) if units < self.length else []
        if after and after[0].width() > 0:
            return QRectF(after[0].left(), after[0].top(), 1.0, after[0].height())
        before = self.section.rectangles(units - 1, units) if units else []
        if before:
            return QRectF(before[-1].right(), before[-1].top(), 1.0, before[-1].height())
        block = self.section.document.findBlock(units)
        while not block.isVisible() and block.previous().isValid():
            block = block.previous()  # it is folded away: what is shown before it
        shown = self.section.rectangles(block.position(), block.position() + block.length() - 1)
        if shown:
            return QRectF(shown[-1].right(), shown[-1].top(), 1.0, shown[-1].height())
        around = self.section.document.documentLayout().blockBoundingRect(block)
        return QRectF(around.left(), around.top(), 1.0, around.height())

    def free_above(self, position: int) -> float:
        """Return how much room there is between the line with `position` and what stands above it here."""
        units = self.places.to_document(position)
        top = self.caret_rectangle(units).top()
        before = self.section.rectangles(max(0, units - 240), units)
        return max(
            0.0, top - max((line.bottom() for line in before if line.bottom() <= top + 1), default=0.0)
        )

    def top_of(self, position: int) -> float:
        """Return the y, in the section, of the line with the code point at `position`."""
        return self.caret_rectangle(self.places.to_document(position)).top()
