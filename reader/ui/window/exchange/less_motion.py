"""No gliding text and no sliding panels, for whom these make ill: by the system's setting, or by ours."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from reader.desktop.motion_preference import prefers_less_motion
from reader.ui.session.session import Session
from reader.ui.window.tabs.pane_split import PaneSplit

WANTED = "reduce_motion"  # the setting


class LessMotion(QObject):
    """Keeps one window to it, and each pane that it has or gets. The system is asked once, on a thread."""

    def __init__(self, window: QMainWindow, split: PaneSplit, session: Session) -> None:
        super().__init__(window)
        self._window, self._split, self._settings = window, split, session.settings
        self._system_wants = False
        session.settings.on_change(lambda name: self._apply() if name == WANTED else None)
        split.column_added.connect(lambda _column: self._apply())
        self._apply()
        session.cataloguing.run(prefers_less_motion, self._take)

    def _take(self, wants: bool) -> None:
        self._system_wants = wants
        self._apply()

    def _apply(self) -> None:
        is_still = self._system_wants or bool(self._settings.get(WANTED))
        self._window.setAnimated(not is_still)
        for column in self._split.columns:
            column.pane.motion.is_smooth = not is_still
