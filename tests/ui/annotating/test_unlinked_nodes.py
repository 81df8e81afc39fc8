"""Nodes without a passage: stepped through, and linked without a mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from reader.articles.model import Match
from reader.ui.annotating.link_repairing import fill_node_menu
from reader.ui.annotating.unlinked_nodes import unlinked

DIGEST = """题目

### 文章框架
```
├── 天气
├── 播种季节
├── 收割
└── 无踪可寻
```

### 天气
说天。

### 农具
锄头。

### 节气 & 怎么看
春天。

### 收割
秋天。

### 卖粮
冬天。
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
    qtbot.waitUntil(window.pane.settle)
    return window


@pytest.fixture
def told(window):
    sentences = []
    window.session.status_changed.connect(sentences.append)
    return sentences


def line_of(text):
    return DIGEST.split("\n").index(text) + 1


def press(window, name):
    window.session.actions[name].trigger()


def test_a_key_steps_through_them_in_the_tree_and_says_why(window, told):
    session, tree = window.session, window.panels["framework"].tree
    waiting = [node.label for node in unlinked(session.article)]
    assert waiting == ["播种季节", "无踪可寻"]
    for number, label in ((1, "播种季节"), (2, "无踪可寻"), (1, "播种季节")):
        press(window, "go.unlinked")
        assert tree.currentIndex().data() == label
        assert session.chosen_node == label
        assert told[-1].startswith(f"{number} of 2 without a passage: “{label}”.")
        assert told[-1].endswith(session.link(label).reason)


def test_it_shows_the_framework_where_the_outline_or_a_filter_is_shown(qtbot, window):
    panel = window.panels["framework"]
    panel.switch.chosen.emit("outline")
    qtbot.waitUntil(lambda: panel._shown.kind == "outline")
    press(window, "go.unlinked")
    qtbot.waitUntil(lambda: panel.tree.currentIndex().data() == "播种季节")
    panel.filter.setText("收割")
    qtbot.waitUntil(lambda: panel._shown.words == "收割")
    press(window, "go.unlinked")
    qtbot.waitUntil(lambda: panel.tree.currentIndex().data() == "无踪可寻")


def test_the_chosen_node_is_linked_by_keyboard_alone_and_taken_back(qtbot, window, told):
    session, tree = window.session, window.panels["framework"].tree
    before = session.link("无踪可寻")
    press(window, "go.unlinked")
    for _down in range(4):
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Return)  # it leads nowhere, but it is chosen
    assert session.chosen_node == "无踪可寻"
    qtbot.keyClick(tree, Qt.Key.Key_End)
    assert tree.currentIndex().data() == "卖粮"
    qtbot.keyClick(tree, Qt.Key.Key_Return)  # a heading outside the framework: one only goes there
    assert session.chosen_node == "无踪可寻"
    qtbot.waitUntil(lambda: session.article.text.line_at(session.place) == line_of("### 卖粮"))
    press(window, "annotate.link_here")
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    assert session.link("无踪可寻").passage.line == line_of("### 卖粮")
    assert "无踪可寻" in told[-1]
    press(window, "edit.undo")
    qtbot.waitUntil(lambda: session.link("无踪可寻") == before)


def test_without_a_selection_it_is_linked_to_what_is_read(qtbot, window):
    session = window.session
    session.ask_for_node("无踪可寻")
    session.jump_to_node("收割")
    session.set_place(session.article.text.span_of_lines(line_of("### 卖粮"), line_of("### 卖粮")).start)
    press(window, "annotate.link_here")
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    assert session.link("无踪可寻").passage.line == line_of("### 卖粮")
    assert session.link("收割").passage.line == line_of("### 收割")


def test_without_a_chosen_node_it_says_what_to_do(window, told):
    press(window, "annotate.link_here")
    assert told[-1] == "Choose a point in the tree of the framework first; then it can be linked here."


def test_the_menu_offers_what_came_nearest(qtbot, window):
    session = window.session
    rejected = session.link("播种季节").rejected
    assert rejected is not None
    menu = QMenu()
    fill_node_menu(session, window.annotations, menu, "播种季节")
    offer = next(action for action in menu.actions() if "Link it to" in action.text())
    assert f"(line {rejected.passage.line})" in offer.text()
    assert offer.text().count("&") % 2 == 0  # those of the article are no mnemonics
    offer.trigger()
    qtbot.waitUntil(lambda: session.link("播种季节").by_person)
    assert session.link("播种季节").passage.line == rejected.passage.line
    assert session.link("播种季节").match is Match.HEADING


def test_where_all_are_linked_it_says_so(qtbot, window, told):
    session = window.session
    for label in ("播种季节", "无踪可寻"):
        session.ask_for_node(label)
        press(window, "annotate.link_here")
        qtbot.waitUntil(lambda label=label: session.link(label).by_person)
    press(window, "go.unlinked")
    assert told[-1] == "Every point of the framework has a passage of its own."


@pytest.mark.parametrize(
    ("label", "words"), [("天气", "This is certain."), ("无踪可寻", ""), ("播种季节", "")]
)
def test_how_sure_a_link_is_is_heard(window, label, words):
    session, model = window.session, window.panels["framework"].tree.model()
    heard = model.data(model.index_of(label), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert session.link(label).reason in heard
    assert words in heard
    assert ("This is" in heard) == bool(words)


def test_a_person_s_own_link_needs_no_certainty(qtbot, window):
    session = window.session
    session.ask_for_node("无踪可寻")
    press(window, "annotate.link_here")
    qtbot.waitUntil(lambda: session.link("无踪可寻").by_person)
    model = window.panels["framework"].tree.model()
    heard = model.data(model.index_of("无踪可寻"), Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "You linked it here." in heard
    assert "This is" not in heard
