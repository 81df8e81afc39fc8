"""No gliding text and no sliding panels, for whom these make ill: by the system's setting, or by ours."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from reader.desktop.motion_preference import prefers_less_motion
from reader.ui.pane.scroll.motion import Motion
from reader.ui.session.session import Session

WANTED = "reduce_motion"  # the setting


class LessMotion(QObject):
    """Keeps one window to it. The system is asked once, on a thread."""

    def __init__(self, window: QMainWindow, motion: Motion, session: Session) -> None:
        super().__init__(window)
        self._window, self._motion, self._settings = window, motion, session.settings
        self._system_wants = False
        session.settings.on_change(lambda name: self._apply() if name == WANTED else None)
        self._apply()
        session.cataloguing.run(prefers_less_motion, self._take)

    def _take(self, wants: bool) -> None:
        self._system_wants = wants
        self._apply()

    def _apply(self) -> None:
        is_still = self._system_wants or bool(self._settings.get(WANTED))
        self._window.setAnimated(not is_still)
        self._motion.is_smooth = not is_still
