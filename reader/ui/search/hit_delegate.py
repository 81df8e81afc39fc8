"""Painting the rows of the hits: an article's title; a hit's place and two lines with its matches.

How tall a row is, is reckoned; only rows that are seen are laid out, and kept.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.i18n import figure
from reader.search.model import ArticleHits
from reader.ui.base.theming import Theming, colour, elided
from reader.ui.models.hits_model import ROW
from reader.ui.parts.row_ground import paint_ground
from reader.ui.search.hit_row import LaidRows, Words, place_within, words_of

_SIDE = 12
_TOP = 7
_GAP = 3
_BADGE = 7
_BETWEEN = "  ·  "
_KEPT = 300  # rows laid out
_NARROW = 300


class HitDelegate(QStyledItemDelegate):
    """Paints hits in the colours of the theme in use."""

    def __init__(self, theming: Theming) -> None:
        super().__init__()
        self._theming = theming
        theming.theme_changed.connect(self.forget)
        self._rows = LaidRows(_KEPT)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW)
        measure = self._rows.measure(option.font)
        room = option.rect.width()
        width = room if room > 0 else _NARROW
        height = round(measure.metrics.height())
        if isinstance(row, ArticleHits):
            return QSize(width, height + 2 * _TOP + 4)
        words = words_of(row)
        lines = measure.lines(words.text, width - 2 * _SIDE)
        above = height + _GAP if words.place or words.why else 0
        return QSize(width, 2 * _TOP + above + round(lines * measure.spacing))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if isinstance(row, ArticleHits):
            self._paint_article(painter, option, row)
        else:
            self._paint_hit(painter, option, words_of(row))
        painter.restore()

    def forget(self) -> None:
        """Lay everything out anew when it is next looked at."""
        self._rows.forget()

    def _paint_article(self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleHits) -> None:
        theme = self._theming.theme
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        inner = option.rect.adjusted(_SIDE, 4, -_SIDE, 0)
        count = figure(len(row.hits))
        small = QFontMetrics(option.font).horizontalAdvance(count) + 2 * _BADGE
        painter.setPen(colour(theme, "panel_quiet"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(bold)
        painter.setPen(colour(theme, "panel_text"))
        title = elided(self._theming.shown(row.title), QFontMetrics(bold), inner.width() - small)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, title)
        if option.rect.y() > 0:
            painter.setPen(colour(theme, "border"))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, words: Words) -> None:
        theme = self._theming.theme
        chosen = paint_ground(painter, option, theme, QRectF(option.rect.adjusted(4, 1, -4, -1)))
        metrics = QFontMetrics(option.font)
        inner = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        ink = colour(theme, "selection_text" if chosen else "panel_text")
        if words.place or words.why:
            line = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
            quiet = ink if chosen else colour(theme, "panel_quiet")
            self._paint_above(painter, line, words, (ink if words.strong else quiet, quiet))
            inner.setTop(inner.top() + metrics.height() + _GAP)
        laid = self._rows.laid(words.text, words.matches, option.font, inner.width(), colour(theme, "text"))
        painter.setPen(ink)
        laid.draw(painter, QPointF(inner.topLeft()), colour(theme, "hit"))

    def _paint_above(self, painter: QPainter, line: QRect, words: Words, inks: tuple[QColor, QColor]) -> None:
        """Paint where a hit stands, and quietly why it is one: that is never cut, unless nothing is left."""
        metrics = painter.fontMetrics()
        why = (_BETWEEN if words.place else "") + words.why if words.why else ""
        why = metrics.elidedText(why, Qt.TextElideMode.ElideRight, line.width() * 3 // 5)
        place = place_within(
            words.place,
            metrics,
            line.width() - metrics.horizontalAdvance(why),
        )
        painter.setPen(inks[0])
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, place)
        painter.setPen(inks[1])
        line.setLeft(line.left() + metrics.horizontalAdvance(place))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, why)
