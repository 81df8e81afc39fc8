"""Where the panels stand: room is kept for them until they are there.

The panels come after the first painted article (`reader.ui.startup.deferred_setup`). If
the pane filled their room until then, its text would jump; so it stands from
the first moment where it will stand in the end, as it did last time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QVBoxLayout, QWidget

from reader.ui.session.window_memory import WindowMemory

DOCKS, ROOM = "docks", "room"
SEPARATOR = 5  # pixels: QMainWindow::separator of the style sheet
LEFT, RIGHT = 290, 330  # pixels: the panels' widths at first
HEIGHTS = {"articles": 330, "framework": 470}  # in proportion


class Docking:
    """Docks the panels of one window around its `middle`, which is laid out by `column`."""

    def __init__(
        self, window: QMainWindow, middle: QWidget, column: QVBoxLayout, remembered: WindowMemory
    ) -> None:
        self._window = window
        self._middle = middle
        self._column = column
        self._remembered = remembered
        self._is_restored = False  # what the person had is there again
        self._room = _margins(remembered.shape(ROOM)) or QMargins(LEFT + SEPARATOR, 0, 0, 0)
        column.setContentsMargins(self._room)

    def dock_first(self, panels: Sequence[QDockWidget]) -> None:
        """Dock the panels that stand beside the pane, in the room kept for them."""
        self._window.setUpdatesEnabled(False)
        self._middle.setMinimumSize(1, 1)  # the room that is kept may press on no dock
        # Taken off first: docks beside the kept room would make the pane narrow for a moment.
        self._column.setContentsMargins(QMargins())
        for panel in panels:
            self._window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
        self._is_restored = self._window.restoreState(self._remembered.shape(DOCKS))
        if not self._is_restored:
            self._lay_out(panels)
        self._give_way()
        self._window.setUpdatesEnabled(True)

    def dock(self, panel: QDockWidget, area: Qt.DockWidgetArea, *, shown: bool) -> None:
        """Dock a panel that comes later, where the person left it, or in `area`."""
        if not self._window.restoreDockWidget(panel):  # it knows the place though the panel was not there
            self._window.addDockWidget(area, panel)
            panel.setVisible(shown)

    def finish(self, later: Sequence[QDockWidget]) -> None:
        """Keep no room any more: all are there. At the first start those that came `later` share one."""
        if not self._is_restored:
            for first, second in pairwise(later):
                self._window.tabifyDockWidget(first, second)
            self._window.resizeDocks(list(later), [RIGHT] * len(later), Qt.Orientation.Horizontal)
        self._column.setContentsMargins(QMargins())
        self._middle.setMinimumSize(0, 0)

    def keep(self) -> None:
        """Keep, for the next start, where the panels stand and what room they leave."""
        self._remembered.keep_shape(DOCKS, bytes(self._window.saveState().data()))
        whole, middle = self._whole(), self._middle_now()
        room = (
            middle.left() - whole.left(),
            middle.top() - whole.top(),
            whole.right() - middle.right(),
            whole.bottom() - middle.bottom(),
        )
        self._remembered.keep_shape(ROOM, ",".join(map(str, room)).encode())

    def _lay_out(self, panels: Sequence[QDockWidget]) -> None:
        for panel in panels:
            panel.show()
        self._window.resizeDocks(panels, [LEFT] * len(panels), Qt.Orientation.Horizontal)
        heights = [HEIGHTS.get(panel.objectName(), 300) for panel in panels]
        self._window.resizeDocks(panels, heights, Qt.Orientation.Vertical)

    def _give_way(self) -> None:
        """Take off the room what docks now fill: the pane keeps its place."""
        whole, middle, room = self._whole(), self._middle_now(), self._room
        self._column.setContentsMargins(
            max(0, room.left() - (middle.left() - whole.left())),
            max(0, room.top() - (middle.top() - whole.top())),
            max(0, room.right() - (whole.right() - middle.right())),
            max(0, room.bottom() - (whole.bottom() - middle.bottom())),
        )

    def _middle_now(self) -> QRect:
        """Return where the middle of the window is now, whatever was shown or hidden in this very turn."""
        if (layout := self._window.layout()) is not None:
            layout.activate()
        return self._middle.geometry()

    def _whole(self) -> QRect:
        """Return the part of the window that docks and middle share."""
        menu, status = self._window.menuBar(), self._window.statusBar()
        above = menu.height() if menu.isVisible() and not menu.isNativeMenuBar() else 0
        below = status.height() if status.isVisible() else 0
        return self._window.rect().adjusted(0, above, 0, -below)


def _margins(kept: bytes) -> QMargins | None:
    parts = kept.split(b",")
    if len(parts) != 4 or not all(part.isdigit() and len(part) < 5 for part in parts):
        return None
    return QMargins(*map(int, parts))
