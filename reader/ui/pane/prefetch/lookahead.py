"""What will be seen next is laid out while the person reads, so that a page turns at once.

On the main thread and one piece at a time: a piece takes a millisecond or two,
and a thread that parses would hold Python's lock just when a page is painted.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from reader.ui.pane.scroll.column_view import ColumnView

BELOW, ABOVE = 1.1, 0.5  # heights of the view that are laid out below and above it
STEP = 0.002  # seconds after which a piece that is begun waits for the next turn
REST = 30  # milliseconds after a paint: while the person scrolls on, nothing is laid out for later


class Lookahead(QObject):
    """Lays out the pieces around those in sight."""

    def __init__(self, view: ColumnView) -> None:
        super().__init__(view)
        self._view = view
        self._coming: Iterator[int] = iter(())
        self._next: int | None = None  # the piece that is begun
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._work)
        view.painted.connect(self.start)

    @property
    def is_busy(self) -> bool:
        """Whether there is still something to lay out."""
        return self._timer.isActive()

    def stop(self) -> None:
        """Lay out nothing more, until the next paint."""
        self._timer.stop()

    def start(self) -> None:
        """Lay out what is around the pieces in sight now, after a rest; nothing while idle work is paused."""
        placed = self._view.placed
        if placed and not self._view.idle.is_paused:
            # All at once: until its turn comes another article may be shown.
            self._coming = iter([*self._around(placed[0].laid.index, placed[-1].laid.index)])
            self._next = None
            self._timer.start(REST)

    def _around(self, first: int, last: int) -> Iterator[int]:
        """Yield the pieces below and above that are not laid out, the nearest first."""
        column, height = self._view.column, self._view.viewport().height()
        for step, edge, room in ((1, last, BELOW * height), (-1, first, ABOVE * height)):
            index = edge + step
            while 0 <= index < len(column.pieces) and room > 0:
                if column.laid(index) is None:
                    yield index
                room -= column.heights[index]
                index += step

    def _work(self) -> None:
        if self._next is None:
            self._next = next(self._coming, None)
        if self._next is None or self._next >= len(self._view.column.pieces):
            self._timer.stop()
            return
        is_waiting = self._view.idle.is_waiting  # after a resize or a zoom another may follow: not now
        self._timer.setInterval(REST if is_waiting else 0)
        if is_waiting:
            return
        if self._view.lay_ahead(self._next, STEP):
            self._next = None
