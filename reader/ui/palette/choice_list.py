"""The list of the palette: a model that hands out what is seen, and a painter of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.ui.base.theming import Theming, colour
from reader.ui.palette.choices import Choice, Kind
from reader.ui.palette.matching import Span, marked
from reader.ui.parts.row_ground import paint_ground

Index = QModelIndex | QPersistentModelIndex
CHOICE = Qt.ItemDataRole.UserRole + 1
GLYPHS = {
    Kind.ARTICLE: "articles",
    Kind.ENTRY: "framework",
    Kind.NOTE: "note",
    Kind.TAG: "tag",
    Kind.LIBRARY: "library",
}
PADDING, GAP, ICON = 8, 10, 16  # pixels


class ChoicesModel(QAbstractListModel):
    """The choices that fit, the best first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        """Show `choices` in place of those before."""
        self.beginResetModel()
        self._choices = choices
        self.endResetModel()

    def choice(self, index: Index) -> Choice | None:
        """Return the choice at `index`; None for no row."""
        return self._choices[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choice(index)
        if choice is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return choice.label
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return ", ".join(filter(None, (choice.label, choice.detail, choice.shortcut)))
        return choice if role == CHOICE else None


class ChoicePainter(QStyledItemDelegate):
    """Paints a choice on a line: icon, label with what was typed marked, detail, and the key at the right."""

    def __init__(self, theming: Theming, icon: Callable[[Choice], QIcon | None], parent: QListView) -> None:
        super().__init__(parent)
        self._theming = theming
        self._icon = icon
        self.typed = ""  # without its sign

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, option.fontMetrics.height() + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = index.data(CHOICE)
        theme = self._theming.theme
        row = option.rect.adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = paint_ground(painter, option, theme, QRectF(row))
        room = row.adjusted(GAP, 0, -GAP, 0)
        if (icon := self._icon(choice)) is not None:
            icon.paint(painter, QRect(room.left(), room.center().y() - ICON // 2, ICON, ICON))
        room.setLeft(room.left() + ICON + GAP)
        quiet = colour(theme, "selection_text" if chosen else "panel_quiet")
        if choice.shortcut:
            width = option.fontMetrics.horizontalAdvance(choice.shortcut)
            painter.setPen(quiet)
            _draw(
                painter,
                QRect(room.right() - width, room.top(), width + 1, room.height()),
                choice.shortcut,
            )
            room.setRight(room.right() - width - 2 * GAP)
        text = colour(theme, "selection_text" if chosen else "panel_text")
        accent = text if chosen else colour(theme, "accent")
        shown = self._theming.shown if choice.kind is not Kind.COMMAND else str
        label = option.fontMetrics.elidedText(shown(choice.label), Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(option.font)
        at = room.left()
        for words, is_marked in _cut(label, marked(choice.label, self.typed)):
            font = QFont(option.font)
            font.setBold(is_marked)
            painter.setFont(font)
            painter.setPen(accent if is_marked else text)
            width = QFontMetrics(font).horizontalAdvance(words)
            _draw(painter, QRect(at, room.top(), width + 1, room.height()), words)
            at += width
        painter.setFont(option.font)
        if choice.detail and room.right() - at > 4 * GAP:
            painter.setPen(quiet)
            beside = QRectF(at + GAP, room.top(), room.right() - at - GAP, room.height()).toRect()
            detail = shown(choice.detail)
            words = option.fontMetrics.elidedText(detail, Qt.TextElideMode.ElideRight, beside.width())
            _draw(painter, beside, words)
        painter.restore()


def _draw(painter: QPainter, room: QRect, words: str) -> None:
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)


def _cut(label: str, spans: Sequence[Span]) -> list[tuple[str, bool]]:
    """Return `label` in pieces, each with whether it is marked."""
    pieces, at = [], 0
    for start, end in spans:
        start = max(start, at)  # two words may have been found in one place
        if start < end:
            pieces += [(label[at:start], False), (label[start:end], True)]
            at = end
    return [piece for piece in [*pieces, (label[at:], False)] if piece[0]]
