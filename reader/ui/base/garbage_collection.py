"""When Python looks for garbage: not through everything while somebody scrolls.

A full collection walks over every object that an open article is made of: 30
to 60 ms for 10,000 sections, in the middle of a frame (measured). So Python
looks by itself only through young objects, which takes a millisecond, and
through all of them when the person turns to another program. There is no timer:
a window at rest stays at rest.
"""

from __future__ import annotations

import gc
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

MANY = 5_000  # young objects, before it is worth a look
TWICE = 2  # such looks, before those that were left are looked through again: 13 to 29 ms after ten of 10,000
NEVER = 1_000_000_000  # looks at the young before one at all


class GarbageCollection(QObject):
    """Decides when Python collects garbage, for as long as it lives."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        # What the program itself is made of stays, and need not be walked over. Nor is it now: that took
        # 22 ms in the middle of the first reading, and found 33 objects.
        gc.freeze()
        gc.enable()  # it was off during the start
        before = gc.get_threshold()
        gc.set_threshold(MANY, TWICE, NEVER)
        self.destroyed.connect(partial(gc.set_threshold, *before))
        app.applicationStateChanged.connect(self._on_state)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            gc.collect()
