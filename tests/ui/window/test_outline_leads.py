"""Bold leads in the tree of an article that draws no framework: by key, by the tree's own menu, and kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.trees import indexes

Key, Modifier = Qt.Key, Qt.KeyboardModifier
SOURCE = "# 题\n\n## 甲\n\n**早晨**：有雾。\n\n**傍晚**：有雨。\n\n## 乙\n\n话。\n"
DRAWN = "\n## 文章框架\n\n```\n├── 甲\n└── 乙\n```\n"
HEADINGS, WITH_LEADS = ["甲", "乙"], ["甲", "早晨", "傍晚", "乙"]


@pytest.fixture
def window(qtbot, new_window):
    window = new_window()
    window.complete()
    window.show_panel("framework")
    with qtbot.waitExposed(window):
        window.show()
    return window


def opened(window, path, source):
    path.write_text(source, encoding="utf-8")
    window.session.open_article(path)
    return window.panels["framework"]


def labels(panel):
    return [index.data() for index in indexes(panel.tree)]


def asked_menu(qtbot, panel):
    """Return the menu that the keyboard opens on the tree's first entry."""
    index = next(iter(indexes(panel.tree)))
    panel.tree.setCurrentIndex(index)
    where = panel.tree.visualRect(index).center()
    viewport = panel.tree.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, viewport.mapToGlobal(where))
    QApplication.sendEvent(viewport, event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def test_a_key_shows_and_hides_them(qtbot, window, tmp_path):
    panel = opened(window, tmp_path / "a.md", SOURCE)
    qtbot.waitUntil(lambda: labels(panel) == HEADINGS)
    qtbot.keyClick(window, Key.Key_B, Modifier.AltModifier | Modifier.ShiftModifier)
    qtbot.waitUntil(lambda: labels(panel) == WITH_LEADS)
    action = window.session.actions["view.outline_leads"]
    assert action.isChecked()
    assert window.session.settings.get("outline_leads") is True
    window.session.settings.set("outline_leads", False)  # as the settings do
    qtbot.waitUntil(lambda: labels(panel) == HEADINGS)
    assert not action.isChecked()


def test_the_menu_of_the_tree_has_them_where_they_would_show(qtbot, window, tmp_path):
    panel = opened(window, tmp_path / "a.md", SOURCE)
    qtbot.waitUntil(lambda: labels(panel) == HEADINGS)
    action = window.session.actions["view.outline_leads"]
    menu = asked_menu(qtbot, panel)
    assert action in menu.actions()
    menu.close()
    panel = opened(window, tmp_path / "b.md", SOURCE + DRAWN)
    qtbot.waitUntil(lambda: not panel._current().article.framework.derived)
    menu = asked_menu(qtbot, panel)
    assert action not in menu.actions()
    menu.close()
