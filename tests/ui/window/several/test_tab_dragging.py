"""Tabs that are dragged out of their bar: onto bars, onto texts, into other windows, and out of all.

The mouse presses, and pulls a tab out of its bar, as a person does. Without a desktop Qt then drags nothing,
so what the desktop would send to the window below the pointer is sent by hand. With a real pointer:
`tests/end_to_end/test_dragged_tabs.py`.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reader.ui.base.opening_way import Way
from reader.ui.window.tabs import tab_dragging
from reader.ui.window.tabs.tab_dragging import DropMark
from tests.ui.drag_events import drag_event

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
MOVE = Qt.DropAction.MoveAction


def names(window):
    return [[tab.name for tab in pane.tabs] for pane in window.session.panes]


class Desktop:
    """What the desktop does while a tab is dragged; `seen` is the part that was marked meanwhile, or None."""

    def __init__(self, monkeypatch):
        self.target, self.point, self.seen, self.is_left_off = None, QPoint(), None, False
        self._data = QMimeData()
        monkeypatch.setattr(QDrag, "exec", lambda drag, *actions: self._drag(drag))
        monkeypatch.setattr(tab_dragging, "is_let_go", lambda: not self.is_left_off)

    def drag(self, bar, index, target=None, point=None, *, leaves_off=False):
        """Pull the tab at `index` out of `bar` by the mouse, and drop it on a point of the column."""
        self.target, self.point, self.seen, self.is_left_off = target, point, None, leaves_off
        start = bar.tabRect(index).center()
        QTest.mousePress(bar, LEFT, NONE, start)
        for y in (4, 20, 60, 80):
            QTest.mouseMove(bar, start + QPoint(0, y))
        QTest.mouseRelease(bar, LEFT, NONE, start + QPoint(0, 80))
        QApplication.processEvents()

    def _drag(self, drag):
        self._source = drag.source()
        if self.target is None:
            return Qt.DropAction.IgnoreAction
        given = (self.point, MOVE, drag.mimeData(), LEFT, NONE)
        for kind in (QDragEnterEvent, QDragMoveEvent):
            taken = self._send(drag_event(kind, self.point.toPointF(), *given[1:]))
        mark = self.target.findChild(DropMark)
        self.seen = mark.geometry() if mark is not None and mark.isVisible() else None
        if not taken or self.is_left_off:
            QApplication.sendEvent(self.target, QDragLeaveEvent())
            return Qt.DropAction.IgnoreAction
        self._send(QDropEvent(self.point.toPointF(), *given[1:], QEvent.Type.Drop))
        return MOVE

    def _send(self, event):
        event.setAccepted(False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tab_dragging, "source_of", lambda _event: self._source)
            QApplication.sendEvent(self.target, event)
        return event.isAccepted()


@pytest.fixture
def desktop(monkeypatch):
    return Desktop(monkeypatch)


@pytest.fixture
def window(qtbot, program, folder):
    """Return a window with two tabs, 潮汐 in front and 洋流."""
    window = program.start(folder / "潮汐.md")
    window.session.open_article(folder / "洋流.md", way=Way.BEHIND)
    qtbot.waitExposed(window)
    return window


def half(column, *, first):
    """Return a point in the first or the second half of the text of a column, however wide that is."""
    body = column.middle.geometry()
    return body.topLeft() + QPoint(20, 20) if first else body.bottomRight() - QPoint(20, 20)


def test_a_tab_dropped_on_half_of_the_text_stands_there_beside(qtbot, window, desktop):
    column = window.split.active
    body = column.middle.geometry()
    desktop.drag(column.tab_bar, 0, column, half(column, first=False))
    assert names(window) == [["洋流"], ["潮汐"]]
    marked = desktop.seen
    assert body.contains(marked)
    assert marked.bottomRight() == body.bottomRight()
    assert 0.48 < marked.width() * marked.height() / (body.width() * body.height()) <= 0.5
    assert window.session.article.title == "潮汐"
    window.tab_acts.join()
    column = window.split.active
    desktop.drag(column.tab_bar, 0, column, half(column, first=True))
    assert [one.own for one in window.split.columns] == window.session.panes
    assert [window.split.indexOf(one) for one in window.split.columns] == [0, 1]
    assert len(names(window)[0]) == len(names(window)[1]) == 1
    assert window.session.active is window.session.panes[0]


def test_a_tab_goes_to_the_other_pane_and_to_its_place_in_the_bar(window, desktop, folder):
    window.session.open_article(folder / "潮汐.md", way=Way.BESIDE)
    left, right = window.split.columns
    desktop.drag(left.tab_bar, 1, right, right.tab_bar.tabRect(0).topLeft() + QPoint(2, 4))
    assert names(window) == [["潮汐"], ["洋流", "潮汐"]]
    assert desktop.seen.width() == tab_dragging.LINE
    assert window.session.active is right.own
    desktop.drag(right.tab_bar, 0, left, half(left, first=True))  # anywhere on the text
    assert names(window) == [["潮汐", "洋流"], ["潮汐"]]
    desktop.drag(right.tab_bar, 0, left, half(left, first=True))  # its only one: the pane goes
    assert names(window) == [["潮汐", "洋流", "潮汐"]]


def test_a_tab_goes_into_another_window_and_the_last_closes_its_own(qtbot, program, window, desktop, folder):
    second = program.open_beside(window)
    column = second.split.active
    desktop.drag(window.split.active.tab_bar, 1, column, half(column, first=False))
    assert names(window) == [["潮汐"]]
    assert names(second) == [["潮汐"], ["洋流"]]
    assert second.session.article.title == "洋流"
    left = second.split.columns[0]
    window.tab_acts.move_into(window.session.active, 0, second.session, left.own, 0)  # there is no bar
    assert names(second) == [["潮汐", "潮汐"], ["洋流"]]
    assert program.windows.windows == [second]


def test_a_tab_let_go_of_elsewhere_is_a_window_and_one_left_off_stays(program, window, desktop):
    bar = window.split.active.tab_bar
    desktop.drag(bar, 1, leaves_off=True)
    assert names(window) == [["潮汐", "洋流"]]
    assert len(program.windows.windows) == 1
    desktop.drag(bar, 1)
    assert names(window) == [["潮汐"]]
    assert names(program.windows.windows[1]) == [["洋流"]]


def test_a_tab_stays_in_its_library(program, window, desktop, other):
    second = program.open_beside(window)
    second.opening.open(other / "云.md")
    column = second.split.active
    desktop.drag(window.split.active.tab_bar, 1, column, half(column, first=False))
    assert desktop.seen is None
    assert names(second) == [["云"]]
    assert names(program.windows.windows[-1]) == [["洋流"]]  # as anywhere outside


def test_a_closed_tab_is_opened_again_in_its_own_window(qtbot, program, window, folder):
    second = program.open_beside(window)
    second.session.open_article(folder / "洋流.md", way=Way.TAB)
    second.tab_acts.close_current()
    assert not window.session.actions["tabs.reopen"].isEnabled()
    assert second.session.actions["tabs.reopen"].isEnabled()
    second.tab_acts.reopen()
    assert names(second) == [["潮汐", "洋流"]]
