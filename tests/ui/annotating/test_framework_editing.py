"""Making a framework in the window: proposed, edited by keys and buttons, undone, written as a file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from reader.annotations.model import Kind
from reader.articles.reading import read_article

PLAIN = (
    "# 潮汐\n\n## 成因\n\n月球的引力拉起海水。\n\n**离心力**：另一侧也鼓起来。\n\n## 用处\n\n潮汐能发电。\n"
)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "library" / "one.md"
    path.parent.mkdir()
    path.write_text(PLAIN, "utf-8")
    return path


@pytest.fixture
def window(qtbot, new_window, file):
    window = new_window()
    window.resize(1100, 800)
    window.show()
    window.session.open_library(file.parent)
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(file)
    window.complete()
    qtbot.waitUntil(lambda: window.annotations.store is not None)
    return window


@pytest.fixture
def panel(window):
    return window.panels["framework"]


@pytest.fixture
def editing(panel):
    return panel.editing


@pytest.fixture
def made(qtbot, window, editing):
    qtbot.mouseClick(editing.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: editing.is_on)
    return editing


def labels(window):
    return [f"{node.label}{node.depth}" for node in window.session.article.framework.walk()]


def choose(qtbot, panel, node_id):
    qtbot.waitUntil(lambda: panel._model.index_of(node_id).isValid())
    panel.tree.setCurrentIndex(panel._model.index_of(node_id))
    panel.tree.setFocus()


def name_it(qtbot, panel, words):
    qtbot.waitUntil(lambda: panel.tree.viewport().findChildren(QLineEdit) != [])
    field = panel.tree.viewport().findChildren(QLineEdit)[-1]
    field.setText(words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_only_an_article_without_a_framework_is_offered_one(qtbot, window, editing, file):
    assert editing.make.isVisible()
    assert not any(button.isVisible() for button in editing.buttons.values())
    drawn = file.with_name("two.md")
    drawn.write_text(
        "# 题\n\n### 文章框架\n```\n├── 甲\n└── 乙\n```\n\n## 甲\n\n文。\n\n## 乙\n\n文。\n", "utf-8"
    )
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(drawn)
    assert not editing.isVisible()


def test_what_is_proposed_stands_in_the_tree_and_leads_to_the_text(qtbot, window, panel, made):
    assert labels(window) == ["成因1", "离心力2", "用处1"]
    assert made.buttons["add"].isVisible()
    assert not made.make.isVisible()
    qtbot.waitUntil(lambda: panel._shown.kind == "framework")
    choose(qtbot, panel, "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    span = window.session.link("用处").passage.span
    assert window.session.article.text.words(span).startswith("用处")


def test_the_keys_edit_the_tree(qtbot, window, panel, made):
    choose(qtbot, panel, "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Up, CONTROL)
    qtbot.waitUntil(lambda: labels(window) == ["用处1", "成因1", "离心力2"])
    qtbot.waitUntil(lambda: panel.tree.current_id() == "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Down, CONTROL)
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2", "用处1"])
    qtbot.waitUntil(lambda: panel.tree.current_id() == "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Right, CONTROL)
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2", "用处2"])
    qtbot.waitUntil(lambda: panel.tree.current_id() == "成因/用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Left, CONTROL)
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2", "用处1"])
    qtbot.waitUntil(lambda: panel.tree.current_id() == "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2"])


def test_a_point_is_renamed_in_its_row(qtbot, window, panel, made):
    choose(qtbot, panel, "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_F2)
    name_it(qtbot, panel, "潮汐有什么用")
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2", "潮汐有什么用1"])
    qtbot.waitUntil(lambda: panel.tree.current_id() == "潮汐有什么用")
    assert window.session.chosen_node == ""  # Enter ends the naming, and goes nowhere
    assert window.focusWidget() is panel.tree


def test_escape_leaves_the_name_as_it_was(qtbot, window, panel, made):
    choose(qtbot, panel, "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_F2)
    field = panel.tree.viewport().findChildren(QLineEdit)[-1]
    field.setText("别的")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert labels(window) == ["成因1", "离心力2", "用处1"]
    assert window.focusWidget() is panel.tree


@pytest.mark.parametrize(("modifier", "after"), [
    (Qt.KeyboardModifier.NoModifier, ["成因1", "离心力2", "新的1", "用处1"]),
    (SHIFT, ["成因1", "离心力2", "新的2", "用处1"]),
])  # fmt: skip
def test_a_new_point_is_named_at_once(qtbot, window, panel, made, modifier, after):
    choose(qtbot, panel, "成因")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Insert, modifier)
    name_it(qtbot, panel, "新的")
    qtbot.waitUntil(lambda: labels(window) == after)


def test_the_buttons_do_the_same_and_the_menu_has_them_too(qtbot, window, panel, made):
    choose(qtbot, panel, "用处")
    qtbot.mouseClick(made.buttons["up"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: labels(window) == ["用处1", "成因1", "离心力2"])
    menu = QMenu()
    made.fill_menu(menu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert [button.toolTip() for button in made.buttons.values()] == words[: len(made.buttons)]
    assert all(button.accessibleName() for button in made.buttons.values())


def test_each_edit_is_undone_by_itself(qtbot, window, panel, made):
    choose(qtbot, panel, "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2"])
    window.session.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: labels(window) == ["成因1", "离心力2", "用处1"])
    window.session.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: window.session.article.framework.derived)


def test_links_and_notes_go_with_a_point_that_is_called_otherwise(qtbot, window, panel, made):
    from reader.ui.annotating.link_repairing import link_here

    session, service = window.session, window.annotations
    link_here(session, service, session.node("用处"), session.article.text.text.index("月球"))
    service.note_on_node(session.node("用处"), "我的笔记")
    choose(qtbot, panel, "用处")
    qtbot.keyClick(panel.tree, Qt.Key.Key_F2)
    name_it(qtbot, panel, "别名")
    qtbot.waitUntil(lambda: session.node("别名") is not None)
    assert session.link("别名").by_person
    assert session.link("别名").passage.line == 5
    (note,) = service.placed
    assert (note.path, note.annotation.note) == (("别名",), "我的笔记")
    service.undo()
    qtbot.waitUntil(lambda: session.node("用处") is not None)
    assert session.link("用处").by_person


def test_the_last_point_takes_the_framework_with_it(qtbot, window, panel, made):
    for node in ("用处", "成因"):
        choose(qtbot, panel, node)
        qtbot.keyClick(panel.tree, Qt.Key.Key_Delete)
        qtbot.waitUntil(
            lambda node=node: window.session.article.framework.derived or window.session.node(node) is None
        )
    assert window.session.article.framework.derived
    (gone,) = window.annotations.store.kept("one.md", deleted=True)
    assert gone.annotation.kind is Kind.FRAMEWORK


def test_it_is_no_note_in_the_list_and_it_is_there_at_the_next_start(
    qtbot, window, panel, made, new_window, file
):
    assert window.annotations.placed == ()
    window.close()
    again = new_window()
    again.session.open_library(file.parent)
    with qtbot.waitSignal(again.session.article_opened):
        again.session.open_article(file)
    again.complete()
    qtbot.waitUntil(lambda: labels(again) == ["成因1", "离心力2", "用处1"])
    again.close()


def test_it_is_written_as_a_digest_and_never_over_the_article(qtbot, window, made, person, file):
    said = []
    window.session.status_changed.connect(said.append)
    person.answers = [person.types(str(file)), person.presses("Replace")]
    made.export()
    assert file.read_text("utf-8") == PLAIN
    assert "never written" in said[-1]
    person.answers = [person.types(str(file.with_name("digest.md")))]
    made.export()
    digest = read_article(file.with_name("digest.md"))
    assert [node.label for node in digest.framework.walk()] == ["成因", "离心力", "用处"]
    assert "digest.md" in said[-1]


def test_the_menu_makes_one_and_says_why_not(qtbot, window, editing, file):
    said = []
    window.session.status_changed.connect(said.append)
    window.session.actions["tools.make_framework"].trigger()
    qtbot.waitUntil(lambda: editing.is_on)
    drawn = file.with_name("two.md")
    drawn.write_text(
        "# 题\n\n### 文章框架\n```\n├── 甲\n└── 乙\n```\n\n## 甲\n\n文。\n\n## 乙\n\n文。\n", "utf-8"
    )
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(drawn)
    window.session.actions["tools.make_framework"].trigger()
    assert "has drawn a framework" in said[-1]
