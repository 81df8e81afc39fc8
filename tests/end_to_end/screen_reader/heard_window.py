"""The window as `gangmu FILE` opens it, on a screen without a window manager: what one does is done here.

It makes the window that is opened the active one, and the one behind it when that closes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QDialog

from reader.ui.base.error_report import ErrorReports
from reader.ui.base.tasks import Tasks
from reader.ui.session.open_library import OpenLibraries
from reader.ui.startup.app import application, open_in_any_case, window_in_any_case


class WindowManager(QObject):
    """Gives the keyboard to the dialog that opens, and back to the window when it has gone."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QDialog) and watched.isWindow():
            if event.type() == QEvent.Type.Show:
                QTimer.singleShot(50, watched, watched.activateWindow)
            elif event.type() == QEvent.Type.Hide:
                QTimer.singleShot(50, self._window, self._window.activateWindow)
        return False


def main() -> int:
    """Open the article that the command line names; stay until the window is closed."""
    app = application()
    reports = ErrorReports(app)
    window = window_in_any_case(reports, OpenLibraries(Tasks(), app), None)
    open_in_any_case(window, reports, Path(sys.argv[1]))
    window.completed.connect(window.activateWindow)
    app.installEventFilter(WindowManager(window))
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
