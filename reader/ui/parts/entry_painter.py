"""How a line of the tree looks: its label, what kind of entry it is, and its counts.

Kinds are told apart quietly. A node with a passage of its own is plain text;
one that falls back to its parent is fainter and has an arrow up, one that leads
nowhere a broken link; a heading outside the framework has a bar before it. What
the person repaired bears a small link in the accent colour.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.articles.digest.contents import Entry
from reader.articles.model import Match
from reader.catalogue.reading_progress import ReadState
from reader.ui.base.theming import Theming, colour, elided
from reader.ui.models.contents_model import Role

Index = QModelIndex | QPersistentModelIndex
PADDING = 5  # above and below the label
RADIUS = 5
GLYPH = 14


class EntryPainter(QStyledItemDelegate):
    """Paints entries for `EntryTree`."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming
        self.has_both = False  # whether the tree holds nodes and headings outside the framework

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, option.fontMetrics.height() + 2 * PADDING)

    def paint_row(
        self,
        painter: QPainter,
        row: QRect,
        rect: QRect,
        index: Index,
        *,
        current: bool,
        hovered: bool,
        reading: bool,
        is_open: bool | None,
    ) -> None:
        """Paint one row: `row` is all of it, `rect` the part for the label; `is_open` None: nothing below."""
        entry: Entry = index.data(Role.ENTRY)
        painter.save()
        font = painter.font()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, row, current=current, hovered=hovered, reading=reading)
        if is_open is not None:
            self._paint_arrow(painter, QPoint(rect.left() - 9, rect.center().y()), is_open)
        right = self._paint_counts(painter, row, index, closed=is_open is False)
        right = self._paint_kind(painter, entry, row, right)
        right = self._paint_read(painter, ReadState(index.data(Role.READ) or ReadState.UNTOUCHED), row, right)
        left = rect.left() + 3
        if not entry.is_node and self.has_both:
            painter.setPen(QPen(self._colour("border"), 2))
            painter.drawLine(QPointF(left, row.top() + 7), QPointF(left, row.bottom() - 6))
            left += 7
        painter.setFont(font)
        painter.setPen(self._ink(entry, current=current))
        room = QRect(left, row.top(), right - left - 4, row.height())
        words = elided(self._theming.shown(entry.shown), QFontMetrics(painter.font()), room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, row: QRect, *, current: bool, hovered: bool, reading: bool
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if current or hovered or reading:
            painter.setBrush(self._colour("selection" if current or reading else "hover"))
            painter.drawRoundedRect(row, RADIUS, RADIUS)
        if current:
            painter.setPen(QPen(self._colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if reading:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("accent"))
            painter.drawRoundedRect(QRectF(row.left(), row.top() + 5, 3, row.height() - 10), 1.5, 1.5)

    def _paint_arrow(self, painter: QPainter, middle: QPoint, is_open: bool) -> None:
        pen = QPen(self._colour("panel_quiet"), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y = middle.x() + 0.5, middle.y() + 0.5
        if is_open:
            points = [QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)]
        else:
            points = [QPointF(x - 1.5, y - 3.5), QPointF(x + 2, y), QPointF(x - 1.5, y + 3.5)]
        painter.drawPolyline(QPolygonF(points))

    def _paint_counts(self, painter: QPainter, row: QRect, index: Index, *, closed: bool) -> int:
        """Paint the counts from the right; return the x at which they end."""
        right = row.right() - 4
        font = QFont(painter.font())
        font.setPixelSize(max(9, round(QFontMetrics(font).height() * 0.6)))
        painter.setFont(font)
        hits = index.data(Role.ALL_HITS if closed else Role.HITS) or 0
        notes = index.data(Role.ALL_NOTES if closed else Role.NOTES) or 0
        for count, ground, ink in ((hits, "hit", "text"), (notes, "hover", "panel_quiet")):
            if count:
                words = str(count) if count < 1000 else "999+"
                width = max(18, QFontMetrics(font).horizontalAdvance(words) + 10)
                pill = QRectF(right - width, row.center().y() - 7.5, width, 16)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colour(ground))
                painter.drawRoundedRect(pill, 8, 8)
                painter.setPen(self._colour(ink))
                painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), words)
                right -= width + 4
        return int(right)

    def _paint_kind(self, painter: QPainter, entry: Entry, row: QRect, right: int) -> int:
        link = entry.link
        if link is None or (link.match not in (Match.PARENT, Match.NONE) and not link.by_person):
            return right
        name, role = "unlink", "panel_quiet"
        if link.by_person:
            name, role = "link", "accent"
        elif link.match is Match.PARENT:
            name = "falls-back"
        icon = self._theming.icon(name, role)
        icon.paint(painter, QRect(right - GLYPH - 2, row.center().y() - GLYPH // 2 + 1, GLYPH, GLYPH))
        return right - GLYPH - 4

    def _paint_read(self, painter: QPainter, state: ReadState, row: QRect, right: int) -> int:
        """Paint how far the node was read, by shape: a tick, half a disc, a ring with a dot."""
        if state is ReadState.UNTOUCHED:
            return right
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._colour("panel_quiet")
        pen = QPen(ink, 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = right - GLYPH / 2 - 2, row.center().y() + 0.5
        ring = QRectF(x - 4, y - 4, 8, 8)
        if state is ReadState.READ:
            painter.drawPolyline(
                QPolygonF([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3.5)])
            )
        else:
            painter.drawEllipse(ring)
            painter.setBrush(ink)
            painter.setPen(Qt.PenStyle.NoPen)
            if state is ReadState.SKIMMED:
                painter.drawPie(ring, 90 * 16, 180 * 16)
            else:
                painter.drawEllipse(ring.adjusted(2.5, 2.5, -2.5, -2.5))
        return right - GLYPH - 4

    def _ink(self, entry: Entry, *, current: bool) -> QColor:
        if entry.span is None or (entry.link is not None and entry.link.match in (Match.PARENT, Match.NONE)):
            return self._colour("panel_quiet")
        return self._colour("selection_text" if current else "panel_text")

    def _colour(self, role: str) -> QColor:
        return colour(self._theming.theme, role)
