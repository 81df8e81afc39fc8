"""What the mouse does: select by letters, words and paragraphs, follow links, scroll at the edges."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.articles.markdown.blocks import Picture
from reader.ui.base.opening_way import Way, way_of
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.laid_piece import Caret
from reader.ui.pane.text.selection import Grain, TextSelection

EDGE = 24  # pixels from the top or bottom edge at which dragging scrolls
STEP = 16  # milliseconds between two steps of it


class Pointing(QObject):
    """Turns mouse events into a selection, and into signals for what was pressed."""

    link_activated = Signal(str)
    link_sent = Signal(str, object)  # it is to open elsewhere: the address, and the `Way`
    link_hovered = Signal(str)  # "" when the pointer leaves it
    pressed_inside = Signal(object, object)  # a Placed, and what its section's `press` returned
    picture_pressed = Signal(object)  # the Picture that was clicked
    tapped = Signal(QPointF)  # a click at this point of the viewport, that selected and pressed nothing
    carried = Signal(object)  # dragged away: the Picture under the pointer, or (None) what is selected
    released = Signal()  # the mouse has let go of a selection

    def __init__(self, view: ColumnView, selecting: TextSelection) -> None:
        super().__init__(view)
        self._view = view
        self._selecting = selecting
        self._dragging = False
        self._held = False  # the button is down on what can be dragged away: what is selected, a picture
        self._pressed_at = QPointF()
        self._link = self._hovered = ""
        self._last_point = QPointF()
        self._since_double = QTimer(self)
        self._since_double.setSingleShot(True)
        self._speed = 0.0
        self.shapes: list[Callable[[QPointF], Qt.CursorShape | None]] = []  # others who know what is there
        self._scroller = QTimer(self)
        self._scroller.setInterval(STEP)
        self._scroller.timeout.connect(self._scroll_on)

    def press(self, event: QMouseEvent) -> None:
        """Begin a click or a selection: the left button is down."""
        point = event.position()
        caret = self._view.caret_at(point)
        if caret is None:
            return
        third = self._since_double.isActive() and (point - self._pressed_at).manhattanLength() < 8
        self._dragging, self._pressed_at = True, point
        self._link = self.link_at(point)
        shift = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ShiftModifier
        self._held = not shift and not third and self._can_carry(caret, point)
        if self._held:
            return  # only a release says that it was a click
        if shift and self._selecting.anchor is not None:
            self._selecting.extend(caret)
        elif third:
            self._selecting.begin(caret, Grain.PARAGRAPH)
            self._link = ""
        else:
            self._selecting.begin(caret)

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word; a third click soon after selects the paragraph."""
        caret = self._view.caret_at(event.position())
        if caret is not None:
            self._dragging, self._link, self._pressed_at = True, "", event.position()
            self._held = False
            self._selecting.begin(caret, Grain.WORD)
            self._since_double.start(QApplication.doubleClickInterval())

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection, or say which link is under the pointer."""
        point = event.position()
        if not self._dragging:
            self._hover(self.link_at(point))
            self._show_shape(point)
            return
        if self._held:
            if self._has_moved(point):
                self._held = self._dragging = False
                self.carried.emit(self._picture_at(self._pressed_at))
            return
        self._drag_to(point)
        above, below = EDGE - point.y(), point.y() - (self._view.viewport().height() - EDGE)
        self._speed = -above if above > 0 else max(0.0, below)
        if self._speed:
            self._last_point = point
            self._scroller.start()
        else:
            self._scroller.stop()

    def release(self, event: QMouseEvent) -> None:
        """End it: the left button is up. Where nothing was selected, it was a click."""
        if not self._dragging:
            return
        self._dragging = False
        self._scroller.stop()
        if self._held:
            self._held = False
            if (caret := self._view.caret_at(event.position())) is not None:
                self._selecting.begin(caret)
        if self._selecting.range is not None:
            self.released.emit()
            return
        self._click(event.position(), way_of(event.modifiers()))

    def send(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a click of the middle button does; return whether there is a link to be opened."""
        if link := self.link_at(point):
            self.link_sent.emit(link, way_of(modifiers, Qt.MouseButton.MiddleButton))
        return bool(link)

    def leave(self) -> None:
        """Note that the pointer has left the view."""
        self._hover("")

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link at `point` of the viewport."""
        for placed in self._view.placed:
            if placed.y <= point.y() < placed.y + placed.laid.section.height:
                return placed.laid.section.link_at(QPointF(point.x() - self._view.left, point.y() - placed.y))
        return ""

    def click(self, point: QPointF, way: Way = Way.HERE) -> None:
        """Do what a click at `point` of the viewport does; a link opens in that `way`."""
        self._link = self.link_at(point)
        self._click(point, way)

    def _click(self, point: QPointF, way: Way) -> None:
        placed = self._view.placed_at(point.y())
        if placed is not None:
            spot = QPointF(point.x() - self._view.left, point.y() - placed.y)
            done = placed.laid.section.press(spot)
            if done is not False:
                self.pressed_inside.emit(placed, done)
                return
            picture = self._picture_at(point)
            if picture is not None and not self._link:
                self.picture_pressed.emit(picture)
                return
        if self._link and self.link_at(point) == self._link:
            if way is Way.HERE:
                self.link_activated.emit(self._link)
            else:
                self.link_sent.emit(self._link, way)
        else:
            self.tapped.emit(point)

    def _hover(self, link: str) -> None:
        if link != self._hovered:
            self._hovered = link
            self.link_hovered.emit(link)

    def _show_shape(self, point: QPointF) -> None:
        """Let the pointer say what can be done at `point`."""
        found = (shape for ask in self.shapes if (shape := ask(point)) is not None)
        shape = next(found, Qt.CursorShape.IBeamCursor)
        if shape == Qt.CursorShape.IBeamCursor and (self._hovered or self._is_pressable(point)):
            shape = Qt.CursorShape.PointingHandCursor
        if self._view.viewport().cursor().shape() != shape:
            self._view.viewport().setCursor(shape)

    def _is_pressable(self, point: QPointF) -> bool:
        placed = self._view.placed_at(point.y())
        if placed is None:
            return False
        return placed.laid.section.is_pressable(QPointF(point.x() - self._view.left, point.y() - placed.y))

    def _can_carry(self, caret: Caret, point: QPointF) -> bool:
        """Whether `point`, where `caret` is nearest, is on words that are selected, or on a picture."""
        ends = self._selecting.range
        return (ends is not None and ends[0] <= caret < ends[1]) or self._picture_at(point) is not None

    def _picture_at(self, point: QPointF) -> Picture | None:
        placed = self._view.placed_at(point.y())
        if placed is None:
            return None
        return placed.laid.section.picture_at(QPointF(point.x() - self._view.left, point.y() - placed.y))

    def _has_moved(self, point: QPointF) -> bool:
        return (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()

    def _drag_to(self, point: QPointF) -> None:
        if self._selecting.range is None and not self._has_moved(point):
            return
        caret = self._view.caret_at(point)
        if caret is not None:
            self._selecting.extend(caret)

    def _scroll_on(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + int(self._speed / 2) + (1 if self._speed > 0 else -1))
        self._view.settle()
        height = self._view.viewport().height()
        self._drag_to(QPointF(self._last_point.x(), min(max(self._last_point.y(), 0.0), height - 1.0)))
