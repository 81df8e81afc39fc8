"""How a click on a row says where that opens: with Ctrl, Shift and Alt, or by the middle button.

Qt's item views tell of the left button alone, and not of the keys that were held: every list whose rows open
something in the text listens to this instead.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from reader.ui.base.opening_way import Way, way_of

_SEVERAL = QAbstractItemView.SelectionMode.ExtendedSelection
_CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class RowClicks(QObject):
    """The clicks on the rows of `view` that open something.

    Where several rows can be chosen, Ctrl or Shift do that, and open nothing, as in any list; with Alt too,
    beside. The middle button leaves what is chosen as it is.
    """

    clicked = Signal(QModelIndex, Way)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed = QPersistentModelIndex()
        view.clicked.connect(self._click)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent) or event.button() is not Qt.MouseButton.MiddleButton:
            return False
        index = self._view.indexAt(event.position().toPoint())
        if event.type() is not QEvent.Type.MouseButtonRelease:
            self._pressed = QPersistentModelIndex(index)
        elif index.isValid() and self._pressed == index:
            self.clicked.emit(index, way_of(event.modifiers(), Qt.MouseButton.MiddleButton))
        return True

    def _click(self, index: QModelIndex) -> None:
        modifiers = QGuiApplication.keyboardModifiers()
        way, has_many = way_of(modifiers), self._view.selectionMode() is _SEVERAL
        if way is Way.BESIDE or not (has_many and modifiers & _CHOOSING):
            self.clicked.emit(index, way)
