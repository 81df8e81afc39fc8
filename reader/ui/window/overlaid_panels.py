"""Panels of a narrow window: each lies over the text when it is asked for, and goes when the text is.

A panel is out of the window's layout meanwhile, so that it takes no room from
the text; `Docking` puts it back where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QFrame, QMainWindow, QWidget

if TYPE_CHECKING:
    from reader.ui.panels.panel import Panel  # with it would come all panels, before the first page

WIDTH = 330  # pixels
LEFT_OVER = 72  # pixels of the text that stay in sight beside a panel, however narrow the window is

_FIXED = QDockWidget.DockWidgetFeature.DockWidgetClosable
_MOVING = QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable


class OverlaidPanels(QObject):
    """Holds the panels that lie over `middle` when they are shown, one at a time."""

    def __init__(self, window: QMainWindow, middle: QWidget, whole: Callable[[], QRect]) -> None:
        """`whole` returns the part of the window that panels may lie on."""
        super().__init__(window)
        self._window = window
        self._middle = middle
        self._whole = whole
        self._sides: dict[Panel, Qt.DockWidgetArea] = {}
        self._is_changing = False
        self._edge = QFrame(window)
        self._edge.setObjectName("overlay_edge")
        self._edge.hide()
        if isinstance(app := QApplication.instance(), QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def shown(self) -> Panel | None:
        """The panel that lies over the text now."""
        return next((panel for panel in self._sides if not panel.isHidden()), None)

    def take(self, panel: Panel) -> None:
        """Take `panel` out of the window's layout, and hide it until it is asked for."""
        self._sides[panel] = self._window.dockWidgetArea(panel)
        self._window.removeDockWidget(panel)
        panel.setFeatures(_FIXED)
        panel.installEventFilter(self)

    def give_back(self) -> None:
        """Return all panels to the window as ordinary docks, hidden."""
        for panel in self._sides:
            panel.removeEventFilter(self)
            panel.hide()
            panel.setFeatures(_FIXED | _MOVING)
        self._sides = {}
        self._edge.hide()

    def place(self) -> None:
        """Give the panel that is shown its place in a window of this size."""
        panel = self.shown
        self._edge.setVisible(panel is not None)
        if panel is None:
            return
        whole = self._whole()
        width = min(WIDTH, whole.width() - LEFT_OVER)
        is_right = self._sides[panel] is Qt.DockWidgetArea.RightDockWidgetArea
        left = whole.right() + 1 - width if is_right else whole.left()
        panel.setGeometry(left, whole.top(), width, whole.height())
        self._edge.setGeometry(left - 1 if is_right else left + width, whole.top(), 1, whole.height())
        panel.raise_()
        self._edge.raise_()

    def close(self) -> bool:
        """Put the panel away that lies over the text; return whether there was one."""
        if (panel := self.shown) is None:
            return False
        panel.hide()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        panel = next((each for each in self._sides if each is watched), None)
        if panel is not None:
            if event.type() is QEvent.Type.Show:
                self._is_changing = True  # what is hidden hands the keyboard on to the text: for a moment
                for other in self._sides:
                    if other is not panel:
                        other.hide()
                self._is_changing = False
                self.place()
                QTimer.singleShot(0, panel, lambda: self._give_keyboard(panel))
            elif event.type() is QEvent.Type.Hide and self.shown is None:
                self._edge.hide()
                self._middle.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _give_keyboard(self, panel: Panel) -> None:
        """Let the keyboard follow, unless it is there: the panel goes when the text has it again."""
        if panel is self.shown and not _holds(panel, QApplication.focusWidget()):
            panel.take_focus()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        is_for_text = self._sides and not self._is_changing and _holds(self._middle, new)
        if is_for_text and (panel := self.shown) is not None:
            panel.give_way()


def _holds(outer: QWidget, inner: QWidget | None) -> bool:
    return inner is not None and (outer is inner or outer.isAncestorOf(inner))
