"""Painting the rows of the hits: an article's title; a hit's place and two lines with its matches.

Excerpts count code points, Qt counts UTF-16 units: the conversion is here.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.i18n import gettext as _
from reader.search.answers import ArticleHits, Hit
from reader.search.marginalia import NoteWords
from reader.theme import Theme
from reader.ui.models.search_hits import ROW
from reader.ui.theming import Theming, colour

_SIDE = 14
_TOP = 7
_GAP = 3
_LINES = 2
_BADGE = 7
_KEPT = 1000
_NARROW = 300

Match = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Words:
    """What a row shows: a quiet line above, and the text with its marked parts."""

    above: str
    text: str
    matches: tuple[Match, ...] = ()
    strong: bool = False


class HitDelegate(QStyledItemDelegate):
    """Paints hits in the colours of the theme in use."""

    def __init__(self, theming: Theming) -> None:
        super().__init__()
        self._theming = theming
        self._kept: dict[tuple[_Words, str, int], _Laid] = {}

    def _laid(self, words: _Words, font: QFont, width: int) -> _Laid:
        """Return a row's text laid out; painting asks again and again for the same."""
        key = (words, font.key(), width)
        if key not in self._kept:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            self._kept[key] = _Laid(words.text, words.matches, font, width)
        return self._kept[key]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ROW)
        metrics = QFontMetrics(option.font)
        width = option.rect.width() if option.rect.width() > 0 else _NARROW
        if isinstance(row, ArticleHits):
            return QSize(width, metrics.height() + 2 * _TOP + 4)
        words = _words(row)
        lines = len(self._laid(words, option.font, width - 2 * _SIDE).lines)
        above = metrics.height() + _GAP if words.above else 0
        return QSize(width, 2 * _TOP + above + round(lines * metrics.lineSpacing() * 1.15))

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
            self._paint_hit(painter, option, _words(row))
        painter.restore()

    def _paint_article(self, painter: QPainter, option: QStyleOptionViewItem, row: ArticleHits) -> None:
        theme = self._theming.theme
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        inner = option.rect.adjusted(_SIDE, 4, -_SIDE, 0)
        count = str(len(row.hits))
        small = QFontMetrics(option.font).horizontalAdvance(count) + 2 * _BADGE
        painter.setPen(colour(theme, "panel_quiet"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(bold)
        painter.setPen(colour(theme, "panel_text"))
        title = QFontMetrics(bold).elidedText(row.title, Qt.TextElideMode.ElideRight, inner.width() - small)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, title)
        if option.rect.y() > 0:
            painter.setPen(colour(theme, "border"))
            painter.drawLine(option.rect.topLeft(), option.rect.topRight())

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, words: _Words) -> None:
        theme = self._theming.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, option, theme, chosen=chosen)
        metrics = QFontMetrics(option.font)
        inner = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        ink = colour(theme, "selection_text" if chosen else "panel_text")
        if words.above:
            painter.setPen(ink if chosen or words.strong else colour(theme, "panel_quiet"))
            line = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
            above = metrics.elidedText(words.above, Qt.TextElideMode.ElideMiddle, inner.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, above)
            inner.setTop(inner.top() + metrics.height() + _GAP)
        marked = colour(theme, "hit")
        laid = self._laid(words, option.font, inner.width())
        painter.setPen(ink)
        laid.draw(painter, QPointF(inner.topLeft()), marked, colour(theme, "text"))

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, theme: Theme, *, chosen: bool
    ) -> None:
        ground = QRectF(option.rect.adjusted(6, 1, -6, -1))
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(colour(theme, "selection"))
            painter.drawRoundedRect(ground, 6, 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colour(theme, "hover"))
            painter.drawRoundedRect(ground, 6, 6)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colour(theme, "focus"))
            painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


class _Laid:
    """An excerpt laid out in at most two lines."""

    def __init__(self, text: str, matches: tuple[Match, ...], font: QFont, width: int) -> None:
        self._layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        self.lines: list[tuple[int, int]] = []
        spacing = QFontMetrics(font).lineSpacing() * 1.15
        while len(self.lines) < _LINES:
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(20, width))
            line.setPosition(QPointF(0, len(self.lines) * spacing))
            self.lines.append((line.textStart(), line.textLength()))
        self._layout.endLayout()
        end = sum(self.lines[-1]) if self.lines else 0
        units = _units(text, matches)
        self._marks = [(start, min(stop, end)) for start, stop in units if start < end]

    def draw(self, painter: QPainter, at: QPointF, ground: QColor, ink: QColor) -> None:
        ranges = []
        painter.setBrush(ground)
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        for start, stop in self._marks:
            self._draw_ground(painter, at, start, stop)
            piece = QTextLayout.FormatRange()
            piece.start, piece.length = start, stop - start
            form = QTextCharFormat()
            form.setForeground(ink)
            piece.format = form
            ranges.append(piece)
        painter.setPen(pen)
        self._layout.draw(painter, at, ranges)

    def _draw_ground(self, painter: QPainter, at: QPointF, start: int, stop: int) -> None:
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            low, high = max(start, line.textStart()), min(stop, line.textStart() + line.textLength())
            if low < high:
                left, right = _x(line, low), _x(line, high)
                box = QRectF(at.x() + left - 1, at.y() + line.y(), right - left + 2, line.height())
                painter.drawRoundedRect(box, 3, 3)


def _x(line: object, position: int) -> float:
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def _units(text: str, matches: tuple[Match, ...]) -> list[Match]:
    """Return spans of code points as spans of UTF-16 units."""
    if text.isascii() or max(map(ord, text)) < 0x10000:
        return list(matches)

    def unit(position: int) -> int:
        return len(text[:position].encode("utf-16-le", "surrogatepass")) // 2

    return [(unit(start), unit(end)) for start, end in matches]


def _words(row: Hit | NoteWords) -> _Words:
    if isinstance(row, NoteWords):
        return _Words(_("Your note"), row.note or row.quote, strong=True)
    path = " › ".join(row.path) or _kind(row.kind)
    above = "  ·  ".join(filter(None, [path, row.why]))
    return _Words(above, row.excerpt.text, row.excerpt.matches, strong=row.is_node)


def _kind(kind: str) -> str:
    """Return what a part of an article outside its framework is called."""
    return {"head": _("Title"), "framework": _("Framework"), "tags": _("Tags")}.get(kind, "")
