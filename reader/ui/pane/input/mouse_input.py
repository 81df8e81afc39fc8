"""What a person does to the pane with mouse and touchpad, handed to whoever is to answer it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from reader.ui.pane.aids.mark_layers import MarkLayers
from reader.ui.pane.input.pointing import Pointing
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.motion import Motion

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_GESTURES = (QEvent.Type.NativeGesture, QEvent.Type.Gesture)
PINCH = math.log(1.1)  # how far the fingers move for one step of zoom, as a logarithm


class MouseInput(QObject):
    """Hands mouse buttons and pinches on: a handle first, then a pan, then a selection."""

    zoom_requested = Signal(float, QPointF)

    def __init__(self, view: ColumnView, marks: MarkLayers, motion: Motion, pointing: Pointing) -> None:
        super().__init__(view)
        self._view = view
        self._marks, self._motion, self._pointing = marks, motion, pointing
        self._pinched = 0.0
        self._sent = ""  # the link on which the middle button went down
        view.viewport().grabGesture(Qt.GestureType.PinchGesture)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._pointing.leave()
        return kind in _GESTURES and self._gesture(event)

    def press(self, event: QMouseEvent) -> None:
        """Note that a button is down."""
        if self._motion.is_panning:
            self._motion.end_pan()
        elif event.button() is MIDDLE:
            self._sent = self._pointing.link_at(event.position())
            if not self._sent:
                self._motion.pan_from(event.position())
        elif event.button() is LEFT and not self._marks.grasp(event.position()):
            self._motion.auto_scroll(False)
            self._pointing.press(event)

    def double_click(self, event: QMouseEvent) -> None:
        """Note that a button is down for the second time."""
        if event.button() is LEFT:
            self._pointing.double_click(event)

    def move(self, event: QMouseEvent) -> None:
        """Note where the pointer is."""
        if self._motion.is_panning:
            self._motion.pan_to(event.position())
        elif not self._marks.drag(event.position()):
            self._pointing.move(event)

    def release(self, event: QMouseEvent) -> None:
        """Note that a button is up."""
        if event.button() is MIDDLE and self._sent:
            if self._pointing.link_at(event.position()) == self._sent:
                self._pointing.send(event.position(), event.modifiers())
            self._sent = ""
        elif event.button() is MIDDLE:
            self._motion.end_pan(released=True)
        elif event.button() is LEFT and not self._marks.let_go():
            self._pointing.release(event)

    def _gesture(self, event: QEvent) -> bool:
        """Turn a pinch into steps of zoom; False for any other event."""
        from PySide6.QtGui import QNativeGestureEvent  # not before somebody pinches
        from PySide6.QtWidgets import QGestureEvent, QPinchGesture

        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is not Qt.NativeGestureType.ZoomNativeGesture:
                return False
            self._pinch(math.log(max(0.1, 1.0 + event.value())), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                spot = self._view.viewport().mapFromGlobal(pinch.centerPoint())
                self._pinch(math.log(max(0.1, pinch.scaleFactor())), spot)
                return True
        return False

    def _pinch(self, amount: float, at: QPointF) -> None:
        self._pinched += amount
        steps = int(self._pinched / PINCH)
        if steps:
            self._pinched -= steps * PINCH
            self.zoom_requested.emit(float(steps), at)
