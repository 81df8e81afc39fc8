"""The tree of shelves, folders and tags in the articles panel, and the rows that are chosen and dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QInputDialog

from reader.catalogue.shelves.browsing import CONTINUE, FAVOURITES, QUEUE, RECENT, UNREAD, BranchKind
from reader.search.model import ArticleHits
from reader.ui.models.article_sieving import Heading
from reader.ui.models.library_tree_model import dragged
from reader.ui.panels import articles_panel
from tests.ui.drag_events import drag_event

TEXT = "{title}\n文章类别：访谈\n\n正文。\n\n### 文章标签\n#标签{tag}\n"


@pytest.fixture
def window(qtbot, new_window, tmp_path, monkeypatch):
    monkeypatch.setattr(articles_panel, "CALM", articles_panel.CALM // 40)
    folder = tmp_path / "library"
    for name, title, tag in (
        ("a", "苹果", "甲"),
        ("sub/b", "香蕉", "甲"),
        ("sub/c", "樱桃", "乙"),
        ("d", "梨", "乙"),
    ):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(title=title, tag=tag), encoding="utf-8")
    window = new_window()
    window.show()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(folder / "a.md")
    window.complete()
    window.panels["articles"].show_tree(True)
    return window


@pytest.fixture
def panel(window):
    return window.panels["articles"]


def titles(panel):
    return [row.entry.title for row in panel.model.rows if not isinstance(row, Heading)]


def choose(panel, kind, key):
    panel.browser.tree.choose(BranchKind(kind), key)
    return titles(panel)


def branch(panel, kind, key):
    tree = panel.browser.tree
    return tree.branches.branch(tree.branches.find(BranchKind(kind), key))


def test_the_model_keeps_qt_s_rules(panel):
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(panel.browser.tree.branches, mode)
    panel.acts.toggle_favourite(panel.chosen())
    assert tester.model() is panel.browser.tree.branches


def test_a_row_of_the_tree_narrows_the_list(panel):
    assert choose(panel, "folder", "sub") == ["香蕉", "樱桃"]
    assert choose(panel, "tag", "标签乙") == ["梨", "樱桃"]
    assert panel.note.text() == "2 of 4 articles"
    panel.filter.setText("桃")
    assert titles(panel) == ["樱桃"]
    panel.filter.clear()
    assert choose(panel, "all", "") == ["苹果", "梨", "香蕉", "樱桃"]
    assert choose(panel, "shelf", FAVOURITES) == []
    assert "nothing here yet" in panel.note.text()


def test_several_rows_narrow_together(qtbot, panel):
    tree = panel.browser.tree
    choose(panel, "tag", "标签乙")
    index = tree.branches.find(BranchKind.FOLDER, "sub")
    qtbot.mouseClick(
        tree.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ControlModifier,
        tree.visualRect(index).center(),
    )
    assert titles(panel) == ["樱桃"]


def test_the_keyboard_goes_through_the_tree_to_the_list_and_leaves_it_as_it_was(qtbot, window, panel):
    tree = panel.browser.tree
    window.activateWindow()
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    choose(panel, "all", "")
    for _step in range(4):
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.selected()[0].key == UNREAD
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.list.hasFocus)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert not tree.selected()


def test_hidden_the_tree_says_what_it_chooses_and_it_can_be_ended(qtbot, window, panel):
    choose(panel, "tag", "标签甲")
    assert panel.browser.bar.isHidden()
    window.session.actions["view.articles_tree"].trigger()
    assert panel.browser.tree.isHidden()
    assert panel.browser.bar.text() == "标签甲"
    assert window.session.settings.get("articles_tree") is False
    qtbot.mouseClick(panel.browser.bar._button, Qt.MouseButton.LeftButton)
    assert len(titles(panel)) == 4


def test_what_is_chosen_stays_while_the_counts_change(panel):
    choose(panel, "folder", "sub")
    panel.acts.shelves.set_favourite(["a.md"], on=True)
    assert branch(panel, "shelf", FAVOURITES).count == 1
    assert [one.key for one in panel.browser.tree.selected()] == ["sub"]
    assert titles(panel) == ["香蕉", "樱桃"]


def test_what_was_read_is_counted_in_the_tree_too(qtbot, window, panel):
    assert branch(panel, "shelf", UNREAD).count == 4
    window.reading.mark_articles(["a.md", "d.md"], is_read=True)
    qtbot.waitUntil(lambda: branch(panel, "shelf", UNREAD).count == 2)
    assert branch(panel, "shelf", RECENT).count == 2


def test_a_shelf_is_saved_from_what_is_shown_renamed_moved_and_deleted(qtbot, window, panel):
    panel.filter.setText("tag:标签甲")
    panel.arranging.shelf_requested.emit()
    dialog = next(each for each in window.findChildren(QInputDialog) if each.isVisible())
    dialog.setTextValue("甲的")
    dialog.accept()
    panel.filter.setText("is:unread")
    panel.arranging.shelf_requested.emit()
    dialog = next(each for each in window.findChildren(QInputDialog) if each.isVisible())
    dialog.setTextValue("没读的")
    dialog.accept()
    panel.filter.clear()
    assert choose(panel, "own shelf", "tag:标签甲") == ["苹果", "香蕉"]
    tree = panel.browser.tree
    qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert [one.text for one in panel.acts.shelves.shelved.shelves] == ["没读的", "甲的"]
    menu = panel.browser.menu(branch(panel, "own shelf", "tag:标签甲"))
    letters = [each.text().partition("&")[2][:1] for each in menu.actions() if each.text()]
    assert len(set(letters)) == len(letters) == 5
    menu.actions()[1].trigger()
    dialog = next(each for each in window.findChildren(QInputDialog) if each.isVisible())
    assert dialog.textValue() == "tag:标签甲"
    dialog.setTextValue("tag:标签乙")
    dialog.accept()
    assert choose(panel, "own shelf", "tag:标签乙") == ["梨", "樱桃"]
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert [one.text for one in panel.acts.shelves.shelved.shelves] == ["没读的"]
    assert len(titles(panel)) == 4  # what was chosen is gone
    window.session.actions["edit.undo"].trigger()
    assert [one.text for one in panel.acts.shelves.shelved.shelves] == ["没读的", "甲的"]


def test_one_s_own_tag_is_renamed_and_taken_away_and_the_articles_never(window, panel):
    shelves = panel.acts.shelves
    shelves.change_tags(["a.md"], ["重要"])
    assert branch(panel, "tag", "重要").is_own
    assert not branch(panel, "tag", "标签甲").is_own
    assert panel.browser.menu(branch(panel, "tag", "标签甲")) is None
    menu = panel.browser.menu(branch(panel, "tag", "重要"))
    menu.actions()[0].trigger()
    dialog = next(each for each in window.findChildren(QInputDialog) if each.isVisible())
    dialog.setTextValue("要紧")
    dialog.accept()
    assert shelves.shelved.tags == {"a.md": ("要紧",)}
    told = []
    window.session.status_changed.connect(told.append)
    panel.browser.tree.deletion_requested.emit(branch(panel, "tag", "标签甲"))
    assert "not changed here" in told[-1]
    panel.browser.tree.deletion_requested.emit(branch(panel, "tag", "要紧"))
    assert shelves.shelved.tags == {}


def test_the_reading_list_is_shown_in_its_order_which_keys_and_the_pointer_change(qtbot, window, panel):
    shelves = panel.acts.shelves
    shelves.set_queued(["d.md", "sub/c.md", "a.md"], on=True)
    assert choose(panel, "shelf", QUEUE) == ["梨", "樱桃", "苹果"]
    assert panel.list.has_own_order
    window.activateWindow()
    panel.list.setFocus()
    qtbot.waitUntil(panel.list.hasFocus)  # else the row of the open article becomes the current one
    panel.list.go_to(panel.model.index_of("d.md"))
    qtbot.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert titles(panel) == ["樱桃", "梨", "苹果"]
    assert panel.model.name_at(panel.list.currentIndex()) == "d.md"
    top = panel.list.visualRect(panel.model.index(0)).topLeft()
    data = dragged(["a.md"])  # the event does not keep it
    drop = QDropEvent(
        QPointF(top.x() + 5, top.y() + 1),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.list.dropEvent(drop)
    assert titles(panel) == ["苹果", "樱桃", "梨"]
    panel.list.go_to(panel.model.index_of("sub/c.md"))
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert titles(panel) == ["苹果", "梨"]
    assert (window.session.library.folder / "sub" / "c.md").exists()
    choose(panel, "all", "")
    assert not panel.list.has_own_order


def test_articles_are_dropped_on_favourites_tags_and_the_reading_list_and_nowhere_else(panel):
    tree = panel.browser.tree

    def drop(kind, key):
        at = QPointF(tree.visualRect(tree.branches.find(BranchKind(kind), key)).center())
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        data = dragged(["a.md", "d.md"])
        move = drag_event(QDragMoveEvent, at, Qt.DropAction.CopyAction, data, buttons, keys)
        tree.dragMoveEvent(move)
        event = QDropEvent(at, Qt.DropAction.CopyAction, data, buttons, keys)
        tree.dropEvent(event)
        return move.isAccepted()

    tree.resize(300, 900)
    assert drop("shelf", FAVOURITES)
    assert drop("shelf", QUEUE)
    assert drop("tag", "标签甲")
    assert not drop("shelf", CONTINUE)
    assert not drop("folder", "sub")
    shelved = panel.acts.shelves.shelved
    assert shelved.favourites == {"a.md", "d.md"}
    assert shelved.queue == ("a.md", "d.md")
    assert shelved.tags == {"a.md": ("标签甲",), "d.md": ("标签甲",)}


def test_recently_read_comes_last_read_first(panel):

    panel._facts = panel._facts._replace(last_read={"a.md": 5, "sub/c.md": 9, "d.md": 7})
    assert choose(panel, "shelf", RECENT) == ["樱桃", "梨", "苹果"]


# ---- many rows


def test_rows_are_chosen_by_shift_control_and_all_of_them(qtbot, window, panel):
    view, names = panel.list, [name for name in panel.model.names if name]
    window.activateWindow()
    window.resize(1280, 1200)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    view.setCurrentIndex(panel.model.index_of(names[0]))

    def chosen():
        return [panel.model.name_at(index) for index in view.chosen()]

    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert chosen() == names[:2]
    opened = []
    view.opened.connect(opened.append)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert chosen() == names
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert len(chosen()) == 1
    view.setCurrentIndex(panel.model.index_of(names[0]))
    for name, key in (
        (names[2], Qt.KeyboardModifier.ControlModifier),
        (names[3], Qt.KeyboardModifier.ShiftModifier),
    ):
        index = panel.model.index_of(name)
        view.scrollTo(index)
        QApplication.processEvents()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, key, view.visualRect(index).center())
    assert not opened  # what was clicked was only chosen
    assert chosen() in ([names[0], *names[2:]], names[2:])
    assert names[3] in chosen()


def test_a_screen_reader_hears_what_a_row_holds(panel):
    panel.acts.shelves.set_favourite(["a.md"], on=True)
    panel.acts.shelves.set_queued(["a.md"], on=True)
    said = panel.model.index_of("a.md").data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "苹果, 1 min, favourite, number 1 of the reading list"
    tree = panel.browser.tree
    index = tree.branches.find(BranchKind.TAG, "标签甲")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "标签甲, 2 articles"
    tip = panel.model.index_of("sub/b.md").data(Qt.ItemDataRole.ToolTipRole)
    assert all(words in tip for words in ("香蕉", "访谈", "#标签甲", "sub/b.md", "Added on"))


def test_hits_have_the_menu_of_their_article(qtbot, window):
    window.show_panel("search")
    panel = window.panels["search"]
    shown = []
    panel._acts.show_menu = lambda articles, *_rest: shown.append(articles[0].entry.name)
    row = ArticleHits("sub/b.md", "香蕉", ())
    panel.hits.menu_requested.emit(row, panel.mapToGlobal(panel.rect().center()))
    assert shown == ["sub/b.md"]


def test_a_saved_filter_says_how_many_articles_it_holds_now(qtbot, window, panel):
    shelves = panel.acts.shelves
    shelves.add_shelf("乙的", "tag:标签乙")
    shelves.add_shelf("未读", "is:unread")
    assert branch(panel, "own shelf", "tag:标签乙").count == 2
    assert branch(panel, "own shelf", "is:unread").count == branch(panel, "shelf", UNREAD).count == 4
    panel._reading.mark_articles(["d.md"], is_read=True)
    qtbot.waitUntil(lambda: branch(panel, "own shelf", "is:unread").count == 3)
    assert branch(panel, "shelf", UNREAD).count == 3
    assert branch(panel, "shelf", RECENT).count == 1
