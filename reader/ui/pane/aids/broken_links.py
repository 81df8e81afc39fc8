"""The line below links that lead nowhere. The window says which they are: the pane knows no library."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.scroll.laid_piece import LaidPiece

_STROKE = 1.0  # pixels


class BrokenLinks:
    """A layer of the view: a dashed line below each link whose address is one of `addresses`."""

    def __init__(self) -> None:
        self.addresses: frozenset[str] = frozenset()

    def prepare(self, laid: LaidPiece) -> None:
        """Do nothing: links are few, and looked for when they are painted."""

    def paint(self, painter: QPainter, laid: LaidPiece, theme: Theme, shown: QRectF) -> None:
        """Paint the lines of one piece, in its coordinates."""
        if not self.addresses:
            return
        painter.setPen(QPen(colour(theme, "error"), _STROKE, Qt.PenStyle.DashLine))
        for stop in laid.section.stops():
            if stop.address not in self.addresses:
                continue
            for frame in laid.section.rectangles(stop.start, stop.end):
                if frame.intersects(shown):
                    y = round(frame.bottom()) + 0.5  # the middle of a pixel: the line is sharp
                    painter.drawLine(QPointF(round(frame.left()), y), QPointF(round(frame.right()), y))
