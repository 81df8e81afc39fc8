"""How an article looks in a list: its title, and below it, fainter, its category and tags."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.ui.base.theming import Theming, colour
from reader.ui.models.article_list_model import ArticleRole

Index = QModelIndex | QPersistentModelIndex
PADDING = 7
SMALLER = 0.88


class ArticlePainter(QStyledItemDelegate):
    """Paints the rows of a list of articles."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small = QFontMetrics(_smaller(option.font))
        return QSize(80, option.fontMetrics.height() + small.height() + 2 * PADDING + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theming.theme
        view = option.widget
        scrolls = isinstance(view, QAbstractScrollArea) and view.verticalScrollBar().isVisible()
        row = option.rect.adjusted(10, 1, -4 if scrolls else -10, -1)
        is_open = bool(index.data(ArticleRole.IS_OPEN))
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_open or focused or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme, "selection" if is_open or focused else "hover"))
            painter.drawRoundedRect(row, 5, 5)
        if focused:
            painter.setPen(QPen(colour(theme, "focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if is_open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme, "accent"))
            painter.drawRoundedRect(QRectF(row.left(), row.top() + 8, 3, row.height() - 16), 1.5, 1.5)
        self._paint_words(painter, row.adjusted(10, PADDING - 1, -8, -PADDING), option, index)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, room: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme = self._theming.theme
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        title = QRect(room.left(), room.top(), room.width(), option.fontMetrics.height())
        painter.setFont(option.font)
        painter.setPen(colour(theme, "panel_text"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(title, left, option.fontMetrics.elidedText(str(index.data()), elide, title.width()))
        small = _smaller(option.font)
        metrics = QFontMetrics(small)
        below = QRect(room.left(), title.bottom() + 3, room.width(), metrics.height())
        painter.setFont(small)
        painter.setPen(colour(theme, "error" if index.data(ArticleRole.PROBLEM) else "panel_quiet"))
        words = metrics.elidedText(str(index.data(ArticleRole.DETAIL)), elide, below.width())
        painter.drawText(below, left, words)


def _smaller(font: QFont) -> QFont:
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * SMALLER)
    else:
        made.setPixelSize(round(font.pixelSize() * SMALLER))
    return made
