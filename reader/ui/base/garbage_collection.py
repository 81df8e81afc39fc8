"""When Python collects garbage: on the main thread, and not through everything while somebody scrolls.

Left to itself, Python looks for garbage on whichever thread makes the next
object. What it finds may be widgets of a dialog closed long ago, and Qt crashes
where these are destroyed on a thread that is not theirs (seen: a segmentation
fault within a minute, where a second thread collects all the time). So Python's
own collection is off, and the main thread looks each time it has nothing else
to do. A full collection walks over every object that an open article is made
of: 30 to 60 ms for 10,000 sections, in the middle of a frame (measured). So only
young objects are looked through, which takes a millisecond, and all of them when
the person turns to another program. There is no timer: a window at rest stays at rest.

The same moment lets go of the source of what was imported meanwhile: PySide has Python
read it, and Python would keep it for tracebacks, which read theirs again (0.6 MB within
seconds of the start, more with each dialog).
"""

from __future__ import annotations

import gc
import linecache

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt
from PySide6.QtGui import QGuiApplication

MANY = 5_000  # young objects, before it is worth a look
TWICE = 2  # such looks, before those that were left are looked through again: 13 to 29 ms after ten of 10,000


class GarbageCollection(QObject):
    """Decides when Python collects garbage, for as long as it lives."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__(app)
        # What the program itself is made of stays, and need not be walked over. Nor is it now: that took
        # 22 ms in the middle of the first reading, and found 33 objects.
        gc.freeze()
        gc.disable()
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._on_idle)
        app.applicationStateChanged.connect(self._on_state)

    def _on_idle(self) -> None:
        if linecache.cache:
            linecache.clearcache()
        young, looks, _ = gc.get_count()
        if young > MANY:
            gc.collect(1 if looks >= TWICE else 0)

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            gc.collect()
