"""One test over every panel of the window."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtWidgets import QToolButton, QWidget

from reader import paths

PANELS = ("articles", "framework", "search", "notes", "connections", "problems")


@pytest.fixture
def window(new_window):
    window = new_window()
    window.complete()
    return window


def test_all_are_there_each_under_its_own_name_and_key(window):
    assert tuple(window.panels) == PANELS
    keys = Counter(panel.shortcut for panel in window.panels.values() if panel.shortcut)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("name", PANELS)
def test_each_has_a_title_an_icon_and_its_place_in_the_menu(window, name):
    panel, actions = window.panels[name], window.session.actions
    assert panel.panel_id == panel.objectName() == name  # by this the window remembers its place
    assert panel.windowTitle() == panel.heading() != ""
    assert paths.resource(f"icons/{panel.glyph}.svg").is_file()
    assert actions[f"panels.{name}"] is panel.toggleViewAction()
    if panel.shortcut:
        assert actions[f"go.panel_{name}"].shortcut().toString() == panel.shortcut


@pytest.mark.parametrize("name", PANELS)
def test_each_is_built_when_it_is_first_shown_and_takes_the_keyboard(qtbot, window, name):
    panel = window.panels[name]
    if name in ("search", "notes", "connections", "problems"):
        assert panel.widget() is None
        panel.take_focus()  # not there yet: no harm
        assert panel.widget() is None
    window.show()
    window.activateWindow()
    window.show_panel(name)
    assert panel.isVisible()
    assert panel.widget() is not None
    if name != "framework":  # which shows no tree while no article is open
        qtbot.waitUntil(lambda: panel.isAncestorOf(window.focusWidget()))


@pytest.mark.parametrize("name", PANELS)
def test_each_shows_an_article_that_is_opened_and_one_that_is_closed(window, tmp_path, name):
    (tmp_path / "a.md").write_text("# 出口管制\n\n## 甲\n\n话。\n", encoding="utf-8")
    window.show()
    window.show_panel(name)
    window.session.open_article(tmp_path / "a.md")
    window.session.close_article()
    window.session.open_article(tmp_path / "gone.md")
    assert window.panels[name].isVisible()


@pytest.mark.parametrize("way", ["button", "menu"])
@pytest.mark.parametrize(
    "name", ["articles", "search", "notes", "problems"]
)  # which have a line to type into
def test_the_keyboard_goes_to_the_text_when_a_panel_is_closed_under_it(qtbot, window, tmp_path, name, way):
    (tmp_path / "a.md").write_text("# 题\n\n## 甲\n\n话。\n", encoding="utf-8")
    window.session.open_article(tmp_path / "a.md")
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    window.show_panel(name)
    panel = window.panels[name]
    inside = next(
        one for one in panel.widget().findChildren(QWidget) if one.focusPolicy() and one.isVisible()
    )
    inside.setFocus()
    qtbot.waitUntil(inside.hasFocus)
    if way == "button":
        panel.title.findChildren(QToolButton)[-1].click()
    else:
        panel.toggleViewAction().trigger()
    assert panel.isHidden()
    assert window.focusWidget() is window.pane
