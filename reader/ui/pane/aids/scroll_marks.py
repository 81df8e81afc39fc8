"""Marks on the scroll bar: where in the article the hits, the notes and the nodes are."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QScrollBar, QWidget

from reader.theme import Theme
from reader.ui.base.theme_colours import colour, fill
from reader.ui.pane.scroll.column import Column

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
        self._marks: list[tuple[float, QColor, float, float]] = []
        self._picture: QPixmap | None = None  # of the marks: a thousand of them would be painted at each step
        self.theme: Theme | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        fill(painter, self.rect(), colour(self.theme, "background"))
        handle = self.handle()
        if self.maximum() > self.minimum():
            held = self.isSliderDown() or self.underMouse()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self.theme, "panel_quiet" if held else "border"))
            handle = handle.adjusted(3, 2, -3, -2)
            painter.drawRoundedRect(handle, handle.width() / 2, handle.width() / 2)
        if self._marks:
            painter.drawPixmap(0, 0, self._painted())

    @property
    def marks(self) -> list[tuple[float, QColor, float, float]]:
        """The marks: place, colour, left, right."""
        return self._marks

    @marks.setter
    def marks(self, marks: list[tuple[float, QColor, float, float]]) -> None:
        self._marks, self._picture = marks, None
        self.update()

    def _painted(self) -> QPixmap:
        """Return the marks painted, for this size of the bar and this screen."""
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._picture is None or self._picture.size() != size:
            picture = QPixmap(size)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place, ink, left, right in self._marks:
                y = place * (self.height() - THICK)
                fill(painter, QRectF(left * self.width(), y, (right - left) * self.width(), THICK), ink)
            painter.end()
            self._picture = picture
        return self._picture

    def handle(self) -> QRectF:
        """Return where the handle is: where Qt has it for the mouse, by the style sheet."""
        room, steps = self.height(), self.maximum() - self.minimum()
        length = min(room, max(SHORTEST, self.pageStep() * room // max(1, steps + self.pageStep())))
        top = round((self.sliderPosition() - self.minimum()) * (room - length) / max(1, steps) + 1e-9)
        return QRectF(0, top, self.width(), length)


class _Lane(NamedTuple):
    """Marks below one another: positions in order, the role of each by its index."""

    positions: Sequence[int]
    role_of: Callable[[int], str]
    current: int


class ScrollMarks(QObject):
    """Places marks on the bar: nodes at its left edge, notes at its right, hits across."""

    LANES = (("nodes", 0.0, 0.3), ("notes", 0.7, 1.0), ("hits", 0.0, 1.0))

    def __init__(self, bar: MarkedScrollBar, column: Column) -> None:
        super().__init__(bar)
        self._bar = bar
        self._column = column
        self._theme: Theme | None = None
        self._head = 0.0
        self._lanes: dict[str, _Lane] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DELAY)
        self._later.timeout.connect(self.place)

    def set(
        self, lane: str, positions: Sequence[int], role_of: Callable[[int], str], current: int = -1
    ) -> None:
        """Mark these positions, in order; `role_of` gives each a role of the theme, or "#rrggbb".

        Where several fall on one pixel the first is shown, unless it is the `current` one.
        """
        self._lanes[lane] = _Lane(positions, role_of, current)
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
            if (lane := self._lanes.get(name)) is not None:
                marks += [(place, ink, left, right) for place, ink in self._placed(lane)]
        if marks or self._bar.marks:
            self._bar.marks = marks

    def _placed(self, lane: _Lane) -> list[tuple[float, QColor]]:
        """Return where on the bar the marks of `lane` are, no two on the same pixel.

        From one it goes to the first on a later pixel: a hundred thousand take no longer than the pixels do.
        Those of what is not cut yet have no place.
        """
        theme, positions = self._theme, lane.positions
        if self._column.article is None or theme is None or not self._column.pieces:
            return []
        pixels = max(1, self._bar.height())
        found: dict[int, tuple[float, QColor]] = {}
        cut = bisect_left(positions, self._reach(len(self._column.pieces) - 1)[1])
        at = 0
        while at < cut:
            here = self._share_of(positions[at])
            pixel = int(here * pixels)
            if pixel not in found:
                found[pixel] = (here, colour(theme, lane.role_of(at)))
            at = bisect_left(positions, self._position_of((pixel + 1) / pixels), lo=at + 1)
        if 0 <= lane.current < cut:
            here = self._share_of(positions[lane.current])
            found[int(here * pixels)] = (here, colour(theme, lane.role_of(lane.current)))
        return list(found.values())

    @property
    def _total(self) -> float:
        return max(1.0, float(self._bar.maximum() + self._bar.pageStep()))

    def _share_of(self, position: int) -> float:
        """Return where on the bar `position` is, from 0 to 1."""
        index = self._column.piece_at(position)
        first, after = self._reach(index)
        share = max(0, position - first) / max(1, after - first)
        y = self._head + self._column.heights.top(index) + self._column.heights[index] * min(1.0, share)
        return y / self._total

    def _position_of(self, share: float) -> int:
        """Return the first position that is at `share` of the bar, or behind it."""
        index, offset = self._column.point_at(share * self._total - self._head)
        first, after = self._reach(index)
        return first + math.ceil((after - first) * offset / max(1.0, self._column.heights[index]))

    def _reach(self, index: int) -> tuple[int, int]:
        """Return the first position of a piece, and the first behind it."""
        article, piece = self._column.article, self._column.pieces[index]
        assert article is not None
        starts = article.text.line_starts
        first = starts[min(piece.first_line, len(starts)) - 1]
        after = starts[piece.last_line] if piece.last_line < len(starts) else len(article.text.text) + 1
        return first, after
