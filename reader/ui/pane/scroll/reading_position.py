"""Where the reader is: jumps, the place that is read, and finding it again after a change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.source.canonical_text import Span
from reader.ui.pane.scroll.column_view import ColumnView


class ReadingPosition(QObject):
    """Tells and changes the place in a `ColumnView`, in positions of the canonical text."""

    place_changed = Signal(int)
    landed = Signal(Span)  # a jump has brought this to the top

    def __init__(self, view: ColumnView) -> None:
        super().__init__(view)
        self._view = view
        self._column = view.column
        self._landed: int | None = None  # where a jump led, until the person scrolls on
        self._last = -1
        self._untold = False
        self._pending: tuple[Span, float | None] | None = None  # waits until the article is cut so far
        view.moved.connect(self._on_moved)
        view.painted.connect(self._on_painted)
        view.idle.advanced.connect(self._on_advanced)

    def forget(self) -> None:
        """Begin anew: another article is shown."""
        self._landed, self._last, self._pending = None, -1, None

    def jump(self, span: Span, y: float | None = None) -> None:
        """Bring the line where `span` starts to `y` of the view: at once, or as soon as it is cut.

        By default to its top, so that no part of a line before it is seen.
        """
        if (article := self._column.article) is None:
            return
        length = len(article.text.text)  # of an article that was edited, a place kept may lie behind its end
        span = Span(max(0, min(span.start, length)), max(0, min(span.end, length)))
        if not self._is_cut(span.start):
            self._pending = (span, y)
            if not self._view.idle.is_busy:
                self._view.idle.start()
            return
        index = self._column.piece_at(span.start)
        laid = self._column.reveal(index, span.start)
        top = laid.top_of(span.start)
        above = self._view.inset + min(self._view.top - self._view.inset, laid.free_above(span.start))
        self._view.set_anchor(index, top - (above if y is None else y))
        if y is None:
            self._landed = span.start
            self._tell()
            self.landed.emit(span)

    def show(self, span: Span) -> None:
        """Scroll no more than it takes to bring `span` into sight, with some lines around it."""
        index = self._column.piece_at(span.start)
        y = self._view.y_of(index) + self._column.reveal(index, span.start).top_of(span.start)
        room, margin = self._view.viewport().height(), self._view.top + 2 * self._view.line_height
        # Whether it is in sight is known only of what is laid out: heights above the rest are guesses.
        is_placed = any(placed.laid.index == index for placed in self._view.placed)
        if is_placed and self._is_cut(span.start) and margin <= y <= room - margin:
            self._view.viewport().update()  # it may have been unfolded, or scrolled sideways
            return
        self.jump(span, room * 0.38 if room > 3 * margin else None)

    @property
    def place(self) -> int:
        """The position of the line that is read now: the first whole one, or where a jump led."""
        if self._landed is not None:
            return self._landed
        placed = self._view.placed_at(self._view.top + 1)
        if placed is None or self._column.article is None:
            return 0
        return placed.laid.position_at(self._view.top + 1 - placed.y)

    @property
    def percent(self) -> int:
        """How much of the article is behind the reader: 0 at its top, 100 where its end is in sight."""
        bar, article = self._view.verticalScrollBar(), self._column.article
        if article is None or (not self._column.complete and bar.value() == bar.minimum()):
            return 0
        end = self._view.head.height + self._column.heights.total - self._view.viewport().height()
        if self._column.complete and bar.value() >= min(int(end), bar.maximum()):
            return 100
        # The last screen cannot be scrolled to its last line: what is in sight there counts as read.
        behind = max(self._last, 0) / max(1, len(article.text.text))
        whole = (bar.maximum() + bar.pageStep()) / max(1, bar.maximum())
        return 0 if bar.value() == bar.minimum() else min(99, round(100 * behind * whole))

    def offset_of(self, place: int) -> float:
        """Return the y of the line of `place` in the view."""
        if not self._column.pieces:
            return 0.0
        index = self._column.piece_at(place)
        return self._view.y_of(index) + self._column.lay(index).top_of(place)

    def _tell(self) -> None:
        """Say where the reader is, to the block: quick, as it is done at each scroll event."""
        if self._landed is not None:
            place = self._landed
        else:
            index, y = self._view.anchor  # y: of the line that is read, from the top of piece `index`
            y += self._view.top + 1
            heights, last = self._column.heights, len(self._column.pieces) - 1
            while index < last and y >= heights[index]:
                y -= heights[index]
                index += 1
            laid = self._column.laid(index)
            if laid is None:
                self._untold = True  # it is laid out when it is painted, and told then
                return
            place = laid.block_position(y)
        if place != self._last:
            self._last = place
            self.place_changed.emit(place)

    def _is_cut(self, position: int) -> bool:
        article, column = self._column.article, self._column
        if article is None:
            return False
        line = article.text.line_at(position)
        while not column.complete and (not column.pieces or column.pieces[-1].last_line < line):
            if column.pull(0.004):
                return False
        return bool(column.pieces)

    def _on_moved(self) -> None:
        self._landed = None
        self._tell()

    def _on_painted(self) -> None:
        if self._untold:
            self._untold = False
            QTimer.singleShot(0, self, self._tell)

    def _on_advanced(self) -> None:
        if self._pending is not None and self._is_cut(self._pending[0].start):
            (span, y), self._pending = self._pending, None
            self.jump(span, y)
