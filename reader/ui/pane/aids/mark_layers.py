"""All marks of the pane: the layers of highlights, the hits, the landing; which of them is under the pointer.

The mark that is chosen has a handle at each end; dragging one makes it longer
or shorter. The pane only says so: the annotations are changed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from reader.articles.source.canonical_text import Span
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.aids.text_marks import Hits, Mark, MarkKind, MarkLayer, pressed_areas
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.text.selection import TextSelection

LANDING = 1600  # milliseconds for which the landing is marked
REACH = 9.0  # pixels around a handle in which it is taken hold of


class MarkLayers(QObject):
    """Holds the marks of a view and paints the handles of the chosen one. An `Overlay`."""

    resized = Signal(str, Span)
    changed = Signal()

    def __init__(self, view: ColumnView, selecting: TextSelection) -> None:
        super().__init__(view)
        self._view = view
        self._selecting = selecting
        self._highlights: dict[str, MarkLayer] = {}
        self._landing = MarkLayer("landing")
        self.hits = Hits("hits")
        self._chosen = ""
        self._dragged: tuple[Mark, bool] | None = None  # the mark, and whether it is its end that moves
        self._reaching: Span | None = None
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.timeout.connect(lambda: self._set(self._landing, []))
        view.layers += [self._landing, self.hits]
        view.overlays.append(self)

    def highlight(self, name: str, marks: Sequence[Mark]) -> None:
        """Show `marks` as the highlights of layer `name`, in place of those before."""
        if name not in self._highlights:
            self._highlights[name] = MarkLayer(f"highlights:{name}")
            self._view.layers.insert(len(self._highlights) - 1, self._highlights[name])
        self._set(self._highlights[name], marks)
        self.changed.emit()

    def light(self, spans: Sequence[Span], current: int) -> None:
        """Highlight `spans` as hits of a search; the one at index `current` in a stronger colour."""
        self.hits.set(spans, current)
        self._view.viewport().update()
        self.changed.emit()

    def land(self, span: Span) -> None:
        """Mark `span`, where a jump led, for `LANDING` milliseconds; of a long one the first line only."""
        if (article := self._view.column.article) is not None:
            line = article.text.line_at(span.start)
            span = Span(
                span.start, max(span.start, min(span.end, article.text.span_of_lines(line, line).end))
            )
        self._set(self._landing, [Mark(span, "landing")])
        self._over.start(LANDING)

    def clear(self) -> None:
        """Remove all highlights and hits, the landing mark, and the chosen mark's handles."""
        self._chosen, self._dragged, self._reaching = "", None, None
        self.hits.set([])
        for layer in (self._landing, *self._highlights.values()):
            self._set(layer, [])
        self.changed.emit()

    def choose(self, mark_id: str) -> None:
        """Give the mark of this id its handles; "" for none."""
        self._chosen = mark_id
        self._view.viewport().update()

    def all(self) -> Iterator[Mark]:
        """Yield every highlight, layer by layer."""
        for layer in self._highlights.values():
            yield from layer.marks.marks

    def at(self, position: int) -> Mark | None:
        """Return the highlight with an id at `position` that starts last: of nested ones, the inner."""
        here = Span(position, position + 1)
        found = [
            mark for layer in self._highlights.values() for mark in layer.marks.touching(here) if mark.mark_id
        ]
        return max(found, key=lambda mark: mark.span.start) if found else None

    def under(self, point: QPointF) -> Mark | None:
        """Return the highlight with an id that lies at `point` of the viewport; of nested ones, the inner.

        A blank beside or above the words is none, though some place in the text is the nearest.
        """
        placed = self._view.placed_at(point.y())
        if placed is None:
            return None
        spot = QPointF(point.x() - self._view.left, point.y() - placed.y)
        width = placed.laid.section.document.textWidth()
        found = [
            drawn.mark
            for layer in self._highlights.values()
            for drawn in layer.drawn(placed.laid)
            if drawn.mark.mark_id and any(area.contains(spot) for area in pressed_areas(drawn, width))
        ]
        return max(found, key=lambda mark: mark.span.start) if found else None

    def is_in_sight(self, mark_id: str) -> bool:
        """Whether something of the mark of this id is in the viewport."""
        room = QRectF(self._view.viewport().rect())
        lines = (line for mark in self.all() if mark.mark_id == mark_id for line in self._lines_of(mark.span))
        return any(line.top() < room.bottom() and line.bottom() > room.top() for line in lines)

    # ---- handles

    def grasp(self, point: QPointF) -> bool:
        """Take hold of the handle at `point` of the viewport; False where there is none."""
        for mark, end, spot in self._handles():
            if (spot - point).manhattanLength() <= REACH:
                self._dragged, self._reaching = (mark, end), mark.span
                return True
        return False

    def shape_at(self, point: QPointF) -> Qt.CursorShape | None:
        """Return the pointer's shape over a handle; None where there is none."""
        near = any((spot - point).manhattanLength() <= REACH for _mark, _end, spot in self._handles())
        return Qt.CursorShape.SizeHorCursor if near else None

    def drag(self, point: QPointF) -> bool:
        """Move the handle that is held to `point`; False if none is held."""
        if self._dragged is None:
            return False
        caret = self._view.caret_at(point)
        if caret is not None:
            mark, end = self._dragged
            position = self._selecting.position_of(caret, end=end)
            start, stop = (mark.span.start, position) if end else (position, mark.span.end)
            if start < stop:
                self._reaching = Span(start, stop)
                self._view.viewport().update()
        return True

    def let_go(self) -> bool:
        """Let go of the handle: says `resized` where the mark has changed. False if none was held."""
        if self._dragged is None or self._reaching is None:
            return False
        (mark, _end), reaching = self._dragged, self._reaching
        self._dragged = self._reaching = None
        if reaching != mark.span:
            self.resized.emit(mark.mark_id, reaching)
        self._view.viewport().update()
        return True

    @property
    def stands_still(self) -> bool:
        """Return False: handles move with their words."""
        return False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the handles, and while one is dragged where the mark would reach."""
        if not self._chosen and self._reaching is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme, "accent"))
        if self._reaching is not None:
            for line in self._lines_of(self._reaching):
                painter.drawRect(QRectF(line.left(), line.bottom(), line.width(), 2.0))
        self._paint_chosen(painter, colour(theme, "accent"))
        for _mark, end, spot in self._handles():
            top = spot.y() - (self._view.line_height * 0.8 if end else 0)
            painter.drawRect(QRectF(spot.x() - 1, top, 2, self._view.line_height * 0.8))
            painter.drawEllipse(spot, 4.5, 4.5)

    def _paint_chosen(self, painter: QPainter, ink: QColor) -> None:
        """Draw a line under the words of the chosen mark; around a dot a ring."""
        for placed in self._view.placed:
            width = placed.laid.section.document.textWidth()
            for drawn in (each for layer in self._highlights.values() for each in layer.drawn(placed.laid)):
                if drawn.mark.mark_id != self._chosen:
                    continue
                if drawn.mark.kind is MarkKind.DOT:
                    painter.setPen(QPen(ink, 1.5))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    for area in pressed_areas(drawn, width):
                        painter.drawEllipse(area.adjusted(2, 2, -2, -2).translated(self._view.left, placed.y))
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(ink)
                    continue
                for line in drawn.rectangles:
                    under = QRectF(line.left(), line.bottom(), line.width(), 2.0)
                    painter.drawRect(under.translated(self._view.left, placed.y))

    def _handles(self) -> Iterator[tuple[Mark, bool, QPointF]]:
        """Yield the handles in sight: the mark, whether it is at its end, and where it is."""
        if not self._chosen:
            return
        marks = [
            mark for mark in self.all() if mark.mark_id == self._chosen and mark.kind is not MarkKind.DOT
        ]
        for mark in marks:
            span = self._reaching if self._reaching is not None and self._dragged else mark.span
            lines = self._lines_of(span)
            if lines:
                yield mark, False, lines[0].topLeft()
                yield mark, True, lines[-1].bottomRight()

    def _lines_of(self, span: Span) -> list[QRectF]:
        """Return the rectangles of `span` that are in sight, in the viewport's coordinates."""
        found: list[QRectF] = []
        for laid, y in self._view.placed:
            if span.start < laid.shown.end and laid.shown.start < span.end:
                start, end = laid.places.stretch(span)
                found += [line.translated(self._view.left, y) for line in laid.section.rectangles(start, end)]
        return found

    def _set(self, layer: MarkLayer, marks: Sequence[Mark]) -> None:
        layer.set(marks)
        self._view.viewport().update()
