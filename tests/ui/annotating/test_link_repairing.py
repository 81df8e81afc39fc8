"""Repairing links through the window: dropped on the pane, from the tree's menu, and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from reader.articles.model import Match
from reader.ui.annotating.link_repairing import fill_node_menu
from tests.ui.drag_events import drag_event
from tests.ui.trees import indexes

DIGEST = """题目

### 文章框架
```
├── 开头
├── 无踪可寻
└── 结尾
```

### 开头
开头的一段。

### 另一节
别的文字，在框架之外。

### 结尾
完。
"""


@pytest.fixture
def window(qtbot, new_window, tmp_path):
    file = tmp_path / "library" / "a.md"
    file.parent.mkdir()
    file.write_text(DIGEST, encoding="utf-8")
    window = new_window()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(file)
        window.show()
    window.complete()
    qtbot.waitUntil(window.pane.settle)  # what is dropped on is laid out
    return window


def drop(window, node_id, line):
    """Drop a node on a line of the text, as a hand does: enter, then drop."""
    session, pane = window.session, window.pane
    tree = window.panels["framework"].tree
    index = next(index for index in indexes(tree) if index.data() == node_id)
    data = tree.model().mimeData([index])
    caret = pane.selecting.caret_of(session.article.text.span_of_lines(line, line).start + 1)
    at = QPointF(pane.rectangle_of(caret).center())
    usual = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = drag_event(QDragEnterEvent, at, *usual)
    QApplication.sendEvent(pane.viewport(), enter)
    assert enter.isAccepted()
    QApplication.sendEvent(pane.viewport(), QDropEvent(at, *usual, QEvent.Type.Drop))


def line_of(text):
    return DIGEST.split("\n").index(text) + 1


def test_a_node_dropped_on_a_passage_leads_there(qtbot, window):
    session = window.session
    assert session.link("无踪可寻").match in (Match.NONE, Match.PARENT)
    drop(window, "无踪可寻", line_of("### 另一节"))
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    assert session.link("无踪可寻").passage.line == line_of("### 另一节")
    tree = window.panels["framework"].tree
    assert "无踪可寻" in [index.data() for index in indexes(tree)]
    session.jump_to_node("无踪可寻")
    assert session.article.text.line_at(window.pane.place()) == line_of("### 另一节")


def test_a_repair_can_be_taken_back(qtbot, window):
    session = window.session
    before = session.link("无踪可寻")
    drop(window, "无踪可寻", line_of("### 另一节"))
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    window.annotations.undo_stack.undo()
    qtbot.waitUntil(lambda: session.link("无踪可寻") == before)


def test_the_tree_s_menu_says_no_text_and_back(qtbot, window):
    session = window.session

    def choose(words):
        menu = QMenu()
        fill_node_menu(session, window.annotations, menu, "开头")
        next(action for action in menu.actions() if words in action.text()).trigger()

    choose("no text")
    qtbot.waitUntil(lambda: session.link("开头").by_person)
    assert session.link("开头").match in (Match.NONE, Match.PARENT)
    choose("link that was found")
    qtbot.waitUntil(lambda: not session.link("开头").by_person)
    assert session.link("开头").match is Match.HEADING


def test_a_repair_survives_an_edit(qtbot, window):
    session = window.session
    drop(window, "无踪可寻", line_of("### 另一节"))
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    edited = DIGEST.replace("开头的一段。", "开头的一段。\n\n又加了一段。")
    with qtbot.waitSignal(session.article_changed):
        session.article.path.write_text(edited, encoding="utf-8")
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    assert session.link("无踪可寻").passage.line == line_of("### 另一节") + 2
    assert session.article.path.read_text(encoding="utf-8") == edited


def test_a_heading_outside_the_framework_offers_no_repair(window):
    menu = QMenu()
    outside = next(e for e in window.session.contents.walk() if not e.is_node)
    fill_node_menu(window.session, window.annotations, menu, outside.entry_id)
    assert menu.isEmpty()
