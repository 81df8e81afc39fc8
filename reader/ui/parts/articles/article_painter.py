"""How an article looks in a list: its whole title, below it what it is about, and how far it was read.

The title takes one line or two. What tells it apart (category, tags) stands at the left below it and is cut
where room lacks; the minutes and the number of notes stand at the right and never are. A thin bar shows what
was read of an article that was begun; the words say it too.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractScrollArea, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.catalogue.article_list import ListedArticle, Stage, stage_of
from reader.i18n import figure
from reader.ui.base.theming import Theming, colour, spaced
from reader.ui.models.article_list_model import ArticleRole
from reader.ui.parts.row_lines import lines_of, smaller

Index = QModelIndex | QPersistentModelIndex
PADDING = 7
LEADING = 1.1  # of the lines of a title
LEFT, RIGHT = 20, 18  # pixels beside the words
GAP = 8  # between what the article is about and its minutes
GLYPH = 11
BAR = 2.0  # the height of the bar of what was read
_SURE = 1.04  # a title may need so much more than was reckoned from its characters
LEFT_ALIGNED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT_ALIGNED = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ArticlePainter(QStyledItemDelegate):
    """Paints the rows of a list of articles."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming

    # ---- what the view reckons with

    def heights(self, font: QFont) -> tuple[int, int, int]:
        """Return the heights of a heading, and of an article whose title takes one line, or two."""
        small = QFontMetrics(smaller(font)).height()
        line = _line(font)
        one = line + small + 2 * PADDING + 3
        return small + 18, one, one + line

    def longest(self, font: QFont, width: int) -> float:
        """Return how long a title of one line may be in a list of `width` pixels: Chinese characters."""
        return (width - LEFT - RIGHT) / (QFontMetricsF(font).horizontalAdvance("国") * _SURE)

    # ---- Qt

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self.heights(option.font)[1])

    def paint_row(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        *,
        chosen: bool = False,
        focused: bool = False,
        hovered: bool = False,
    ) -> None:
        """Paint a row in `option.rect`. How it stands is said by the view: QStyle takes 7 ms to load."""
        one = index.data(ArticleRole.LISTED)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(one, ListedArticle):
            is_open = bool(index.data(ArticleRole.IS_OPEN))
            if is_open or focused or chosen or hovered:
                role = "selection" if is_open or focused or chosen else "hover"
                self._paint_ground(painter, option, role, focused=focused, is_open=is_open)
            self._paint_words(painter, option, index, one)
        else:
            self._paint_heading(painter, option, str(index.data()))
        painter.restore()

    # ---- within

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = smaller(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        rect = option.rect.adjusted(LEFT - 8, 0, -RIGHT, -3)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(colour(self._theming.theme, "panel_quiet"))
        words = metrics.elidedText(self._theming.shown(text), Qt.TextElideMode.ElideMiddle, rect.width())
        line = QRect(rect.left(), rect.bottom() - metrics.height(), rect.width(), metrics.height())
        painter.drawText(line, LEFT_ALIGNED, words)
        begin = rect.left() + metrics.horizontalAdvance(words) + GAP
        if begin < rect.right():
            painter.setPen(QPen(colour(self._theming.theme, "border"), 1))
            y = line.center().y() + 1.5
            painter.drawLine(QPointF(begin, y), QPointF(rect.right(), y))

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, role: str, *, focused: bool, is_open: bool
    ) -> None:
        theme, view = self._theming.theme, option.widget
        scrolls = isinstance(view, QAbstractScrollArea) and view.verticalScrollBar().isVisible()
        row = option.rect.adjusted(10, 1, -4 if scrolls else -10, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme, role))
        painter.drawRoundedRect(row, 5, 5)
        if focused:
            painter.setPen(QPen(colour(theme, "focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if is_open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme, "accent"))
            painter.drawRoundedRect(QRectF(row.left(), row.top() + 8, 3, row.height() - 16), 1.5, 1.5)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, one: ListedArticle
    ) -> None:
        theme, font, line = self._theming.theme, option.font, _line(option.font)
        room = option.rect.adjusted(LEFT, PADDING, -RIGHT, -PADDING)
        most = 2 if option.rect.height() >= self.heights(font)[2] else 1
        whole = self._theming.shown(str(index.data()))
        title = lines_of(spaced(whole), font, room.width(), most)
        if title[-1].endswith("…"):  # the height of the row is that of the words alone
            title = lines_of(whole, font, room.width(), most)
        y = room.top() + (most - len(title)) * line // 2  # a title may be shorter than was reckoned
        painter.setFont(font)
        painter.setPen(colour(theme, "panel_text"))
        for words in title:
            painter.drawText(QRect(room.left(), y, room.width(), line), LEFT_ALIGNED, words)
            y += line
        small = smaller(font)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        below = QRect(room.left(), y + 2, room.width(), metrics.height())
        if stage_of(one) is Stage.READING and one.read:
            self._paint_bar(painter, QRectF(below.left(), below.bottom() + 2.5, below.width(), BAR), one.read)
        is_problem = bool(index.data(ArticleRole.PROBLEM))
        painter.setPen(colour(theme, "error" if is_problem else "panel_quiet"))
        if not is_problem:
            below.setRight(self._paint_right(painter, below, metrics, index, one) - GAP)
        words = metrics.elidedText(
            self._theming.shown(str(index.data(ArticleRole.DETAIL))),
            Qt.TextElideMode.ElideRight,
            below.width(),
        )
        painter.drawText(below, LEFT_ALIGNED, words)

    def _paint_right(
        self, painter: QPainter, line: QRect, metrics: QFontMetrics, index: Index, one: ListedArticle
    ) -> int:
        """Paint minutes and notes from the right; return the x at which they begin."""
        right = line.right()
        if words := str(index.data(ArticleRole.TIME)):
            painter.drawText(line, RIGHT_ALIGNED, words)
            right -= metrics.horizontalAdvance(words)
            if stage_of(one) is Stage.READ:
                right = self._paint_tick(painter, right - 4, line.center().y())
        if one.is_favourite:
            right = self._paint_glyph(painter, "star", "accent", right - GAP, line)
        if one.place is not None:
            right = self._paint_glyph(painter, "queue", "panel_quiet", right - GAP, line)
        if one.notes:
            count = figure(one.notes)
            right -= GAP + metrics.horizontalAdvance(count)
            painter.drawText(QPointF(right, line.top() + metrics.ascent()), count)
            right = self._paint_glyph(painter, "note", "panel_quiet", right - 2, line)
        return right

    def _paint_glyph(self, painter: QPainter, glyph: str, role: str, right: int, line: QRect) -> int:
        """Paint a small icon that ends at `right`; return where it begins."""
        room = QRect(right - GLYPH, line.center().y() - GLYPH // 2 + 1, GLYPH, GLYPH)
        self._theming.icon(glyph, role).paint(painter, room)
        return room.left()

    def _paint_tick(self, painter: QPainter, right: int, y: int) -> int:
        pen = QPen(painter.pen().color(), 1.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        before = painter.pen()
        painter.setPen(pen)
        painter.drawPolyline(
            QPolygonF([QPointF(right - 8, y + 0.5), QPointF(right - 5, y + 3.5), QPointF(right, y - 3)])
        )
        painter.setPen(before)
        return right - 8

    def _paint_bar(self, painter: QPainter, rail: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self._theming.theme, "border"))
        painter.drawRoundedRect(rail, BAR / 2, BAR / 2)
        painter.setBrush(colour(self._theming.theme, "accent"))
        rail.setWidth(max(BAR, rail.width() * min(1.0, share)))
        painter.drawRoundedRect(rail, BAR / 2, BAR / 2)


def _line(font: QFont) -> int:
    return round(QFontMetrics(font).height() * LEADING)
