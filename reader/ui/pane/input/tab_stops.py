"""What Tab goes to in the text: links, pictures, summaries of what folds. Enter does what a click does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from reader.articles.source.canonical_text import Span
from reader.theme import Theme
from reader.ui.base.opening_way import Way
from reader.ui.base.theme_colours import colour
from reader.ui.pane.interfaces import TabStop
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.laid_piece import Caret, LaidPiece
from reader.ui.pane.scroll.reading_position import ReadingPosition

MOST = 24  # pieces that one step lays out in search of a link
_SIGNS = ("](", "[[", "][", "[^", "<", "://", "www.", "]:")  # without any of them a piece has no stop


class TabStops(QObject):
    """Holds the stop that the keyboard is at. An `Overlay`: it shows a ring around it."""

    reached = Signal(str, QPoint)  # the address of the link that the keyboard is at, and below which point

    def __init__(
        self, view: ColumnView, position: ReadingPosition, click: Callable[[QPointF, Way], None]
    ) -> None:
        """`click` does what a click at a point of the viewport does."""
        super().__init__(view)
        self._view = view
        self._position = position
        self._click = click
        self._at: tuple[int, TabStop] | None = None  # the piece, and the stop in it
        view.overlays.append(self)
        view.installEventFilter(self)

    @property
    def caret(self) -> Caret | None:
        """Where the stop begins that the keyboard is at; None where it is at none."""
        return Caret(self._at[0], self._at[1].start) if self._at is not None else None

    def step(self, direction: int) -> bool:
        """Go to the next stop (1) or the one before (-1), from what is in sight; False for none."""
        found = next(self._coming(direction), None)
        if found is None:
            self.leave()
            return False
        piece, stop = self._at = found
        laid = self._view.column.lay(piece)
        start = laid.places.to_text(stop.start)
        self._position.show(Span(start, max(start, laid.places.to_text(stop.end, end=True))))
        self._view.viewport().update()
        frame = self._frames(self._view.column.lay(piece), stop)[-1]
        self.reached.emit(stop.address, self._view.viewport().mapToGlobal(frame.bottomLeft().toPoint()))
        return True

    def leave(self) -> bool:
        """Forget the current stop; return False where there was none."""
        was, self._at = self._at, None
        if was is not None:
            self.reached.emit("", QPoint())
            self._view.viewport().update()
        return was is not None

    def press(self, way: Way = Way.HERE) -> bool:
        """Click the current stop; return False where there is none, or it is out of sight."""
        if self._at is None:
            return False
        piece, stop = self._at
        self._view.settle()
        frames = self._frames(self._view.column.lay(piece), stop)
        if not self._is_in_sight(frames):
            return False
        self.reached.emit("", QPoint())
        self._click(frames[0].center(), way)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and self._at is not None:
            self.reached.emit("", QPoint())
            self._view.viewport().update()
        return False

    @property
    def stands_still(self) -> bool:
        """Return False: the ring moves with the text."""
        return False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint a ring around each line of the stop."""
        if self._at is None or not self._view.hasFocus():
            return
        piece, stop = self._at
        if (laid := self._view.column.laid(piece)) is None:
            return
        painter.setPen(QPen(colour(theme, "accent"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for frame in self._frames(laid, stop):
            painter.drawRoundedRect(frame.adjusted(-1, -1, 1, 1), 3, 3)

    # ---- inside

    def _coming(self, direction: int) -> Iterator[tuple[int, TabStop]]:
        """Yield the stops ahead: behind the one the keyboard is at, or from the edge of the view."""
        column, forward = self._view.column, direction > 0
        self._view.settle()
        placed = self._view.placed
        if not placed:
            return
        begin = placed[0 if forward else -1].laid.index
        at = self._at
        if at is not None and self._is_in_sight(self._frames(column.lay(at[0]), at[1])):
            begin = at[0]
        else:
            at = None
        for piece in self._candidates(begin, forward):
            laid = column.lay(piece)
            for stop in laid.section.stops() if forward else reversed(laid.section.stops()):
                behind = at is None or piece != at[0] or (stop.start - at[1].start) * direction > 0
                y = self._frames(laid, stop)[0].center().y()
                seen = at is not None or (y > 0 if forward else y < self._view.viewport().height())
                if behind and seen:
                    yield piece, stop

    def _candidates(self, begin: int, forward: bool) -> Sequence[int]:
        """Return the nearest pieces from `begin` on whose source may hold a stop."""
        pieces = self._view.column.pieces
        ahead: Iterable[int] = range(begin, len(pieces)) if forward else range(begin, -1, -1)
        found: list[int] = []
        for index in ahead:
            if any(sign in pieces[index].text for sign in _SIGNS):
                found.append(index)
                if len(found) == MOST:
                    break
        return found

    def _frames(self, laid: LaidPiece, stop: TabStop) -> list[QRectF]:
        """Return a frame for each line of `stop`, in the viewport's coordinates; one at the least."""
        lines = [line for line in laid.section.rectangles(stop.start, stop.end) if line.width() > 0]
        left, top = self._view.left, self._view.y_of(laid.index)
        return [line.translated(left, top) for line in lines or [laid.caret_rectangle(stop.start)]]

    def _is_in_sight(self, frames: Sequence[QRectF]) -> bool:
        view = QRectF(self._view.viewport().rect())
        return any(view.intersects(frame) for frame in frames)
