"""The shapes that are painted around the text. Each paints itself in the colours of any theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from reader.theme import Theme
from reader.ui.base.theme_colours import colour, fill

if TYPE_CHECKING:
    from reader.ui.pane.scroll.sideways_areas import Area

# Pixels: between two rows of pixels a finer line would have less than 3 : 1 of contrast.
_BOX_LINE = 1.6


@dataclass(slots=True, eq=False, repr=False)
class Decoration:
    """A shape. `above` is painted after the text; `press` is what a click on it copies."""

    frame: QRectF
    role: str
    above: bool = False
    area: Area | None = None
    press: str = ""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the shape."""
        fill(painter, self.frame, colour(theme, self.role))


@dataclass(slots=True, eq=False, repr=False)
class Box(Decoration):
    """A filled box with round corners, or only its outline."""

    radius: float = 4.0
    opacity: float = 1.0
    outline: bool = False
    open_above: bool = False  # it goes on above or below: no round corners there
    open_below: bool = False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        tint = colour(theme, self.role)
        if self.opacity != 1.0:
            tint = QColor(tint)
            tint.setAlphaF(tint.alphaF() * self.opacity)
        painter.setPen(QPen(tint, 1.0) if self.outline else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self.outline else tint)
        frame = self.frame
        if not (self.open_above or self.open_below):
            painter.drawRoundedRect(frame, self.radius, self.radius)
            return
        painter.save()
        painter.setClipRect(frame, Qt.ClipOperation.IntersectClip)
        more = 2 * self.radius
        frame = frame.adjusted(0, -more if self.open_above else 0, 0, more if self.open_below else 0)
        painter.drawRoundedRect(frame, self.radius, self.radius)
        painter.restore()


@dataclass(slots=True, eq=False, repr=False)
class Words(Decoration):
    """A few letters: a number before an item, the name of a language, a reading above its word."""

    text: str = ""
    font: QFont | None = None
    baseline: QPointF = field(default_factory=QPointF)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.font is not None:
            painter.setFont(self.font)
        painter.setPen(colour(theme, self.role))
        painter.drawText(self.baseline, self.text)


@dataclass(slots=True, eq=False, repr=False)
class Readings(Decoration):
    """Ruby by character: the readings of the characters of a line, each above its own."""

    font: QFont | None = None
    words: tuple[tuple[float, str], ...] = ()  # each with its left edge
    baseline: float = 0.0

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self.font is not None:
            painter.setFont(self.font)
        painter.setPen(colour(theme, self.role))
        for left, text in self.words:
            painter.drawText(QPointF(left, self.baseline), text)


@dataclass(slots=True, eq=False, repr=False)
class Bullet(Decoration):
    """A bullet by depth: a disc, a ring, a square; or a box to tick."""

    depth: int = 0
    ticked: bool | None = None

    def paint(self, painter: QPainter, theme: Theme) -> None:
        ink = colour(theme, self.role)
        if self.ticked is not None:
            self._box(painter, theme, ink)
            return
        ring = self.depth == 1
        painter.setPen(QPen(ink, max(1.0, self.frame.width() * 0.2)) if ring else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if ring else ink)
        if self.depth >= 2:
            painter.drawRoundedRect(self.frame.adjusted(0.4, 0.4, -0.4, -0.4), 0.8, 0.8)
        else:
            painter.drawEllipse(self.frame)

    def _box(self, painter: QPainter, theme: Theme, ink: QColor) -> None:
        size = self.frame.width()
        painter.setPen(QPen(ink, max(_BOX_LINE, size * 0.09)))
        painter.setBrush(ink if self.ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.frame, size * 0.2, size * 0.2)
        if self.ticked:
            pen = QPen(colour(theme, "background"), max(1.4, size * 0.13))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            x, y = self.frame.x(), self.frame.y()
            points = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.3))
            painter.drawPolyline(QPolygonF([QPointF(x + size * a, y + size * b) for a, b in points]))


@dataclass(slots=True, eq=False, repr=False)
class CopyButton(Decoration):
    """The button that copies a block of code: two sheets, one behind the other."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(QPen(colour(theme, self.role), 1.2))
        painter.setBrush(colour(theme, "code_background"))
        side = self.frame.height() * 0.42
        middle = self.frame.center()
        for shift in (-0.18, 0.22):
            corner = QPointF(middle.x() - side / 2 - shift * side, middle.y() - side * 0.6 + shift * side)
            painter.drawRoundedRect(QRectF(corner.x(), corner.y(), side * 0.86, side * 1.06), 1.6, 1.6)


@dataclass(slots=True, eq=False, repr=False)
class Triangle(Decoration):
    """The arrow before a summary that folds: it points right when shut, down when open."""

    shut: bool = False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        pen = QPen(colour(theme, self.role), max(1.3, self.frame.width() * 0.17))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = (
            ((0.3, 0.05), (0.75, 0.5), (0.3, 0.95)) if self.shut else ((0.05, 0.3), (0.5, 0.75), (0.95, 0.3))
        )
        frame = self.frame
        corners = [QPointF(frame.x() + a * frame.width(), frame.y() + b * frame.height()) for a, b in points]
        painter.drawPolyline(QPolygonF(corners))


@dataclass(slots=True, eq=False, repr=False)
class Dots(Decoration):
    """Emphasis dots under the characters whose middles are given."""

    middles: tuple[QPointF, ...] = ()
    radius: float = 1.5

    def paint(self, painter: QPainter, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme, self.role))
        for middle in self.middles:
            painter.drawEllipse(middle, self.radius, self.radius)
