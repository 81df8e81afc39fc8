"""What the pane does while the person reads: cut the rest of the article, find the heights of its pieces.

A few milliseconds at a time, on the main thread, since QTextDocument belongs
to it; anything that the person does comes first. The pieces nearest to the
reader are measured first, and at once; those of a very long article follow at
leisure, wherever the reader has gone meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from reader.ui.pane.scroll.column import Column

SLICE = 0.003  # seconds of work in one idle moment
MEASURED = 4000  # pieces whose heights are found at once: some 2.5 MB
LEISURE = 15  # milliseconds between two slices of the rest
TOLD = 60  # slices of the rest, after which the scroll bar follows
SETTLING = 150  # milliseconds to wait after a resize or a zoom: another may follow at once


class IdleWork(QObject):
    """Works on a column whenever the event loop has nothing else to do."""

    advanced = Signal()  # heights or pieces have come: the scroll bar may follow
    finished = Signal()

    def __init__(self, column: Column, here: Callable[[], int], parent: QObject) -> None:
        """Work on `column`; `here` is the piece that the reader is at now."""
        super().__init__(parent)
        self._column = column
        self._here = here
        self._left = MEASURED
        self._untold = 0
        self.is_paused = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._work)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLING)
        self._later.timeout.connect(self._timer.start)

    @property
    def is_busy(self) -> bool:
        """Whether there is still something to do, but for what is done at leisure."""
        return (self._timer.isActive() and not self.is_at_leisure) or self._later.isActive()

    @property
    def is_at_leisure(self) -> bool:
        """Whether only the rest of a very long article is left to be measured."""
        return self._timer.isActive() and self._left <= 0

    @property
    def is_waiting(self) -> bool:
        """Whether it waits until no other resize or zoom follows."""
        return self._later.isActive()

    def start(self, *, later: bool = False) -> None:
        """Begin anew; `later`, when the heights were all taken back. While paused, what is left is cut."""
        self._left = MEASURED
        self._timer.stop()
        self._timer.setInterval(0)
        (self._later if later else self._timer).start()

    def stop(self) -> None:
        """Cut and measure no more; `start` begins anew."""
        self._timer.stop()
        self._later.stop()

    def pause(self) -> None:
        """Stop, and find no heights until `resume`: something else is to be on the screen first."""
        self.stop()
        self.is_paused = True

    def resume(self) -> None:
        """Find heights again: `start` does."""
        self.is_paused = False

    def _work(self) -> None:
        self._column.tidy()
        if not self._column.complete:
            self._column.pull(SLICE)
            self.advanced.emit()
            return
        if self.is_paused:
            self._timer.stop()
            return
        until = time.perf_counter() + SLICE
        while (index := self._column.unmeasured(self._here())) >= 0:
            self._column.measure(index)
            self._left -= 1
            if self._left == 0:
                self._timer.setInterval(LEISURE)
                self._tell()
                self.finished.emit()
            if time.perf_counter() > until:
                self._untold += self._left < 0
                if self._untold >= TOLD:
                    self._tell()
                return
        self._timer.stop()
        self._tell()
        if self._left > 0:
            self.finished.emit()

    def _tell(self) -> None:
        self._untold = 0
        self.advanced.emit()
