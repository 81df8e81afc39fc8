"""A line to filter a list by: Esc empties it, and then leads to the text; the down key goes to the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from reader.i18n import gettext as _
from reader.ui.base.theming import Theming


class FilterBox(QLineEdit):
    """Tells what is typed; `left` when the person goes on to the list."""

    left = Signal()
    approached = Signal()  # the keyboard has come: something is about to be typed

    def __init__(self, hint: str, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self._theming = theming
        self._glyph = self.addAction(
            theming.icon("filter", "panel_quiet"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._clear = self.addAction(
            theming.icon("clear", "panel_quiet"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self._glyph.setText(hint)  # what a screen reader says of the two
        self._clear.setText(_("Clear"))
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        theming.theme_changed.connect(self._recolour)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.approached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _recolour(self) -> None:
        self._glyph.setIcon(self._theming.icon("filter", "panel_quiet"))
        self._clear.setIcon(self._theming.icon("clear", "panel_quiet"))
