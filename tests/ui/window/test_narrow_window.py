"""In a narrow window panels lie over the text, one at a time, and the text keeps its room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import make_window
from reader.ui.window.docking import NARROW

PANELS = ("articles", "framework", "search", "notes")
SOURCE = "# 题目\n\n## 甲\n\n" + "甲的文字。" * 60 + "\n\n## 乙\n\n乙的文字。\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "library" / "one.md"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    return path


def opened(qtbot, immediate, path, width=700, memory=None):
    window = make_window(Settings(), Tasks(immediate), memory or WindowMemory())
    qtbot.addWidget(window)
    window.resize(width, 600)
    window.opening.open(path)
    window.show()
    window.complete()
    window.activateWindow()
    qtbot.waitExposed(window)
    window.resize(width, 600)
    return window


@pytest.fixture
def window(qtbot, immediate, path):
    window = opened(qtbot, immediate, path)
    yield window
    window.close()


def shown(window) -> set[str]:
    return {name for name, panel in window.panels.items() if panel.isVisible()}


def place_of(widget) -> QRect:
    return QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())


def test_the_text_has_the_window_to_itself(window):
    assert not shown(window)
    assert window.pane.width() >= 690


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_lies_over_the_text_and_goes_when_the_text_has_the_keyboard(qtbot, window, name):
    before = window.pane.geometry()
    window.show_panel(name)
    assert shown(window) == {name}
    assert window.pane.geometry() == before
    panel = place_of(window.panels[name])
    assert 280 <= panel.width() <= 350
    assert panel.intersects(place_of(window.pane))
    assert window.childAt(panel.center()) is not None
    assert window.panels[name].isAncestorOf(window.childAt(panel.center()))  # nothing lies over it
    window.pane.setFocus()
    qtbot.waitUntil(lambda: not shown(window))


def test_what_was_found_stays_lit_where_the_panel_gives_way_to_the_text(qtbot, window):
    """It goes by itself when a hit is opened; closed by hand, it takes the lights along."""
    window.search_for("甲的文字")
    window.search.go_to_hit(1)
    qtbot.waitUntil(lambda: not shown(window))
    assert window.pane.mark_layers.hits.spans
    window.show_panel("search")
    window.panels["search"].close()
    assert not window.pane.mark_layers.hits.spans


def test_one_panel_at_a_time_and_each_is_where_it_was(window):
    sides = []
    for name in PANELS:
        window.show_panel(name)
        assert shown(window) == {name}
        sides.append(place_of(window.panels[name]).left() == 0)
    assert sides == [True, True, False, False]


def test_escape_and_the_menu_put_a_panel_away(qtbot, window):
    toggle = window.session.actions["panels.framework"]
    toggle.trigger()
    assert shown(window) == {"framework"}
    assert toggle.isChecked()
    toggle.trigger()
    assert not shown(window)
    window.show_panel("framework")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not shown(window)


def test_a_wide_window_has_its_panels_beside_the_text_again(window):
    window.show_panel("search")
    window.resize(1300, 600)
    assert shown(window) == {"articles", "framework", "search"}
    middle = place_of(window.pane)
    assert not any(place_of(window.panels[name]).intersects(middle) for name in shown(window))
    window.resize(NARROW - 1, 600)
    assert not shown(window)
    window.resize(NARROW, 600)
    assert "framework" in shown(window)


def test_what_a_narrow_window_keeps_is_the_wide_one(qtbot, immediate, path, tmp_path):
    memory = WindowMemory(tmp_path / "memory.json")
    first = opened(qtbot, immediate, path, 1300, memory)
    first.panels["articles"].hide()
    first.resize(700, 600)
    first.close()
    again = opened(qtbot, immediate, path, 700, memory)
    assert not shown(again)
    again.resize(1300, 600)
    assert shown(again) == {"framework"}
    again.close()


def test_nothing_of_the_find_bar_lies_over_its_field(window):
    window.session.actions["edit.find"].trigger()
    field = next(line for line in window.pane.findChildren(QLineEdit) if line.isVisible())
    buttons = [button for button in field.parentWidget().findChildren(QToolButton) if button.isVisible()]
    assert len(buttons) >= 5
    own = [button for button in buttons if not field.isAncestorOf(button)]
    assert not any(place_of(button).intersects(place_of(field)) for button in own)
    assert field.width() > 100
