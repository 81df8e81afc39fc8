"""How the pane moves: wheel and touchpad, page keys, auto-scroll, panning with the middle button.

What comes from a touchpad is followed to the pixel; a notch of a wheel is
spread over a few frames, and lands exactly where the notches add up to.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QWheelEvent

from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.scroll.column_view import ColumnView

FRAME = 16  # milliseconds
GLIDE = 0.12  # seconds in which a notch of the wheel is two thirds done
NOTCH = 120  # what Qt calls one notch of a wheel
LINES = 3  # lines that a notch scrolls
OVERLAP = 2  # lines that two pages share
STILL = 12.0  # pixels around the pan's origin in which nothing moves
SPEEDS = (12.0, 20.0, 32.0, 50.0, 80.0, 125.0)  # of auto-scroll, in pixels a second


class Motion(QObject):
    """Scrolls a `ColumnView`. An `Overlay`: it shows where a pan began."""

    zoom_requested = Signal(float, QPointF)  # steps, and where the pointer is
    auto_scroll_changed = Signal(bool)

    def __init__(self, view: ColumnView) -> None:
        super().__init__(view)
        self.is_smooth = True
        self._view = view
        self._left = 0.0  # pixels still to go
        self._part = 0.0  # less than a pixel, kept for later
        self._turned = 0.0  # less than a notch, of zooming
        self._speed = 0.0  # pixels a second, of auto-scroll
        self._pan: QPointF | None = None
        self._pointer = QPointF()
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._step)
        view.overlays.append(self)

    # ---- wheel and pages

    def wheel(self, event: QWheelEvent) -> None:
        """Scroll; sideways with Shift, or as a touchpad says; zoom with Ctrl."""
        exact, notches = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom((notches.y() or exact.y()) / NOTCH, event.position())
            return
        across, along = exact.x() or notches.x(), exact.y() or notches.y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not across:
            across, along = along, 0
        if abs(across) > abs(along):
            self._sideways(event.position(), across)  # at the end of a table too the text stays where it is
            return
        if not exact.isNull():
            self.by(-exact.y())
        elif notches.y():
            self.glide(-notches.y() / NOTCH * LINES * self._view.line_height)

    def by(self, pixels: float) -> None:
        """Scroll by `pixels` now; parts of a pixel are kept for the next time."""
        pixels += self._part
        self._part = pixels - int(pixels)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + int(pixels))

    def glide(self, pixels: float) -> None:
        """Scroll by `pixels` over a few frames, and what is still to go with them."""
        if not self.is_smooth:
            self.by(pixels)
            return
        if self._left * pixels < 0:
            self._left = 0.0  # the other way round: stop at once
        self._left += pixels
        self._run()

    def page(self, direction: int) -> None:
        """Turn a page down (1) or up (-1); `OVERLAP` lines stay in sight."""
        shown = self._view.viewport().height() - self._view.top - OVERLAP * self._view.line_height
        self._left = 0.0
        self.by(direction * max(shown, self._view.line_height))

    # ---- auto-scroll

    @property
    def is_auto(self) -> bool:
        """Whether the pane scrolls by itself."""
        return self._speed > 0

    def auto_scroll(self, on: bool) -> None:
        """Begin or stop to scroll by itself."""
        if on != self.is_auto:
            self._speed = SPEEDS[2] if on else 0.0
            self.auto_scroll_changed.emit(on)
            self._run()

    def change_speed(self, steps: int) -> None:
        """Make auto-scrolling faster by so many of `SPEEDS`, or slower by a negative number."""
        if self.is_auto:
            place = SPEEDS.index(self._speed) + steps
            self._speed = SPEEDS[max(0, min(place, len(SPEEDS) - 1))]

    def rest(self) -> None:
        """Stop gliding, auto-scrolling and panning: another article comes."""
        self._left = 0.0
        self.auto_scroll(False)
        self.end_pan()

    # ---- panning

    @property
    def is_panning(self) -> bool:
        """Whether the middle button pans."""
        return self._pan is not None

    def pan_from(self, point: QPointF) -> None:
        """Begin to pan at `point` of the viewport: the further the pointer goes, the faster."""
        self._pan = self._pointer = point
        self._view.viewport().update()
        self._run()

    def pan_to(self, point: QPointF) -> None:
        """Note where the pointer is."""
        self._pointer = point

    def end_pan(self, *, released: bool = False) -> bool:
        """Stop panning; once the button is `released` only after a drag. False if it goes on."""
        if self._pan is None:
            return False
        if released and (self._pointer - self._pan).manhattanLength() < STILL:
            return False
        self._pan = None
        self._view.viewport().update()
        return True

    @property
    def stands_still(self) -> bool:
        """Whether a pan is under way: the mark where it began does not scroll. See `Overlay`."""
        return self._pan is not None

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint where the pan began."""
        if self._pan is not None:
            painter.setPen(colour(theme, "quiet_text"))
            painter.setBrush(colour(theme, "panel"))
            painter.drawEllipse(self._pan, STILL, STILL)
            painter.setBrush(colour(theme, "quiet_text"))
            painter.drawEllipse(self._pan, 2.0, 2.0)

    # ---- inside

    def _zoom(self, notches: float, at: QPointF) -> None:
        """Zoom by whole notches: a touchpad says a tenth of one at a time."""
        self._turned = notches + (self._turned if self._turned * notches > 0 else 0.0)
        if steps := int(self._turned):
            self._turned -= steps
            self.zoom_requested.emit(float(steps), at)

    def _run(self) -> None:
        if not self._timer.isActive():
            self._last = time.perf_counter()
            self._timer.start()

    def _step(self) -> None:
        now = time.perf_counter()
        passed, self._last = min(0.1, now - self._last), now
        move = self._speed * passed
        if self._left:
            part = self._left * min(1.0, passed / GLIDE * 1.1)
            part = part if abs(part) >= 1 else max(-1.0, min(1.0, self._left))
            self._left -= part
            move += part
        if self._pan is not None:
            away = self._pointer.y() - self._pan.y()
            if abs(away) > STILL:
                move += (away - STILL if away > 0 else away + STILL) * passed * 8
        if move:
            self.by(move)
        bar = self._view.verticalScrollBar()
        if self.is_auto and bar.value() >= bar.maximum():
            self.auto_scroll(False)
        if not (self._left or self._speed or self._pan):
            self._timer.stop()

    def _sideways(self, point: QPointF, across: float) -> None:
        placed = self._view.placed_at(point.y())
        if placed is None:
            return
        spot = QPointF(point.x() - self._view.left, point.y() - placed.y)
        if placed.laid.section.scroll_sideways(spot, -across):
            placed.laid.forget_geometry()
            self._view.viewport().update()
