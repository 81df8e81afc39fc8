"""Marks on the scroll bar: where in the article the hits, the notes and the nodes are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from reader.theme import Theme
from reader.ui.pane.colours import fill
from reader.ui.pane.column import Column

DELAY = 60  # milliseconds to wait for further changes before the marks are placed anew
THICK = 2.0
SHORTEST = 34  # pixels of the handle: min-height and margins in the style sheet


class MarkedScrollBar(QScrollBar):
    """A flat scroll bar with thin marks.

    `marks` are (place, colour, left, right): the place from 0 to 1 of its
    length, left and right from 0 to 1 of its width. It paints itself: a style
    takes 2 ms for it, a sixth of a frame, at every step of scrolling. (To ask
    QStyle only where the handle is would cost 4 ms of the start.)
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.marks: list[tuple[float, QColor, float, float]] = []
        self.theme: Theme | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        fill(painter, self.rect(), QColor(self.theme.roles["background"]))
        handle = self.handle()
        if self.maximum() > self.minimum():
            held = self.isSliderDown() or self.underMouse()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.roles["panel_quiet" if held else "border"]))
            handle = handle.adjusted(3, 2, -3, -2)
            painter.drawRoundedRect(handle, handle.width() / 2, handle.width() / 2)
        for place, colour, left, right in self.marks:
            y = place * (self.height() - THICK)
            painter.fillRect(QRectF(left * self.width(), y, (right - left) * self.width(), THICK), colour)

    def handle(self) -> QRectF:
        """Return where the handle is: where Qt has it for the mouse, by the style sheet."""
        room, steps = self.height(), self.maximum() - self.minimum()
        length = min(room, max(SHORTEST, self.pageStep() * room // max(1, steps + self.pageStep())))
        top = round((self.sliderPosition() - self.minimum()) * (room - length) / max(1, steps) + 1e-9)
        return QRectF(0, top, self.width(), length)


class ScrollMarks(QObject):
    """Places marks on the bar: nodes at its left edge, notes at its right, hits across."""

    LANES = (("nodes", 0.0, 0.3), ("notes", 0.7, 1.0), ("hits", 0.0, 1.0))

    def __init__(self, bar: MarkedScrollBar, column: Column) -> None:
        super().__init__(bar)
        self._bar = bar
        self._column = column
        self._theme: Theme | None = None
        self._head = 0.0
        self._positions: dict[str, list[tuple[int, str]]] = {name: [] for name, _left, _right in self.LANES}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DELAY)
        self._later.timeout.connect(self.place)

    def set(self, lane: str, positions: Sequence[tuple[int, str]]) -> None:
        """Mark these positions, each with a role of the theme or "#rrggbb"."""
        self._positions[lane] = sorted(positions)
        self._later.start()

    def renew(self, theme: Theme | None, head: float) -> None:
        """Place the marks again soon: the colours, the heights or what stands above the text have changed."""
        self._theme, self._head = theme, head
        if self._bar.theme is not theme:
            self._bar.theme = theme
            self._bar.update()
        if not self._later.isActive():
            self._later.start()

    def place(self) -> None:
        """Place the marks now."""
        marks = []
        for name, left, right in self.LANES:
            marks += [(place, colour, left, right) for place, colour in self._placed(self._positions[name])]
        if marks or self._bar.marks:
            self._bar.marks = marks
            self._bar.update()

    def _placed(self, positions: list[tuple[int, str]]) -> list[tuple[float, QColor]]:
        """Return where on the bar `positions` are, no two on the same pixel."""
        article, theme = self._column.article, self._theme
        if article is None or theme is None or not positions:
            return []
        starts, lines = article.text.line_starts, self._column.pieces
        total = max(1.0, float(self._bar.maximum() + self._bar.pageStep()))
        pixels = max(1, self._bar.height())
        found: dict[int, tuple[float, QColor]] = {}
        only = [position for position, _role in positions]
        y, done = self._head, 0
        for index, piece in enumerate(lines):
            height = self._column.heights[index]
            first = starts[min(piece.first_line, len(starts)) - 1]
            after = starts[piece.last_line] if piece.last_line < len(starts) else len(article.text.text) + 1
            upto = bisect_left(only, after, lo=done)
            for position, role in positions[done:upto]:
                here = (y + height * max(0, position - first) / max(1, after - first)) / total
                pixel = int(here * pixels)
                if pixel not in found or role == "hit_current":
                    found[pixel] = (here, QColor(theme.roles.get(role, role)))
            y, done = y + height, upto
        return list(found.values())
