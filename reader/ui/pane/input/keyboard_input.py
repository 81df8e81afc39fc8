"""The keyboard in the pane: pages and lines, the caret, and selecting with Shift.

Without caret browsing (F7) the arrows scroll; with Shift they always select.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QTextCursor

from reader.theme import Theme
from reader.ui.base.opening_way import way_of
from reader.ui.base.theme_colours import colour, fill
from reader.ui.pane.input.tab_stops import TabStops
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.laid_piece import Caret
from reader.ui.pane.scroll.motion import Motion
from reader.ui.pane.text.selection import TextSelection

Move = QTextCursor.MoveOperation
_MOVES = {
    Qt.Key.Key_Left: (Move.PreviousCharacter, Move.PreviousWord),
    Qt.Key.Key_Right: (Move.NextCharacter, Move.NextWord),
    Qt.Key.Key_Up: (Move.Up, Move.PreviousBlock),
    Qt.Key.Key_Down: (Move.Down, Move.NextBlock),
    Qt.Key.Key_Home: (Move.StartOfLine, Move.Start),
    Qt.Key.Key_End: (Move.EndOfLine, Move.End),
    Qt.Key.Key_PageUp: (None, None),
    Qt.Key.Key_PageDown: (None, None),
}
_BACK = {Move.PreviousCharacter, Move.PreviousWord, Move.Up, Move.PreviousBlock}
_ONWARD = {Move.NextCharacter, Move.NextWord, Move.Down, Move.NextBlock}


class KeyboardInput(QObject):
    """Turns keys into scrolling, and into a caret and a selection. An `Overlay`: it paints the caret."""

    def __init__(self, view: ColumnView, selecting: TextSelection, motion: Motion, stops: TabStops) -> None:
        super().__init__(view)
        self.shows_caret = False
        self._view = view
        self._selecting = selecting
        self._motion = motion
        self._stops = stops
        self._x: float | None = None  # where the caret wants to be while it goes up and down
        view.overlays.append(self)
        view.idle.advanced.connect(selecting.extend_to_end)

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key asks; False if it asks nothing of the pane."""
        selects = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._selecting.select_all()
        elif key == Qt.Key.Key_F7:
            self.browse(not self.shows_caret)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._stops.press(way_of(event.modifiers(), key=True))
        elif key == Qt.Key.Key_Space:
            self._motion.page(-1 if selects else 1)
        elif self._motion.is_auto and not selects and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._motion.change_speed(1 if key == Qt.Key.Key_Up else -1)
        elif key in _MOVES and (selects or self.shows_caret):
            self._move(key, far, selects)
        elif key in _MOVES:
            self._scroll(key)
        else:
            return self._while_moving(key)
        return True

    def browse(self, on: bool) -> None:
        """Show a caret that the arrows move, or no longer."""
        self.shows_caret = on
        if on and self._selecting.caret is None and (here := self._first_in_sight()):
            self._selecting.set(here, here)
        self._view.viewport().update()

    @property
    def stands_still(self) -> bool:
        """Return False: the caret moves with the text."""
        return False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the caret."""
        caret = self._selecting.caret
        if self.shows_caret and caret is not None and self._view.column.laid(caret.piece):
            here = self._view.rectangle_of(caret)
            fill(painter, QRectF(here.left() - 1, here.top(), 2, here.height()), colour(theme, "accent"))

    # ---- inside

    def _while_moving(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape and (self._motion.is_auto or self._motion.is_panning):
            self._motion.auto_scroll(False)
            self._motion.end_pan()
        elif key == Qt.Key.Key_Escape and self._selecting.range is not None:
            self._selecting.collapse()
        elif key == Qt.Key.Key_Escape and self._stops.leave():
            pass
        elif self._motion.is_auto and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._motion.change_speed(-1 if key == Qt.Key.Key_Minus else 1)
        else:
            return False
        return True

    def _scroll(self, key: Qt.Key) -> None:
        bar = self._view.verticalScrollBar()
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._motion.page(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_End:
            self._view.column.pull(0.012)
            bar.setValue(bar.maximum())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._motion.by((1 if key == Qt.Key.Key_Down else -1) * 2 * self._view.line_height)

    def _move(self, key: Qt.Key, far: bool, selects: bool) -> None:
        caret = self._selecting.caret or self._first_in_sight()
        if caret is None:
            return
        if self._selecting.caret is None:
            self._selecting.set(caret, caret)
        vertical = key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if not vertical:
            self._x = None
        elif self._x is None:
            self._x = self._view.rectangle_of(caret).left() - self._view.left
        to = self._target(caret, key, far)
        if selects:
            self._selecting.set(self._selecting.anchor or caret, to)
        else:
            self._selecting.set(to, to)
        self._bring_into_sight(to)

    def _target(self, caret: Caret, key: Qt.Key, far: bool) -> Caret:
        move = _MOVES[key][far]
        if move is None:
            return self._page_from(caret, 1 if key == Qt.Key.Key_PageDown else -1)
        last = len(self._view.column.pieces) - 1
        if move is Move.Start:
            return Caret(0, 0)
        if move is Move.End:
            return Caret(last, self._view.column.lay(last).length)
        laid = self._view.column.lay(caret.piece)
        cursor = QTextCursor(laid.section.document)
        cursor.setPosition(min(caret.units, laid.length))
        if move in (Move.Up, Move.Down) and self._x is not None:
            cursor.setVerticalMovementX(int(self._x))
        if cursor.movePosition(move) and cursor.position() != caret.units:
            return Caret(caret.piece, cursor.position())
        if move in _ONWARD and caret.piece < last:
            return self._beside(caret.piece + 1, move, 1)
        if move in _BACK and caret.piece > 0:
            return self._beside(caret.piece - 1, move, -1)
        return caret

    def _beside(self, piece: int, move: Move, direction: int) -> Caret:
        """Return the place at which the caret comes into `piece` from the one beside it."""
        laid = self._view.column.lay(piece)
        if move in (Move.Up, Move.Down) and self._x is not None:
            y = laid.caret_rectangle(0 if direction > 0 else laid.length).center().y()
            return Caret(piece, max(0, laid.section.position_at(QPointF(self._x, y))))
        return Caret(piece, 0 if direction > 0 else laid.length)

    def _page_from(self, caret: Caret, direction: int) -> Caret:
        here = self._view.rectangle_of(caret)
        before = self._view.verticalScrollBar().value()
        self._motion.page(direction)
        self._view.settle()
        spot = QPointF(self._view.left + (self._x or 0.0), here.center().y())
        if self._view.verticalScrollBar().value() == before:
            spot.setY(0.0 if direction < 0 else float(self._view.viewport().height()))
        return self._view.caret_at(spot) or caret

    def _bring_into_sight(self, caret: Caret) -> None:
        here, room = self._view.rectangle_of(caret), self._view.viewport().height()
        if here.top() < self._view.top:
            self._motion.by(here.top() - self._view.top - self._view.line_height)
        elif here.bottom() > room - self._view.line_height:
            self._motion.by(here.bottom() - room + 2 * self._view.line_height)

    def _first_in_sight(self) -> Caret | None:
        return self._view.caret_at(QPointF(self._view.left, self._view.top + 1))
