"""Painting the rows of the connections: headings, quiet sentences; for each one title, passage, reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from reader.ui.base.theming import Theming, colour, elided
from reader.ui.models.connections_model import ROW, Heading, Remark, Shown
from reader.ui.parts.row_ground import paint_ground
from reader.ui.parts.row_lines import smaller
from reader.ui.search.hit_row import LaidRows, place_within

_SIDE = 12
_TOP = 7
_GAP = 3
_ABOVE_HEADING = 12
_BETWEEN = "  ·  "
_KEPT = 200  # rows laid out
_NARROW = 300
_SMALL = 0.92  # of the font, for the reason


class ConnectionDelegate(QStyledItemDelegate):
    """Paints connections in the colours of the theme in use."""

    def __init__(self, theming: Theming) -> None:
        super().__init__()
        self._theming = theming
        self._rows = LaidRows(_KEPT)
        theming.theme_changed.connect(self._forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row, measure = index.data(ROW), self._rows.measure(option.font)
        width = option.rect.width() if option.rect.width() > 0 else _NARROW
        height = round(measure.metrics.height())
        if isinstance(row, Heading):
            return QSize(width, height + _ABOVE_HEADING + _GAP)
        if isinstance(row, Remark):
            wrap = int(Qt.TextFlag.TextWordWrap)
            metrics = QFontMetrics(option.font)
            tall = metrics.boundingRect(0, 0, width - 2 * _SIDE, 9999, wrap, row.sentence).height()
            return QSize(width, tall + 2 * _GAP)
        lines = measure.lines(row.text, width - 2 * _SIDE) if row.text else 0
        why = round(QFontMetrics(smaller(option.font, _SMALL)).height()) + _GAP if row.why else 0
        return QSize(width, 2 * _TOP + height + _GAP + round(lines * measure.spacing) + why)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if isinstance(row, Heading):
            self._paint_heading(painter, option.rect, row)
        elif isinstance(row, Remark):
            painter.setPen(colour(self._theming.theme, "panel_quiet"))
            painter.drawText(
                option.rect.adjusted(_SIDE, _GAP, -_SIDE, 0), int(Qt.TextFlag.TextWordWrap), row.sentence
            )
        elif isinstance(row, Shown):
            self._paint_connection(painter, option, row)
        painter.restore()

    def _forget(self) -> None:
        self._rows.forget()

    def _paint_heading(self, painter: QPainter, frame: QRect, row: Heading) -> None:
        theme = self._theming.theme
        if frame.y() > 0:
            painter.setPen(colour(theme, "border"))
            painter.drawLine(frame.left() + _SIDE, frame.top() + 4, frame.right() - _SIDE, frame.top() + 4)
        inner = frame.adjusted(_SIDE, _ABOVE_HEADING, -_SIDE, 0)
        painter.setPen(colour(theme, "panel_quiet"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, row.count)
        bold = painter.font()
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, row.title)

    def _paint_connection(self, painter: QPainter, option: QStyleOptionViewItem, row: Shown) -> None:
        theme = self._theming.theme
        chosen = paint_ground(painter, option, theme, QRectF(option.rect.adjusted(4, 1, -4, -1)))
        ink = colour(theme, "selection_text" if chosen else "panel_text")
        quiet = ink if chosen else colour(theme, "panel_quiet")
        inner = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics, height = QFontMetrics(bold), QFontMetrics(option.font).height()
        line = QRect(inner.left(), inner.top(), inner.width(), height)
        rest = line.width() - (_place_room(row, option) if row.place else 0)
        room = max(line.width() // 2, rest)
        title = elided(self._theming.shown(row.title), metrics, room)
        painter.setFont(bold)
        painter.setPen(ink)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(option.font)
        if row.place:
            line.setLeft(line.left() + metrics.horizontalAdvance(title + _BETWEEN))
            place = place_within(
                tuple(map(self._theming.shown, row.place)), QFontMetrics(option.font), line.width()
            )
            painter.setPen(quiet)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, place)
        top = inner.top() + height + _GAP
        if row.text:
            text = self._theming.shown(row.text)
            laid = self._rows.laid(text, row.matches, option.font, inner.width(), colour(theme, "text"))
            painter.setPen(ink)
            laid.draw(painter, QPointF(inner.left(), top), colour(theme, "hit"))
            top += round(laid.count * self._rows.measure(option.font).spacing)
        if row.why:
            small = smaller(option.font, _SMALL)
            painter.setFont(small)
            painter.setPen(quiet)
            below = QRect(inner.left(), top + _GAP, inner.width(), QFontMetrics(small).height())
            why = QFontMetrics(small).elidedText(row.why, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, why)


def _place_room(row: Shown, option: QStyleOptionViewItem) -> int:
    return QFontMetrics(option.font).horizontalAdvance(_BETWEEN + row.place[-1])
