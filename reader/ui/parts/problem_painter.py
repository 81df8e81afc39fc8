"""How a problem looks in a list: its sentence in two lines, and below them its kind, file and line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from reader.ui.base.theming import Theming, colour
from reader.ui.models.problems_model import PROBLEM, kind_name, place_of
from reader.ui.parts.row_ground import paint_ground
from reader.ui.parts.row_lines import lines_of, smaller

Index = QModelIndex | QPersistentModelIndex
PADDING, SIDE = 7, 14  # pixels
LINES = 2
_ALIGNED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class ProblemPainter(QStyledItemDelegate):
    """Paints rows of one height."""

    def __init__(self, theming: Theming, parent: QListView) -> None:
        super().__init__(parent)
        self._theming = theming

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small = QFontMetrics(smaller(option.font)).height()
        return QSize(80, LINES * option.fontMetrics.height() + small + 2 * PADDING + 3)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        problem, theme = index.data(PROBLEM), self._theming.theme
        row = option.rect.adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = paint_ground(painter, option, theme, QRectF(row))
        room = row.adjusted(SIDE - 6, PADDING - 1, 6 - SIDE, 0)
        painter.setFont(option.font)
        painter.setPen(colour(theme, "selection_text" if is_chosen else "panel_text"))
        height, y = option.fontMetrics.height(), room.top()
        for words in lines_of(problem.what, option.font, room.width(), LINES):
            painter.drawText(QRect(room.left(), y, room.width(), height), _ALIGNED, words)
            y += height
        font = smaller(option.font)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(colour(theme, "selection_text" if is_chosen else "panel_quiet"))
        below = QRect(room.left(), y + 3, room.width(), metrics.height())
        kind = f"{kind_name(problem.kind)}  ·  "
        left = room.width() - metrics.horizontalAdvance(kind)
        place = metrics.elidedText(place_of(problem), Qt.TextElideMode.ElideMiddle, left)
        painter.drawText(below, _ALIGNED, kind + place)
        painter.restore()
