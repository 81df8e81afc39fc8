"""How an annotation looks in a list: a stripe of its colour, the words, the note, faintly its state."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.annotations.model import Kind, Placed, State
from reader.i18n import figure
from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour, spaced
from reader.ui.models.notes_model import Heading, NoteRole, words_of
from reader.ui.parts.highlight_colours import role_of
from reader.ui.parts.note_excerpt import Excerpt, excerpt_of
from reader.ui.parts.row_ground import paint_ground
from reader.ui.parts.row_lines import smaller

Index = QModelIndex | QPersistentModelIndex
PADDING = 8
INDENT = 22
WORDS_LINES, NOTE_LINES = 2, 4
_LONGEST = 120  # letters of a line, at most


class NotePainter(QStyledItemDelegate):
    """Paints the rows of the notes panel, and edits a note in its row."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading, placed = index.data(NoteRole.HEADING), index.data(NoteRole.PLACED)
        if isinstance(heading, Heading) or not isinstance(placed, Placed):
            return QSize(80, option.fontMetrics.height() + 2 * PADDING)
        width = self._width(option)
        small = QFontMetrics(smaller(option.font))
        height = 2 * PADDING + _height(_words(placed), option.font, width, WORDS_LINES)
        if placed.annotation.note:
            height += 4 + _height(_note(placed), option.font, width, NOTE_LINES)
        if _detail(placed):
            height += 3 + small.height()
        return QSize(80, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        placed = index.data(NoteRole.PLACED)
        if isinstance(placed, Placed):
            self._paint_note(painter, option, placed)
        else:
            self._paint_heading(painter, option, index.data(NoteRole.HEADING))
        painter.restore()

    # -- editing ------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setTabChangesFocus(True)
        editor.setAccessibleName(_("Note"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            model.setData(model.index(index.row(), 0), editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        room = option.rect.adjusted(INDENT - 8, 2, -6, -2)
        room.setHeight(max(room.height(), 84))
        editor.setGeometry(room)

    # -- painting -----------------------------------------------------------

    def _paint_heading(
        self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading | None
    ) -> None:
        if heading is None:
            return
        theme = self._theming.theme
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        room = option.rect.adjusted(12, 6, -12, 0)
        count = figure(heading.count)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(colour(theme, "panel_quiet"))
        painter.drawText(room, right, count)
        metrics = QFontMetrics(font)
        width = room.width() - metrics.horizontalAdvance(count) - 10
        # Of a path the last label says most.
        words = spaced(self._theming.shown(heading.words))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(room, left, shown)

    def _paint_note(self, painter: QPainter, option: QStyleOptionViewItem, placed: Placed) -> None:
        theme = self._theming.theme
        row = option.rect.adjusted(4, 1, -4, -1)
        paint_ground(painter, option, theme, QRectF(row))
        self._paint_stripe(painter, row, placed)
        width = self._width(option)
        room = QRect(option.rect.left() + INDENT, option.rect.top() + PADDING, width, 0)
        painter.setPen(colour(theme, "panel_text"))
        words = Excerpt(self._theming.shown(_words(placed).text))
        room.setTop(room.top() + _draw(painter, words, option.font, room, WORDS_LINES))
        if placed.annotation.note:
            room.setTop(room.top() + 4)
            painter.setPen(colour(theme, "panel_quiet"))
            room.setTop(room.top() + _draw(painter, _note(placed), option.font, room, NOTE_LINES))
        if detail := _detail(placed):
            small = smaller(option.font)
            painter.setFont(small)
            sure = placed.anchor.state is State.ANCHORED and not placed.deleted_elsewhere
            painter.setPen(colour(theme, "panel_quiet" if sure else "warning"))
            detail = QFontMetrics(small).elidedText(detail, Qt.TextElideMode.ElideRight, width)
            painter.drawText(room.left(), room.top() + 3 + QFontMetrics(small).ascent(), detail)

    def _paint_stripe(self, painter: QPainter, row: QRect, placed: Placed) -> None:
        theme = self._theming.theme
        is_highlight = placed.annotation.kind is Kind.HIGHLIGHT
        role = role_of(placed.annotation.colour) if is_highlight else "accent"
        fill = colour(theme, role)
        fill.setAlpha(255)
        edge = fill.darker(125) if theme.mode == "light" else fill.lighter(150)
        painter.setPen(QPen(edge, 1) if is_highlight else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(row.left() + 6.5, row.top() + 7.5, 5, row.height() - 15), 2, 2)

    def _width(self, option: QStyleOptionViewItem) -> int:
        return max(60, option.rect.width() - INDENT - 14)


def _detail(placed: Placed) -> str:
    states = {State.REVIEW: _("to review"), State.ORPHAN: _("no place in the text")}
    parts = [states.get(placed.anchor.state, "")]
    parts += [_("in conflict") if placed.conflicts else ""]
    parts += [_("deleted on another device") if placed.deleted_elsewhere else ""]
    parts += [_("bookmark") if placed.annotation.kind is Kind.BOOKMARK else ""]
    parts += ["".join(f"#{tag} " for tag in placed.annotation.tags).strip()]
    return " · ".join(part for part in parts if part)


def _words(placed: Placed) -> Excerpt:
    return Excerpt(words_of(placed)[: WORDS_LINES * _LONGEST].replace("\n", "\u2028"))


def _note(placed: Placed) -> Excerpt:
    """Return the beginning of the note. Cut at once: it may be a page."""
    return excerpt_of(placed.annotation.note[: NOTE_LINES * _LONGEST])


def _layout(excerpt: Excerpt, font: QFont, width: int, most: int) -> tuple[QTextLayout, int]:
    """Return the first lines of `excerpt`, laid out, and their height."""
    layout = QTextLayout(excerpt.text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(excerpt.formats())
    layout.beginLayout()
    height = 0.0
    for _number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, round(height)


def _height(excerpt: Excerpt, font: QFont, width: int, most: int) -> int:
    return _layout(excerpt, font, width, most)[1]


def _draw(painter: QPainter, excerpt: Excerpt, font: QFont, room: QRect, most: int) -> int:
    layout, height = _layout(excerpt, font, room.width(), most)
    corner = QPointF(room.topLeft())
    units = excerpt.text.encode("utf-16-le", "surrogatepass")  # Qt counts so
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        end = 2 * (line.textStart() + line.textLength())
        if number < most - 1 or end >= len(units):
            line.draw(painter, corner)
            continue
        rest = units[2 * line.textStart() :].decode("utf-16-le", "replace").split("\u2028")[0] + "…"
        words = QFontMetrics(font).elidedText(rest + " " * 8, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.drawText(QPointF(corner.x(), corner.y() + line.y() + line.ascent()), words)
    return height
