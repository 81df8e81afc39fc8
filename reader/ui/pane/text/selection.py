"""The selection: two places in the column, which may lie in different pieces, and what is between them."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from reader.articles.source.canonical_text import Span
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.scroll.laid_piece import Caret, LaidPiece
from reader.ui.pane.text.position_map import Units

NOTHING = Span(0, 0)


class Grain(Enum):
    """What a selection grows by."""

    LETTER = 1
    WORD = 2
    PARAGRAPH = 3


class TextSelection(QObject):
    """The selected stretch. `anchor` stays where it began, `caret` moves; both None where there is none."""

    changed = Signal()

    def __init__(self, column: Column, parent: QObject) -> None:
        super().__init__(parent)
        self.anchor: Caret | None = None
        self.caret: Caret | None = None
        self._column = column
        self._grain = Grain.LETTER
        self._all: tuple[Caret, Caret] | None = None  # what "all" is so far
        self._origin: tuple[Caret, Caret] | None = None  # the word or paragraph that it began with

    @property
    def range(self) -> tuple[Caret, Caret] | None:
        """The two ends, as one reads; None where nothing is selected."""
        if self.anchor is None or self.caret is None or self.anchor == self.caret:
            return None
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    @property
    def span(self) -> Span:
        """The selection in the canonical text; empty, where the caret is, for nothing."""
        if (ends := self.range) is None:
            if self.caret is None:
                return NOTHING
            here = self.position_of(self.caret)
            return Span(here, here)
        start = self.position_of(ends[0])
        return Span(start, max(start, self.position_of(ends[1], end=True)))

    def position_of(self, caret: Caret, *, end: bool = False) -> int:
        """Return the canonical position of `caret`."""
        return self._column.lay(caret.piece).places.to_text(caret.units, end=end)

    def caret_of(self, position: int, *, end: bool = False) -> Caret:
        """Return the place in the column of the code point at `position`."""
        index = self._column.piece_at(max(0, position - 1) if end else position)
        return Caret(index, self._column.lay(index).places.to_document(position, end=end))

    def begin(self, caret: Caret, grain: Grain = Grain.LETTER) -> None:
        """Begin at `caret`: with nothing, or with the word or the paragraph that is there."""
        self._grain = grain
        self._origin = self._around(caret, grain)
        self._set(*self._origin)

    def extend(self, caret: Caret) -> None:
        """Let the selection reach to `caret`, and to the end of its word or paragraph as it began."""
        if self._origin is None:
            self.begin(caret)
            return
        first, last = self._around(caret, self._grain)
        if first < self._origin[0]:
            self._set(self._origin[1], first)
        else:
            self._set(self._origin[0], max(last, self._origin[1]))

    def set(self, anchor: Caret, caret: Caret) -> None:
        """Select from `anchor` to `caret`."""
        self._grain, self._origin = Grain.LETTER, (anchor, anchor)
        self._set(anchor, caret)

    def select_all(self) -> None:
        """Select the whole article: what is cut of it now, and the rest once it is (`extend_to_end`)."""
        if self._column.pieces:
            last = len(self._column.pieces) - 1
            self.set(Caret(0, 0), Caret(last, self._column.lay(last).length))
            self._all = None if self._column.complete else self.range

    def extend_to_end(self) -> None:
        """Extend a selection of everything to the end, if the article is all cut by now."""
        if self.is_growing and self._column.complete:
            self.select_all()

    @property
    def is_growing(self) -> bool:
        """Whether the selection is to reach the end of an article that is not all cut yet."""
        return self._all is not None and self._all == self.range

    def clear(self) -> None:
        """Select nothing, and forget the caret."""
        self._origin = None
        if self.anchor is not None:
            self.anchor = self.caret = None
            self.changed.emit()

    def collapse(self) -> None:
        """Select nothing; the caret stays."""
        if self.caret is not None:
            self.set(self.caret, self.caret)

    def stretch_in(self, laid: LaidPiece) -> tuple[int, int]:
        """Return what is selected of `laid`, in units of its document."""
        if (ends := self.range) is None or not ends[0].piece <= laid.index <= ends[1].piece:
            return 0, 0
        start = ends[0].units if ends[0].piece == laid.index else 0
        end = ends[1].units if ends[1].piece == laid.index else laid.length
        return start, end

    def prepare(self, laid: LaidPiece) -> None:
        """Work out where the selection is on `laid`."""
        self._lines_on(laid)

    def paint(self, painter: QPainter, laid: LaidPiece, theme: Theme, exposed: QRectF) -> None:
        """Paint the selection behind the words of `laid`."""
        above, below = exposed.top(), exposed.bottom()
        lines = [line for line in self._lines_on(laid) if line.top() <= below and line.bottom() >= above]
        if lines:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme, "selection"))
            painter.drawRects(lines)

    def _lines_on(self, laid: LaidPiece) -> list[QRectF]:
        stretch = self.stretch_in(laid)
        if stretch[0] >= stretch[1]:
            return []
        kept = laid.drawn.get("selection")
        if isinstance(kept, tuple) and kept[0] == stretch:
            found: list[QRectF] = kept[1]
            return found
        found = laid.section.rectangles(*stretch)
        laid.drawn["selection"] = (stretch, found)
        return found

    def _set(self, anchor: Caret, caret: Caret) -> None:
        if (self.anchor, self.caret) != (anchor, caret):
            self.anchor, self.caret = anchor, caret
            self.changed.emit()

    def _around(self, caret: Caret, grain: Grain) -> tuple[Caret, Caret]:
        if grain is Grain.LETTER:
            return caret, caret
        block = self._column.lay(caret.piece).section.document.findBlock(caret.units)
        start, text = block.position(), block.text()
        if grain is Grain.PARAGRAPH:
            return Caret(caret.piece, start), Caret(caret.piece, start + block.length() - 1)
        from reader.ui.pane.text.word_selection import word_at

        units = Units(text)
        first, last = word_at(text, units.points(caret.units - start), self._corpus(caret))
        return Caret(caret.piece, start + units.units(first)), Caret(caret.piece, start + units.units(last))

    def _corpus(self, caret: Caret) -> str:
        from reader.ui.pane.text.word_selection import CORPUS

        article = self._column.article
        if article is None:
            return ""
        around = self.position_of(caret)
        return article.text.text[max(0, around - CORPUS // 2) : around + CORPUS // 2]
