"""The menus as they open: groups in their order, and tips that say the keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

import reader
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import make_window

# Some actions of each menu, in the order of their groups: each stands below a line after the one before it.
ORDER = {
    "file": ["file.open", "file.print", "file.new_window", "file.quit"],
    "edit": ["edit.undo", "edit.copy", "edit.find", "edit.search"],
    "view": ["view.larger", "view.tree", "view.drawing", "view.theme", "view.preferences"],
    "go": ["go.back", "go.next_node", "go.next_hit", "go.panel_notes"],
    "annotate": ["annotate.highlight", "annotate.yellow", "annotate.note", "annotate.copy", "annotate.next",
                 "annotate.export", "annotate.colours"],
    "help": ["help.starter", "help.about"],
}  # fmt: skip


@pytest.fixture
def window(qtbot, immediate):
    window = make_window(Settings(), Tasks(immediate), WindowMemory())
    window.complete()
    qtbot.addWidget(window)
    yield window
    window.close()


def opened(window) -> dict[str, list[list[str]]]:
    """Open each menu as a click does; return, by menu, the names of its actions, group by group."""
    menus = {}
    for title in window.menuBar().actions():
        menu = title.menu()
        menu.aboutToShow.emit()
        groups = [[]]
        for action in menu.actions():
            if action.isSeparator():
                groups.append([])
            else:
                groups[-1].append(action.objectName())
        if groups[0]:
            menus[groups[0][0].split(".")[0]] = groups
    return menus


def test_groups_stand_in_their_order_with_a_line_between_them(window):
    menus = opened(window)
    for menu, names in ORDER.items():
        groups = menus[menu]
        places = [next(n for n, group in enumerate(groups) if name in group) for name in names]
        assert places == sorted(set(places)), (menu, places)
        assert all(groups), menu  # no line above or below nothing


def test_quitting_is_last_and_opening_is_first(window):
    groups = opened(window)["file"]
    assert groups[0][0] == "file.open"
    assert groups[-1] == ["file.quit"]


def test_a_menu_that_is_opened_again_is_the_same(window):
    assert opened(window) == opened(window)


def test_each_tip_says_the_first_key_and_only_that(window):
    actions = [action for action in window.actions() if action.text()]
    assert len(actions) > 40
    with_keys = 0
    for action in actions:
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        tip = action.toolTip()
        if keys and action.objectName().split(".")[0] != "panels":  # a dock's own action has Qt's own tip
            with_keys += 1
            assert tip.endswith(f" ({keys[0]})"), action.objectName()
            assert tip.count("(") == 1, action.objectName()
        else:
            assert not tip.endswith(")"), action.objectName()
    assert with_keys > 30


def filled(window):
    """Yield each menu of the bar and each below it, as it opens, with its name."""
    for title in window.menuBar().actions():
        title.menu().aboutToShow.emit()
        yield title.text(), title.menu()
        for action in title.menu().actions():
            if action.menu() is not None:
                action.menu().aboutToShow.emit()
                yield action.objectName(), action.menu()


@pytest.fixture(params=["en", "zh_CN", "zh_TW"])
def spoken(qtbot, immediate, request):
    """Return a complete window, in each language."""
    settings = Settings()
    settings.set("language", request.param)
    window = make_window(settings, Tasks(immediate), WindowMemory())
    window.complete()
    qtbot.addWidget(window)
    yield window
    window.close()


def test_no_menu_is_higher_than_a_small_screen(spoken):
    for name, menu in filled(spoken):
        assert menu.sizeHint().height() < 740, name  # 768, and a bar of the desktop's


def test_each_entry_of_each_menu_has_a_letter_of_its_own(spoken):
    for name, menu in filled(spoken):
        entries = [one for one in menu.actions() if one.text() and one.isVisible() and one.isEnabled()]
        letters = [re.search(r"(?<!&)&([^&\s])", one.text()) for one in entries]
        found = [letter[1].upper() for letter in letters if letter]
        assert len(found) == len(set(found)) == len(entries), (name, [one.text() for one in entries])


def test_what_stands_below_another_entry_has_its_key_all_the_same(window):
    rows = {row.name: row for row in window.session.actions.rows}
    under = {row.name for row in rows.values() if row.under}
    assert {"view.expand", "view.pinyin", "view.aloud"} <= under
    for name in under:
        assert rows[rows[name].under].menu is not None
        assert window.session.actions[name] in window.actions()  # so that its shortcut is heard
    assert {action.objectName() for _name, menu in filled(window) for action in menu.actions()} >= under


def test_whoever_makes_a_menu_gives_its_entries_letters():
    """But for those whose letters are written with their words, or given by who opens them."""
    ui = Path(reader.__file__).parent / "ui"
    others = {"action_table.py", "note_list_actions.py", "dropping.py", "tab_bar.py"}
    makers = [path for path in ui.rglob("*.py") if "QMenu(" in path.read_text(encoding="utf-8")]
    assert len(makers) > 12
    without = {path.name for path in makers if "mnemonics" not in path.read_text(encoding="utf-8")}
    assert without <= others
