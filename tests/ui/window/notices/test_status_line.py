"""The line at the foot of the window: what was done, what takes it back, and for how long."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel

from reader.ui.window.notices.status_line import StatusLine


@pytest.fixture
def line(qtbot, monkeypatch):
    monkeypatch.setattr("reader.ui.window.notices.status_line.LASTING", 50)
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    return line


@pytest.fixture
def undo(line):
    action = QAction("&Undo", line)
    action.setShortcut("Ctrl+Z")
    return action


def test_nothing_stays_for_long(qtbot, line, undo):
    line.say("Where a link leads.")
    assert line.text()
    qtbot.waitUntil(lambda: not line.text())
    line.say_done("Highlighted.", undo)
    qtbot.waitUntil(lambda: not line.text())
    assert not line.button.isVisible()


def test_what_was_done_can_be_taken_back_beside_it(qtbot, line, undo):
    line.say_done("Highlighted.", undo)
    assert line.text() == "Highlighted."
    assert line.button.text() == "Undo (Ctrl+Z)"
    with qtbot.waitSignal(undo.triggered):
        line.button.click()


def test_what_the_pointer_passes_over_takes_no_undo_away(line, undo):
    line.say_done("Highlighted.", undo)
    line.say("https://example.org")
    assert line.text() == "https://example.org"
    assert not line.button.isVisible()
    line.say("")
    assert line.text() == "Highlighted."
    assert line.button.isVisible()
    line.forget_done()
    assert not line.button.isVisible()


def test_what_is_too_long_says_what_was_done_all_the_same(line, undo):
    """In Chinese that stands at the end of the sentence."""
    line.resize(300, line.height())
    line.say_done(f"已在“{'很长的一行，' * 20}”加上书签。", undo)
    shown = line.findChild(QLabel).text()
    assert shown.startswith("已在“")
    assert shown.endswith("加上书签。")
    assert "…" in shown
    line.resize(3000, line.height())
    QApplication.processEvents()
    assert line.findChild(QLabel).text() == line.text()


def test_a_button_that_has_the_keyboard_stays(qtbot, line, undo):
    line.say_done("Highlighted.", undo)
    line.activateWindow()
    line.button.setFocus()
    with qtbot.waitSignal(line._done_time.timeout):
        pass
    assert line.button.isVisible() or not line.button.hasFocus()
