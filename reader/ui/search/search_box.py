"""The search box, and beside it what was searched before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from reader.i18n import gettext as _
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.base.theming import Theming
from reader.ui.parts.menu_titles import add_title
from reader.ui.search.search_history import Memory


class SearchBox(QLineEdit):
    """Where one types. `key_pressed` may take a key that leads elsewhere, and then returns True."""

    approached = Signal()  # the keyboard or the pointer has come: something may be typed next

    def __init__(self, theming: Theming) -> None:
        super().__init__()
        self._theming = theming
        self.key_pressed: Callable[[QKeyEvent], bool] = lambda _event: False
        self.setPlaceholderText(_('Words, pinyin, "phrase", tag: in: …'))
        self.setAccessibleName(_("Search the library"))
        self._magnifier, self._empty = QAction(self), QAction(self)
        self.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._empty, QLineEdit.ActionPosition.TrailingPosition)
        self._magnifier.setText(_("Search the library"))  # what a screen reader says of the two
        self._empty.setText(_("Clear"))
        self._empty.setVisible(False)
        self._empty.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._empty.setVisible(bool(text)))
        theming.theme_changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.key_pressed(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.approached.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.approached.emit()

    def _dress(self) -> None:
        self._magnifier.setIcon(self._theming.icon("search", "panel_quiet"))
        self._empty.setIcon(self._theming.icon("clear", "panel_quiet"))


class MemoryButton(QToolButton):
    """Recent and saved searches, to ask again."""

    asked = Signal(str)

    def __init__(self, memory: Memory, box: QLineEdit, theming: Theming) -> None:
        super().__init__()
        self._memory = memory
        self._box = box
        self._theming = theming
        self.setToolTip(_("Recent and saved searches"))
        self.setAccessibleName(_("Recent and saved searches"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        theming.theme_changed.connect(self._dress)
        self._dress()

    def fill(self) -> None:
        """Put what is remembered now into the menu."""
        menu, memory = self.menu(), self._memory
        menu.clear()
        text = " ".join(self._box.text().split())
        if text:
            saved = text in memory.saved
            words = _("Forget the saved search “{text}”") if saved else _("Save the search “{text}”")
            keep = menu.addAction(words.format(text=text).replace("&", "&&"))
            keep.triggered.connect(lambda: memory.save(text, on=not saved))
        for title, texts in ((_("Saved"), memory.saved), (_("Recent"), memory.recent)):
            if texts:
                add_title(menu, title)
            for one in texts:
                again = menu.addAction(one.replace("&", "&&"))
                again.triggered.connect(lambda _on=False, one=one: self.asked.emit(one))
        if memory.recent:
            menu.addSeparator()
            menu.addAction(_("Forget recent searches")).triggered.connect(memory.forget)
        if menu.isEmpty():
            menu.addAction(_("No searches yet")).setEnabled(False)
        give_mnemonics(menu)

    def _dress(self) -> None:
        self.setIcon(self._theming.icon("recent", "panel_quiet"))
