"""The bar over the text: what is shown of several notices, and whose the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reader.settings import Settings
from reader.ui.base.theming import Theming
from reader.ui.window.notices.notice_bar import FAILURE, REMARK, Notice, NoticeBar


@pytest.fixture
def place(qtbot):
    """Return a window with the bar and a field beside it, which has the keyboard."""
    window = QWidget()
    column = QVBoxLayout(window)
    window.bar, window.field = NoticeBar(Theming(Settings())), QLineEdit()
    column.addWidget(window.bar)
    column.addWidget(window.field)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.field.setFocus()
    return window


def test_the_gravest_is_shown_until_it_is_mended_and_then_the_next(place):
    bar = place.bar
    assert not bar.isVisible()
    bar.post(Notice("a", "Nothing grave.", REMARK))
    bar.post(Notice("b", "The disk is full.", FAILURE))
    bar.post(Notice("c", "Nothing grave either.", REMARK))
    shown = [bar.words.text()]
    for key in ("b", "c", "a"):
        assert bar.isVisible()
        bar.withdraw(key)
        shown.append(bar.words.text())
    assert shown[:3] == ["The disk is full.", "Nothing grave either.", "Nothing grave."]
    assert not bar.isVisible()


def test_it_takes_no_keyboard_and_is_reached_by_tab(qtbot, place):
    pressed = []
    choices = (
        ("Save elsewhere…", lambda: pressed.append("else")),
        ("Try again", lambda: pressed.append("again")),
    )
    place.bar.post(Notice("a", "The disk is full.", FAILURE, choices))
    assert place.focusWidget() is place.field
    qtbot.keyClick(place.field, Qt.Key.Key_Backtab)
    assert place.focusWidget() is place.bar.buttons()[-1]
    qtbot.keyClick(place.focusWidget(), Qt.Key.Key_Space)
    qtbot.keyClick(place.focusWidget(), Qt.Key.Key_Backtab)
    qtbot.keyClick(place.focusWidget(), Qt.Key.Key_Space)
    assert pressed == ["again", "else"]


def test_the_same_once_more_leaves_the_keyboard_on_its_button(place):
    def notice(act):
        return Notice("a", "The disk is full.", FAILURE, (("Try again", act),))

    pressed = []
    place.bar.post(notice(lambda: None))
    button = place.bar.buttons()[0]
    button.setFocus()
    place.bar.post(notice(lambda: pressed.append("new")))
    assert place.focusWidget() is button
    button.click()
    assert pressed == ["new"]


def test_when_it_goes_with_the_keyboard_in_it_that_is_told(qtbot, place):
    place.bar.post(Notice("a", "The disk is full.", FAILURE, (("Try again", lambda: None),)))
    place.bar.buttons()[0].setFocus()
    with qtbot.waitSignal(place.bar.left):
        place.bar.withdraw("a")


def test_only_what_need_not_be_mended_can_be_put_away(qtbot, place):
    place.bar.post(Notice("a", "The disk is full.", FAILURE, (("Try again", lambda: None),)))
    assert not place.bar.close_button.isVisible()
    place.bar.buttons()[0].setFocus()
    qtbot.keyClick(place.focusWidget(), Qt.Key.Key_Escape)
    assert place.bar.isVisible()
    place.bar.withdraw("a")
    place.bar.post(Notice("b", "For your information.", is_closable=True))
    qtbot.mouseClick(place.bar.close_button, Qt.MouseButton.LeftButton)
    assert not place.bar.isVisible()
