"""When Python looks for garbage: not while somebody scrolls.

A full collection walks over every object that an open article is made of: 30
to 60 ms for 10,000 sections, in the middle of a frame (measured). So Python
does not decide by itself. Young objects are looked through from time to time,
which takes a millisecond; all of them, when the person turns to another program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

OFTEN = 1000  # milliseconds
MANY = 10_000  # young objects, before it is worth a look


class Garbage(QObject):
    """Collects garbage in place of Python, for as long as it lives."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        gc.collect()
        gc.freeze()  # what the program itself is made of stays: it need not be walked over again
        gc.disable()
        self.destroyed.connect(gc.enable)
        self._timer = QTimer(self)
        self._timer.setInterval(OFTEN)
        self._timer.timeout.connect(self.collect_young)
        self._timer.start()
        app.applicationStateChanged.connect(self._on_state)

    def collect_young(self) -> None:
        """Look through what is young, if it is much."""
        if gc.get_count()[0] >= MANY:
            gc.collect(1)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            gc.collect()
