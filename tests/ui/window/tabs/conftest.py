"""A window on a library of four articles that are long enough to be scrolled. Reading is done at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reader.ui.window.main_window import MainWindow

BODY = "一段文字，说了些什么，见[另一篇](乙.md)与[别处](#结尾)。\n\n"


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in "甲乙丙丁":
        parts = "".join(f"## {name}之{number}\n\n{BODY * 12}" for number in "一二三四")
        (folder / f"{name}.md").write_text(f"# 题目{name}\n\n{parts}## 结尾\n\n完。\n", encoding="utf-8")
    with (folder / "丁.md").open("a", encoding="utf-8") as last:
        last.write("\n见[甲](甲.md)。\n")
    return folder


@pytest.fixture
def make_window(new_window):
    """Return a function that makes windows on what was open last; they are closed at the end."""

    def make() -> MainWindow:
        window = new_window()
        window.resize(1300, 800)
        return window

    return make


@pytest.fixture
def window(qtbot, make_window, library):
    """Return a window that shows 甲, complete and with the keyboard in the text."""
    window = make_window()
    window.complete()
    window.opening.open(library / "甲.md")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.take_keyboard()
    qtbot.waitUntil(window.pane.hasFocus)
    return window


def press(qtbot, key, modifiers=Qt.KeyboardModifier.ControlModifier):
    """Press a key, wherever the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def alone(window):
    """Close the second pane, and all tabs but the first."""
    session = window.session
    session.activate(session.panes[0])
    if len(session.panes) > 1:
        session.actions["tabs.join"].trigger()
    session.active.select(0)
    while len(session.active.tabs) > 1:
        session.active.remove_tab(1)
    assert [len(pane.tabs) for pane in session.panes] == [1]
