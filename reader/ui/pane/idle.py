"""What the pane does while the person reads: cut the rest of the article, find the heights of its pieces.

A few milliseconds at a time, on the main thread, since QTextDocument belongs
to it; anything that the person does comes first.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from reader.ui.pane.column import Column

SLICE = 0.003  # seconds of work in one idle moment
MEASURED = 4000  # pieces whose heights are found: some 2.5 MB; beyond it, guesses do
SETTLING = 150  # milliseconds to wait after a resize or a zoom: another may follow at once


class IdleWork(QObject):
    """Works on a column whenever the event loop has nothing else to do."""

    advanced = Signal()  # heights or pieces have come: the scroll bar may follow
    finished = Signal()

    def __init__(self, column: Column, parent: QObject) -> None:
        super().__init__(parent)
        self._column = column
        self._here = 0
        self._to_measure: Iterator[int] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLING)
        self._later.timeout.connect(self._timer.start)

    @property
    def is_busy(self) -> bool:
        """Whether there is still something to do."""
        return self._timer.isActive() or self._later.isActive()

    @property
    def is_waiting(self) -> bool:
        """Whether it waits until no other resize or zoom follows."""
        return self._later.isActive()

    def start(self, here: int, *, later: bool = False) -> None:
        """Begin anew around piece `here`; `later`, when the heights were all taken back."""
        self._here, self._to_measure = here, None
        self._timer.stop()
        (self._later if later else self._timer).start()

    def stop(self) -> None:
        """Leave it."""
        self._timer.stop()
        self._later.stop()

    def _work(self) -> None:
        self._column.tidy()
        if not self._column.complete:
            self._column.pull(SLICE)
            self.advanced.emit()
            return
        if self._to_measure is None:
            count = min(len(self._column.pieces), MEASURED)
            here = min(self._here, count)
            self._to_measure = iter([*range(here, count), *range(here - 1, -1, -1)])
        until = time.perf_counter() + SLICE
        for index in self._to_measure:
            self._column.measure(index)
            if time.perf_counter() > until:
                return
        self._timer.stop()
        self.advanced.emit()
        self.finished.emit()
