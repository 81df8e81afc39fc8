"""Being told to end from outside: by a signal (`kill`, Ctrl+C, a closed terminal), or as the person logs out.

Both come at any time and to no window. A signal closes the window as its own
button does. At the end of a session everything is put on the disk, and the
window stays: another program may still refuse to end.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QSessionManager

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Ending(QObject):
    """Passes on that the program is to end, for as long as it lives: one to a process, on the main thread."""

    def __init__(self, app: QGuiApplication, keep: Callable[[], bool], close: Callable[[], object]) -> None:
        """`keep` puts everything on the disk and returns whether it is there; `close` closes the window."""
        super().__init__(app)
        self._keep = keep
        self._close = close
        # Direct: the session ends when all have answered.
        app.commitDataRequest.connect(self.commit, Qt.ConnectionType.DirectConnection)
        if os.name == "posix":  # elsewhere nobody sends signals to a window
            self._listen()
            app.aboutToQuit.connect(_end_at_once)

    def commit(self, manager: QSessionManager) -> None:
        """Put everything on the disk; where that fails, keep the session from ending, if one may."""
        if not self._keep() and manager.allowsInteraction():
            manager.release()
            manager.cancel()

    def _listen(self) -> None:
        # Python runs a handler when it runs at all; while Qt waits for events it does not. It writes a byte
        # into this pipe at once, though, and that is an event.
        self._heard, told = os.pipe()
        os.set_blocking(self._heard, False)
        os.set_blocking(told, False)
        _handle(_leave_to_qt)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        notifier = QSocketNotifier(self._heard, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._hear)

    def _hear(self) -> None:
        os.read(self._heard, 64)
        self._close()


def _handle(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for name in SIGNALS:
        signal.signal(getattr(signal, name), handler)


def _leave_to_qt(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the pipe tells."""


def _end_at_once() -> None:
    """Let a signal end what the window has left: nothing is to be kept any more, and no event will come."""
    _handle(signal.SIG_DFL)
