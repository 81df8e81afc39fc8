"""Scrolling: exact to the pixel, pages that overlap, and what moves by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from reader.articles.source.canonical_text import Span
from reader.ui.pane.scroll.motion import SPEEDS
from tests.ui.pane.conftest import chapters


@pytest.fixture
def article(show):
    return show(chapters(80))


def wheel(pane, pixels=0, notches=0, modifiers=Qt.KeyboardModifier.NoModifier):
    at = QPointF(300, 300)
    event = QWheelEvent(
        at,
        pane.viewport().mapToGlobal(at),
        QPoint(0, pixels),
        QPoint(0, notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.viewport(), event)


def test_a_touchpad_is_followed_to_the_pixel(pane, article):
    wheel(pane, pixels=-37)
    wheel(pane, pixels=-1)
    assert pane.verticalScrollBar().value() == 38


def test_notches_of_a_wheel_add_up_exactly(pane, article, qtbot):
    for _notch in range(4):
        wheel(pane, notches=-120)
    asked = 4 * 3 * pane.line_height
    qtbot.waitUntil(lambda: abs(pane.verticalScrollBar().value() - asked) <= 1)
    wheel(pane, notches=-40)
    qtbot.waitUntil(lambda: abs(pane.verticalScrollBar().value() - asked - pane.line_height) <= 1)


def test_shift_and_wheel_go_sideways_only(pane, article, monkeypatch):
    asked = []
    monkeypatch.setattr(pane.motion, "_sideways", lambda point, across: asked.append(across))
    wheel(pane, notches=-120, modifiers=Qt.KeyboardModifier.ShiftModifier)
    wheel(pane, pixels=-30, modifiers=Qt.KeyboardModifier.ShiftModifier)
    wheel(pane, pixels=-7)
    assert asked == [-120, -30]
    assert pane.verticalScrollBar().value() == 7


def test_two_pages_share_two_lines(pane, article, qtbot):
    height = pane.viewport().height()
    qtbot.keyClick(pane, Qt.Key.Key_PageDown)
    assert pane.verticalScrollBar().value() == pytest.approx(height - pane.top - 2 * pane.line_height, abs=1)
    qtbot.keyClick(pane, Qt.Key.Key_Space)
    qtbot.keyClick(pane, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(pane, Qt.Key.Key_PageUp)
    assert pane.verticalScrollBar().value() <= 1


def test_ctrl_and_wheel_keep_the_line_under_the_pointer(pane, article, qtbot):
    pane.jump_to(Span(article.text.text.index("第40章"), article.text.text.index("第40章") + 3))
    qtbot.waitUntil(pane.settle)  # else the line nearest to the pointer is another when more is laid out
    caret = pane.caret_at(QPointF(300, 300))
    before = pane.rectangle_of(caret).top()
    with qtbot.waitSignal(pane.zoomed) as told:
        wheel(pane, notches=240, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert told.args[0] > 18
    assert pane.rectangle_of(caret).top() == pytest.approx(before, abs=1)


def test_a_touchpad_zooms_no_faster_than_a_wheel(pane, article):
    before, control = pane.style_now.size, Qt.KeyboardModifier.ControlModifier
    for _step in range(11):
        wheel(pane, notches=10, modifiers=control)
    assert pane.style_now.size == before
    wheel(pane, notches=10, modifiers=control)
    assert pane.style_now.size == round(before * 1.1)
    for _step in range(12):
        wheel(pane, pixels=-10, modifiers=control)
    assert pane.style_now.size == before


def test_up_and_down_change_the_speed_of_what_scrolls_by_itself(pane, article, qtbot):
    pane.motion.auto_scroll(True)
    usual = pane.motion._speed
    qtbot.keyClick(pane, Qt.Key.Key_Up)
    assert pane.motion._speed > usual
    qtbot.keyClick(pane, Qt.Key.Key_Down)
    qtbot.keyClick(pane, Qt.Key.Key_Down)
    assert pane.motion._speed < usual
    assert pane.verticalScrollBar().value() < 2 * pane.line_height


@pytest.mark.parametrize(
    ("key", "is_faster"), [(Qt.Key.Key_Plus, True), (Qt.Key.Key_Equal, True), (Qt.Key.Key_Minus, False)]
)
def test_plus_is_faster_and_minus_slower(pane, article, qtbot, key, is_faster):
    pane.motion.auto_scroll(True)
    usual = pane.motion._speed
    qtbot.keyClick(pane, key)
    assert pane.motion.is_auto
    assert pane.motion._speed != usual
    assert (pane.motion._speed > usual) is is_faster
    for _press in range(30):
        qtbot.keyClick(pane, key)
    assert pane.motion._speed == (SPEEDS[-1] if is_faster else SPEEDS[0]) > 0  # it never stands still so


def test_nothing_goes_on_moving_in_another_article(pane, article, show):
    pane.motion.auto_scroll(True)
    wheel(pane, notches=-120)
    show(chapters(90))
    assert not pane.motion.is_auto
    pane.motion._step()
    assert pane.verticalScrollBar().value() == 0


def test_it_scrolls_by_itself_until_the_end_or_escape(pane, article, qtbot):
    pane.motion.auto_scroll(True)
    pane.motion.change_speed(9)
    qtbot.waitUntil(lambda: pane.verticalScrollBar().value() > 5)
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert not pane.motion.is_auto
    pane.motion.auto_scroll(True)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not pane.motion.is_auto)


def test_the_middle_button_pans(pane, article, qtbot):
    middle = Qt.MouseButton.MiddleButton
    qtbot.mousePress(pane.viewport(), middle, pos=QPoint(300, 200))
    qtbot.mouseMove(pane.viewport(), QPoint(300, 320))
    qtbot.waitUntil(lambda: pane.verticalScrollBar().value() > 20)
    qtbot.mouseRelease(pane.viewport(), middle, pos=QPoint(300, 320))
    assert not pane.motion.is_panning


def test_the_end_of_a_mark_is_dragged(pane, article, qtbot):
    from reader.ui.pane.aids.text_marks import Mark

    start = article.text.text.index("出口管制")
    pane.set_highlights("notes", [Mark(Span(start, start + 2), "highlight_1", mark_id="m")])
    pane.set_active_mark("m")
    pane.settle()
    end = pane.rectangle_of(pane.selecting.caret_of(start + 2)).bottomLeft().toPoint()
    to = pane.rectangle_of(pane.selecting.caret_of(start + 4)).center().toPoint()
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(pane.mark_resized) as told:
        qtbot.mousePress(pane.viewport(), left, pos=end)
        qtbot.mouseMove(pane.viewport(), to)
        qtbot.mouseRelease(pane.viewport(), left, pos=to)
    assert told.args == ["m", Span(start, start + 4)]
    assert pane.selection() == Span(0, 0)
