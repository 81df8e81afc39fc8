"""Tabs as a person uses them: by keys and by the mouse, in one window and after the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QTabBar

from reader.ui.base.opening_way import Way
from tests.ui.window.tabs.conftest import press

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def shown(window):
    """Return what the tabs say, or nothing where there is no bar."""
    bar = window.split.active.tab_bar
    return [bar.tabText(at) for at in range(bar.count())] if bar is not None and bar.isVisible() else []


def scroll(window, to):
    window.pane.verticalScrollBar().setValue(to)
    window.pane.settle()


def seen(window):
    """Return which article stands in the pane, which of its pieces is the first in sight, and its y."""
    first = next(one for one in window.pane.placed if one.y + one.laid.section.height > 0)
    return window.pane.article.path.name, first.laid.index, round(first.y)


def test_one_tab_alone_has_no_bar_and_two_have(qtbot, window, library):
    assert shown(window) == []
    window.session.open_article(library / "乙.md", way=Way.BEHIND)
    assert shown(window) == ["题目甲", "题目乙"]
    assert window.session.article.title == "题目甲"  # what is read stays in front
    press(qtbot, Key.Key_W)
    assert shown(window) == []
    assert window.session.article.title == "题目乙"


def test_a_tab_comes_back_exactly_where_it_was_left(qtbot, window, library):
    scroll(window, 1003)
    before = seen(window)
    window.session.open_article(library / "乙.md", way=Way.TAB)
    assert window.pane.article.path.name == "乙.md"
    scroll(window, 500)
    other = seen(window)
    press(qtbot, Key.Key_Tab)
    assert seen(window) == before
    assert window.windowTitle().startswith("题目甲")
    press(qtbot, Key.Key_Tab, CTRL | SHIFT)
    assert seen(window) == other


def test_two_tabs_of_one_article_keep_two_places(qtbot, window):
    scroll(window, 400)
    first = seen(window)
    press(qtbot, Key.Key_N)
    assert shown(window) == ["题目甲", "题目甲"]
    assert seen(window) == first
    scroll(window, 1400)
    second = seen(window)
    assert second != first
    press(qtbot, Key.Key_1)
    assert seen(window) == first
    press(qtbot, Key.Key_9)
    assert seen(window) == second


def test_each_tab_has_its_own_way_back(qtbot, window, library):
    window.session.jump_to(window.session.contents.entries[1].span)
    window.session.open_article(library / "乙.md", way=Way.TAB)
    assert not window.session.actions["go.back"].isEnabled()
    press(qtbot, Key.Key_1)
    assert window.session.actions["go.back"].isEnabled()
    window.session.go_back()
    assert window.session.article.title == "题目甲"


def test_a_closed_tab_comes_back_in_its_place(qtbot, window, library):
    for name in ("乙", "丙"):
        window.session.open_article(library / f"{name}.md", way=Way.TAB)
    scroll(window, 900)
    press(qtbot, Key.Key_2)
    scroll(window, 700)
    before = seen(window)
    press(qtbot, Key.Key_W)
    assert shown(window) == ["题目甲", "题目丙"]
    assert window.session.article.title == "题目丙"
    press(qtbot, Key.Key_T, CTRL | SHIFT)
    assert shown(window) == ["题目甲", "题目乙", "题目丙"]
    assert seen(window) == before
    assert not window.session.actions["tabs.reopen"].isEnabled()


def test_the_last_tab_takes_the_window_with_it(qtbot, window):
    with qtbot.waitSignal(window.closed):
        press(qtbot, Key.Key_W)


def test_tabs_are_moved_by_keys_and_by_dragging(qtbot, window, library):
    for name in ("乙", "丙"):
        window.session.open_article(library / f"{name}.md", way=Way.BEHIND)
    assert shown(window) == ["题目甲", "题目丙", "题目乙"]  # the newest stands next to what is read
    press(qtbot, Key.Key_PageDown, CTRL | SHIFT)
    assert shown(window) == ["题目丙", "题目甲", "题目乙"]
    assert window.session.article.title == "题目甲"
    bar = window.split.active.tab_bar
    start, end = bar.tabRect(0).center(), bar.tabRect(1).center() + QPoint(20, 0)
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=start)
    for x in range(start.x(), end.x() + 1, 8):
        qtbot.mouseMove(bar, QPoint(x, start.y()))
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=end)
    assert [tab.name for tab in window.session.active.tabs] == ["题目甲", "题目丙", "题目乙"]
    assert window.session.article.title == "题目丙"  # what is pressed comes to the front


def test_the_mouse_chooses_and_closes(qtbot, window, library):
    for name in ("乙", "丙"):
        window.session.open_article(library / f"{name}.md", way=Way.TAB)
    bar = window.split.active.tab_bar
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert window.session.article.title == "题目乙"
    assert window.pane.hasFocus()  # the keyboard stays in the text
    qtbot.mouseClick(bar, Qt.MouseButton.MiddleButton, pos=bar.tabRect(0).center())
    assert shown(window) == ["题目乙", "题目丙"]
    button = bar.tabButton(0, QTabBar.ButtonPosition.RightSide)
    assert "题目乙" in button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.session.article.title == "题目丙"


def test_the_menu_of_a_tab_closes_the_others(qtbot, window, library):
    for name in ("乙", "丙", "丁"):
        window.session.open_article(library / f"{name}.md", way=Way.TAB)
    bar = window.split.active.tab_bar
    menu = QMenu()
    bar.menu_requested.emit(menu, 1)
    words = {action.text().replace("&", ""): action for action in menu.actions() if action.text()}
    words["Close the others"].trigger()
    assert window.session.article.title == "题目乙"
    assert len(window.session.active.tabs) == 1
    menu.deleteLater()


def test_all_tabs_come_back_at_the_next_start(qtbot, window, make_window, library):
    window.session.open_article(library / "乙.md", way=Way.TAB)
    scroll(window, 620)
    second = window.session.here()
    window.session.open_article(library / "丙.md", way=Way.TAB)
    scroll(window, 910)
    before = window.session.here()
    window.close()
    (library / "甲.md").unlink()  # gone meanwhile: it is no tab any more
    again = make_window()
    again.opening.open(None)
    again.show()
    qtbot.waitExposed(again)
    again.complete()
    assert shown(again) == ["题目乙", "题目丙"]
    assert again.session.here() == before  # the line; the column may be as wide as another window lets it
    assert abs(again.session.here().y - before.y) < 2
    assert again.session.active.current == 1
    again.session.actions["tabs.previous"].trigger()
    assert again.session.here() == second


def test_a_start_with_a_file_shows_it_among_the_tabs(qtbot, window, make_window, library):
    window.session.open_article(library / "乙.md", way=Way.TAB)
    window.close()
    again = make_window()
    again.opening.open(library / "丙.md")
    again.show()
    qtbot.waitExposed(again)
    assert shown(again) == ["题目甲", "题目乙", "题目丙"]
    assert again.session.article.title == "题目丙"
    again.close()
    third = make_window()
    third.opening.open(library / "甲.md")
    assert [tab.name for tab in third.session.active.tabs] == ["题目甲", "题目乙", "题目丙"]
    assert third.session.article.title == "题目甲"


def test_tabs_belong_to_their_library(qtbot, window, library, tmp_path):
    window.session.open_article(library / "乙.md", way=Way.TAB)
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.md").write_text("# 别的\n\n文字。\n", encoding="utf-8")
    window.opening.open(other)
    assert shown(window) == []
    assert window.session.article.title == "别的"
    assert not window.session.actions["go.back"].isEnabled()
    window.opening.open(library)
    assert shown(window) == ["题目甲", "题目乙"]
    assert window.session.article.title == "题目乙"


def test_tabs_behind_hold_no_text(qtbot, window, library):
    for name in ("乙", "丙"):
        window.session.open_article(library / f"{name}.md", way=Way.TAB)
    assert window.session.opened.article.path.name == "丙.md"
    held = [
        tab for tab in window.session.active.tabs if any(hasattr(tab, name) for name in ("article", "pane"))
    ]
    assert held == []


def test_nothing_but_the_text_has_no_tabs_either(qtbot, window, library):
    window.session.open_article(library / "乙.md", way=Way.TAB)
    press(qtbot, Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert shown(window) == []
    press(qtbot, Key.Key_Tab)
    assert window.session.article.title == "题目甲"
    assert shown(window) == []
    press(qtbot, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert shown(window) == ["题目甲", "题目乙"]


def test_a_long_title_is_elided_and_whole_in_its_tip(window, library):
    long = library / "长.md"
    long.write_text(f"# {'很长的题目' * 20}\n\n文字。\n", encoding="utf-8")
    window.session.open_article(long, way=Way.TAB)
    bar = window.split.active.tab_bar
    assert bar.tabRect(1).width() <= 220
    assert "很长的题目" * 20 in bar.tabToolTip(1)


@pytest.mark.parametrize(
    "damaged", [7, {"panes": 3}, {"panes": [{"tabs": [{"article": 1}, 5, {}]}]}, {"panes": []}]
)
def test_damaged_tabs_keep_nobody_from_reading(window, make_window, library, damaged):
    window.close()
    again = make_window()
    again.session.remembered.keep_tabs(library, damaged)
    again.opening.open(library / "乙.md")
    assert [tab.name for tab in again.session.active.tabs] == ["题目乙"]
