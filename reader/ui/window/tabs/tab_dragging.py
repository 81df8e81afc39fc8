"""A tab that is dragged out of its bar: over the bars and the texts of all our windows, or out of them.

Within its bar Qt moves it. What is dropped on a bar goes to its place among the tabs; on a text that stands
alone, to the half of it that is marked, beside the other; on one of two, among its tabs; and elsewhere it
becomes a window. Escape leaves it where it was. A tab stays in its library.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QDrag, QDragLeaveEvent, QDropEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.ui.base.theming import Theming, colour
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession
from reader.ui.window.tabs.pane_column import NARROW, PaneColumn
from reader.ui.window.tabs.tab_acts import TabActs
from reader.ui.window.tabs.tab_bar import TabBar

KIND = "application/x-gangmu-tab"  # nothing that another program could take
STRENGTH = 0.25  # of the colour that marks where the tab would go
LINE = 3  # pixels of the mark between two tabs

Landing = Callable[[], object]


class DropMark(QWidget):
    """Marks the part of a widget in which the tab would stand."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, part: QRect) -> None:
        """Mark `part` of the parent."""
        self.setGeometry(part)
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tint = colour(self._theming.theme, "accent")
        painter = QPainter(self)
        if self.width() > LINE:
            tint.setAlphaF(STRENGTH)
        painter.fillRect(self.rect(), tint)
        painter.end()


class DraggedTab(QObject):
    """One tab on its way: that at `index` of `own`. Whoever it is dropped on says what is to be done."""

    def __init__(self, bar: TabBar, acts: TabActs, own: PaneSession, index: int) -> None:
        super().__init__(bar)
        self.acts = acts
        self.own = own
        self.index = index
        self._bar = bar
        self._landing: Landing | None = None

    def land(self, landing: Landing) -> None:
        """Have `landing` done once the drag is over."""
        self._landing = landing

    def drag(self) -> Landing | None:
        """Drag it until it is let go of; return what is to be done, None where the person has left off."""
        drag = QDrag(self)
        data = QMimeData()
        data.setData(KIND, b"")
        drag.setMimeData(data)
        picture = self._bar.grab(self._bar.tabRect(self.index))
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(int(picture.deviceIndependentSize().width() / 2), 12))
        drag.exec(Qt.DropAction.MoveAction)
        if self._landing is not None or not is_let_go():
            return self._landing
        return partial(self.acts.move_to_window, self.own, self.index, QCursor.pos())


def is_let_go() -> bool:
    """Whether the button is up: else the drag was left off, by Escape."""
    return not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton


def source_of(event: QDropEvent) -> QObject:
    """Return what is being dragged."""
    return event.source()


class TabDrops(QObject):
    """Takes tabs that are dropped on a pane, or on the bar above it."""

    def __init__(self, session: Session, column: PaneColumn) -> None:
        super().__init__(column)
        self._session = session
        self._column = column
        self._mark = DropMark(session.theming, column)
        column.setAcceptDrops(True)
        column.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragLeaveEvent):
            self._mark.hide()
        if not isinstance(event, QDropEvent):  # also what enters and moves
            return False
        dragged = source_of(event)
        if not isinstance(dragged, DraggedTab) or not dragged.acts.is_of_library(self._session.library):
            return False
        part, landing = self._place(dragged, event.position().toPoint())
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self._mark.hide()
            dragged.land(landing)
        else:
            self._mark.show_at(part)
        return True

    def _place(self, dragged: DraggedTab, at: QPoint) -> tuple[QRect, Landing]:
        """Return the part to be marked for a tab above the point `at`, and what puts it there."""
        column, session, own = self._column, self._session, self._column.own
        bar, body = column.tab_bar, column.middle.geometry()
        into = partial(dragged.acts.move_into, dragged.own, dragged.index, session, own)
        if bar is not None and bar.isVisible() and bar.geometry().contains(at):
            index = bar.gap_at(bar.mapFrom(column, at))
            line = bar.line_of_gap(index, LINE).translated(bar.pos())
            return line, partial(into, index)
        if len(session.panes) > 1:
            return body, partial(into, None)
        is_first, half = self._half(body, at)
        return half, partial(dragged.acts.move_to_half, dragged.own, dragged.index, session, first=is_first)

    def _half(self, body: QRect, at: QPoint) -> tuple[bool, QRect]:
        """Return whether `at` is in the left or upper half of `body`, and that half."""
        half = QRect(body)
        if body.width() < NARROW:
            is_first = at.y() < body.center().y()
            half.setHeight(body.height() // 2)
            half.moveTop(body.top() if is_first else body.bottom() - half.height() + 1)
        else:
            is_first = at.x() < body.center().x()
            half.setWidth(body.width() // 2)
            half.moveLeft(body.left() if is_first else body.right() - half.width() + 1)
        return is_first, half
