"""Nothing but the text: what stands around it is hidden, and brought back exactly as it was.

Two keys lead here, the one that hides and the one that fills the screen; one
key, Escape, leads back from both. The places of the panels are kept before
anything is hidden, so that a window closed meanwhile opens with them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QWidget


class Calm(QObject):
    """Hides the panels, the menu bar, the status bar and `bar` of one window."""

    hidden = Signal(bool)  # by the key that only hides
    filled = Signal(bool)  # the window fills the screen, or no longer

    def __init__(
        self, window: QMainWindow, bar: QWidget, is_overlaid: Callable[[], bool] = lambda: False
    ) -> None:
        """`is_overlaid`: whether the panels are outside the window's layout, as in a narrow one."""
        super().__init__(window)
        self._is_overlaid = is_overlaid
        self._window = window
        self._bar = bar
        self._panels: QByteArray | None = None  # where they stood; None while nothing is hidden
        self._is_hidden = False
        self._state = Qt.WindowState.WindowNoState  # of the window, before it filled the screen

    @property
    def is_on(self) -> bool:
        """Whether anything is hidden now."""
        return self._panels is not None

    @property
    def is_hiding(self) -> bool:
        """Whether all around the text is hidden by its own key."""
        return self._is_hidden

    @property
    def is_full(self) -> bool:
        """Whether the window fills the screen."""
        return bool(self._window.windowState() & Qt.WindowState.WindowFullScreen)

    def hide_all(self, on: bool) -> None:
        """Hide what stands around the text, or bring it back."""
        if on != self._is_hidden:
            self._is_hidden = on
            self._settle()
            self.hidden.emit(on)

    def fill_screen(self, on: bool) -> None:
        """Fill the screen with the text alone, or have the window as it was."""
        if on == self.is_full:
            return
        if on:
            self._state = self._window.windowState()
            self._window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)
        else:
            self._window.setWindowState(self._state & ~Qt.WindowState.WindowFullScreen)
        self._settle()
        self.filled.emit(on)

    def leave(self) -> bool:
        """Leave full screen and show the bars again; return whether either was on."""
        was_on = self.is_on
        self.fill_screen(False)
        self.hide_all(False)
        return was_on

    def _settle(self) -> None:
        wanted = self._is_hidden or self.is_full
        if wanted == self.is_on:
            return
        window = self._window
        window.setUpdatesEnabled(False)  # one picture, not four
        around = (window.menuBar(), window.statusBar(), self._bar)
        if wanted:
            from PySide6.QtWidgets import QDockWidget  # not for the first page

            self._panels = window.saveState()
            for panel in window.findChildren(QDockWidget):
                panel.hide()
            for widget in around:
                widget.hide()
        elif self._panels is not None:
            for widget in around:
                widget.show()
            if not self._is_overlaid():  # else it would take them into the layout
                window.restoreState(self._panels)
            self._panels = None
        window.setUpdatesEnabled(True)
