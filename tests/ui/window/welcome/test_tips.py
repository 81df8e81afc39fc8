"""Tips: at their moment, each once ever, one a run, and never for who wants none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from reader.settings import Settings
from reader.ui.window.welcome.tips import TIPS, Tips

NATIVE = QKeySequence.SequenceFormat.NativeText
TEXT = "# 题\n\n## 甲\n\n话。\n\n## 乙\n\n话。\n"


@pytest.fixture
def new_window(qtbot, new_window, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.md").write_text(TEXT, encoding="utf-8")
    windows = []

    def make():
        window = new_window()
        windows.append(window)
        window.complete()
        window.session.open_article(folder / "a.md")
        with qtbot.waitExposed(window):
            window.show()
        return window

    yield make
    for window in windows:
        window.close()


def bar(window):
    return window.findChild(Tips).bar


def test_the_first_jump_tells_the_way_back_once_ever(qtbot, new_window):
    window = new_window()
    assert bar(window) is None
    window.session.jump_to_next_node(1)
    assert bar(window).isVisible()
    assert QKeySequence("Alt+Left").toString(NATIVE) in bar(window).words.text()
    qtbot.mouseClick(bar(window).close_button, Qt.MouseButton.LeftButton)
    assert not bar(window).isVisible()
    again = new_window()
    again.session.jump_to_next_node(1)
    assert bar(again) is None
    assert Settings().get("tips_seen") == ["back"]


def test_one_run_brings_one_tip(new_window, tmp_path):
    window = new_window()
    window.session.jump_to_next_node(1)
    for name in "bcab":
        window.session.open_article(tmp_path / "library" / f"{name}.md")
    assert Settings().get("tips_seen") == ["back"]


def test_the_third_article_tells_how_to_find_one(new_window, tmp_path):
    window = new_window()
    window.session.open_article(tmp_path / "library" / "b.md")
    assert bar(window) is None
    window.session.open_article(tmp_path / "library" / "c.md")
    assert "Ctrl+P" in bar(window).words.text()


def test_who_wants_none_gets_none(qtbot, new_window):
    window = new_window()
    window.session.jump_to_next_node(1)
    qtbot.mouseClick(bar(window).buttons()[0], Qt.MouseButton.LeftButton)
    assert not bar(window).isVisible()
    assert Settings().get("show_tips") is False
    again = new_window()
    again.session.settings.set("tips_seen", [])
    again.session.jump_to_next_node(1)
    assert bar(again) is None


def test_a_key_of_one_s_own_is_named(new_window):
    window = new_window()
    window.session.actions["go.back"].setShortcut("Ctrl+9")
    window.session.jump_to_next_node(1)
    assert "Ctrl+9" in bar(window).words.text()


def test_a_tip_moves_no_line_of_the_text(qtbot, new_window):
    window = new_window()
    window.session.jump_to_next_node(1)
    before = window.pane.mapTo(window, window.pane.rect().topLeft())
    window.findChild(Tips)._end()
    assert window.pane.mapTo(window, window.pane.rect().topLeft()) == before


def test_each_tip_names_an_action_that_there_is(new_window):
    actions = new_window().session.actions
    assert all(not actions[name].shortcut().isEmpty() for _often, name in TIPS.values())
