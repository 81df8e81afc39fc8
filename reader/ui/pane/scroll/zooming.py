"""Larger and smaller: the size of the text, with the line under the pointer kept where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

from reader.ui.pane.scroll.column_view import ColumnView

SMALLEST, LARGEST = 10.0, 40.0  # pixels
ZOOM = 1.1  # the text grows by this with each step


class Zooming(QObject):
    """Changes the size of the text in a view."""

    zoomed = Signal(float)

    def __init__(self, view: ColumnView) -> None:
        super().__init__(view)
        self._view = view

    def by(self, steps: float, at: QPointF | None = None) -> None:
        """Make the text larger by `steps`; see `to`."""
        now = self._view.style_now.size
        size = now * ZOOM**steps
        if round(size) == round(now) and steps:
            size = now + (1 if steps > 0 else -1)
        self.to(min(LARGEST, max(SMALLEST, size)), at)

    def to(self, size: float, at: QPointF | None = None) -> None:
        """Set the text in `size` pixels; the line at `at` of the view, or the one read, stays where it is."""
        view, size = self._view, float(round(size))
        if size == view.style_now.size:
            return
        view.set_style(view.style_now._replace(size=size), at or QPointF(view.left, view.top + 1))
        self.zoomed.emit(size)
