"""Where the panels stand: room is kept for them until they are there.

The panels come after the first painted article (`reader.ui.startup.deferred_setup`). If
the pane filled their room until then, its text would jump; so it stands from
the first moment where it will stand in the end, as it did last time.

In a narrow window they would crush the text: there each lies over it when it is asked for
(`overlaid_panels`), and stands again where it stood as soon as there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from reader.ui.session.window_memory import WindowMemory

if TYPE_CHECKING:
    from reader.ui.panels.panel import Panel
    from reader.ui.window.overlaid_panels import OverlaidPanels

DOCKS, ROOM = "docks", "room"
SEPARATOR = 5  # pixels: QMainWindow::separator of the style sheet
LEFT, RIGHT = 290, 330  # pixels: the panels' widths at first
NARROW = 1000  # pixels: a window with less than this has no room for panels beside the text
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
        self._panels: list[Panel] = []
        self._held: list[Panel] = []  # not shown until all are there: the window is narrow
        self._wide: tuple[bytes, bytes] | None = (
            None  # where all stands when there is room, and what it leaves
        )
        self._is_whole = False  # all panels are there
        self._overlays: OverlaidPanels | None = None  # once the window is narrow
        self._room = _margins(remembered.shape(ROOM)) or QMargins(LEFT + SEPARATOR, 0, 0, 0)
        column.setContentsMargins(self._room)

    def dock_first(self, panels: Sequence[Panel]) -> None:
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
        self._panels += panels
        for panel in panels:
            self._hold(panel)
        self._give_way()
        self._window.setUpdatesEnabled(True)

    def dock(self, panel: Panel, area: Qt.DockWidgetArea, *, shown: bool) -> None:
        """Dock a panel that comes later, where the person left it, or in `area`."""
        if not self._window.restoreDockWidget(panel):  # it knows the place though the panel was not there
            self._window.addDockWidget(area, panel)
            panel.setVisible(shown)
        self._panels.append(panel)
        self._hold(panel)

    def finish(self, later: Sequence[Panel]) -> None:
        """Keep no room any more: all are there. At the first start those that came `later` share one."""
        if not self._is_restored:
            for first, second in pairwise(later):
                self._window.tabifyDockWidget(first, second)
            self._window.resizeDocks(list(later), [RIGHT] * len(later), Qt.Orientation.Horizontal)
        self._column.setContentsMargins(QMargins())
        self._middle.setMinimumSize(0, 0)
        self._window.setUpdatesEnabled(False)
        for panel in self._held:
            panel.show()
        self._is_whole = True
        self.fit()
        self._window.setUpdatesEnabled(True)

    def fit(self) -> None:
        """Do what the width of the window asks for: panels beside the text, or over it."""
        if not self._panels:
            self._column.setContentsMargins(QMargins() if self._is_narrow else self._room)
        elif self._is_whole and self._is_narrow and self._wide is None:
            self._go_narrow()
        elif not self._is_narrow and self._wide is not None:
            self._go_wide()
        if self._overlays is not None:
            self._overlays.place()

    def close_overlay(self) -> bool:
        """Put away the panel that lies over the text; return whether there was one."""
        return self._overlays is not None and self._overlays.close()

    @property
    def is_overlaid(self) -> bool:
        """Whether the panels lie over the text when they are shown, outside the window's layout."""
        return self._wide is not None

    @property
    def _is_narrow(self) -> bool:
        return self._window.width() < NARROW

    def _hold(self, panel: Panel) -> None:
        """Do not show a panel in a narrow window until it can lie over the text."""
        if self._is_narrow and not panel.isHidden() and not panel.isFloating():
            self._held.append(panel)
            panel.hide()

    def _go_narrow(self) -> None:
        from reader.ui.window.overlaid_panels import OverlaidPanels

        if self._overlays is None:
            self._overlays = OverlaidPanels(self._window, self._middle, self._whole)
        self._wide = self._shapes()
        for panel in self._panels:
            if not panel.isFloating():
                self._overlays.take(panel)

    def _go_wide(self) -> None:
        if self._wide is None or self._overlays is None:
            return
        asked_for, (docks, _room) = self._overlays.shown, self._wide
        self._wide = None
        self._overlays.give_back()
        self._window.restoreState(docks)
        if asked_for is not None:
            asked_for.show()

    def keep(self) -> None:
        """Keep, for the next start, where the panels stand and what room they leave."""
        docks, room = self._wide or self._shapes()
        self._remembered.keep_shape(DOCKS, docks)
        self._remembered.keep_shape(ROOM, room)

    def _shapes(self) -> tuple[bytes, bytes]:
        """Return where the panels stand now, and what room they leave."""
        whole, middle = self._whole(), self._middle_now()
        room = (
            middle.left() - whole.left(),
            middle.top() - whole.top(),
            whole.right() - middle.right(),
            whole.bottom() - middle.bottom(),
        )
        return bytes(self._window.saveState().data()), ",".join(map(str, room)).encode()

    def _lay_out(self, panels: Sequence[Panel]) -> None:
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
