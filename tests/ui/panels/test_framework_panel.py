"""The framework panel: folds, keys, filter, counts, and the mark at what is read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from reader.articles.digest.contents import Contents, framework_contents
from reader.articles.source.canonical_text import Span
from reader.ui.models.contents_model import NODE_MIME, ContentsModel, Role
from reader.ui.models.tree_growth import Tree
from reader.ui.panels.framework_panel import FrameworkPanel
from reader.ui.window.action_table import tree_rows
from tests.ui.conftest import make_article
from tests.ui.trees import indexes


@pytest.fixture
def panel(qtbot, handmade, session, article_file):
    session.actions.add(*tree_rows(session))
    panel = FrameworkPanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 700)
    session.open_article(article_file)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def labels(panel, *, shown_only=False):
    tree = panel.tree
    return [index.data() for index in indexes(tree) if not shown_only or tree._is_open(index)]


def at(panel, label):
    return next(index for index in indexes(panel.tree) if index.data() == label)


def read_line(session, line):
    session.set_place(session.article.text.span_of_lines(line, line).start)


def test_the_model_keeps_qt_s_rules(qtmodeltester, tmp_path):
    contents = framework_contents(make_article(tmp_path / "one.md"))
    qtmodeltester.check(ContentsModel(Contents(())))
    qtmodeltester.check(ContentsModel(contents))
    qtmodeltester.check(Tree(contents).model("甲二"))


def test_the_tree_holds_the_framework_and_the_headings_outside_it(panel):
    assert labels(panel) == ["甲", "甲一", "甲二", "甲三", "附录", "乙", "乙一"]


def test_a_click_goes_to_the_passage(qtbot, panel, session):
    rect = panel.tree.visualRect(at(panel, "甲二"))
    with qtbot.waitSignal(session.jump_requested) as jump:
        qtbot.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert jump.args == [session.contents.by_id["甲/甲二"].span]


def test_enter_goes_to_the_passage_and_a_node_without_one_says_so(qtbot, panel, session):
    panel.tree.setCurrentIndex(at(panel, "乙"))
    with qtbot.waitSignal(session.jump_requested):
        qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    panel.tree.setCurrentIndex(at(panel, "乙一"))
    with qtbot.assertNotEmitted(session.jump_requested), qtbot.waitSignal(session.status_changed) as told:
        qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert "乙一" in told.args[0]


def test_reading_moves_the_mark_and_asks_nothing_of_the_pane(qtbot, panel, session):
    with qtbot.assertNotEmitted(session.jump_requested):
        read_line(session, 5)
        assert panel.tree._reading.data() == "甲一"
        read_line(session, 10)
        assert panel.tree._reading.data() == "乙"


def test_where_a_fold_is_closed_the_nearest_open_one_above_is_marked(panel, session):
    read_line(session, 5)
    panel.tree.collapse(at(panel, "甲"))
    assert panel.tree._reading.data() == "甲"
    assert not panel.tree.isExpanded(at(panel, "甲"))
    read_line(session, 6)
    assert not panel.tree.isExpanded(at(panel, "甲")), "reading opened a fold"
    panel.tree.expand(at(panel, "甲"))
    assert panel.tree._reading.data() == "甲二"


def test_the_keyboard_s_line_stays_while_a_hand_is_on_the_tree(qtbot, panel, session):
    read_line(session, 3)
    panel.activateWindow()
    panel.tree.setFocus()
    qtbot.waitUntil(panel.tree.hasFocus)
    panel.tree.setCurrentIndex(at(panel, "附录"))
    read_line(session, 10)
    assert panel.tree.currentIndex().data() == "附录"
    assert panel.tree._reading.data() == "乙"


def test_folds_come_back_for_each_article(panel, session, article_file):
    other = article_file.with_name("two.md")
    other.write_text(article_file.read_text(encoding="utf-8"), encoding="utf-8")
    panel.tree.collapse(at(panel, "甲"))
    session.open_article(other)
    assert panel.tree.isExpanded(at(panel, "甲"))
    session.open_article(article_file)
    assert not panel.tree.isExpanded(at(panel, "甲"))
    assert panel.tree.isExpanded(at(panel, "乙"))


def test_levels(panel, session):
    session.actions["view.collapse"].trigger()
    assert labels(panel, shown_only=True) == ["甲", "附录", "乙"]
    session.actions["view.level_2"].trigger()
    assert "甲一" in labels(panel, shown_only=True)
    panel.tree.open_to_level(1)
    session.actions["view.expand"].trigger()
    assert labels(panel, shown_only=True) == labels(panel)


def test_the_filter_keeps_what_stands_above_and_the_folds(panel):
    panel.tree.collapse(at(panel, "甲"))
    panel.filter.setText("甲 二")
    assert labels(panel, shown_only=True) == ["甲", "甲二"]
    panel.filter.clear()
    assert len(labels(panel)) == 7
    assert not panel.tree.isExpanded(at(panel, "甲"))


def test_the_filter_s_keys(qtbot, panel):
    panel.activateWindow()
    panel.filter.setFocus()
    qtbot.keyClicks(panel.filter, "x")
    assert labels(panel) == []
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.filter.text() == ""
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    qtbot.waitUntil(panel.tree.hasFocus)


def test_letters_typed_go_to_an_entry(panel):
    panel.tree.setCurrentIndex(at(panel, "甲"))
    panel.tree.keyboardSearch("乙")
    assert panel.tree.currentIndex().data() == "乙"
    panel.tree.keyboardSearch("三")
    assert panel.tree.currentIndex().data() == "甲三"


@pytest.mark.parametrize(
    ("key", "expected"),
    [(Qt.Key.Key_Home, "甲"), (Qt.Key.Key_End, "乙一"), (Qt.Key.Key_Down, "甲二"), (Qt.Key.Key_Left, "甲")],
)
def test_keys_move_about(qtbot, panel, key, expected):
    panel.tree.setCurrentIndex(at(panel, "甲一"))
    qtbot.keyClick(panel.tree, key)
    assert panel.tree.currentIndex().data() == expected


def test_the_star_opens_all_below(qtbot, panel):
    panel.tree.collapse(at(panel, "甲"))
    panel.tree.setCurrentIndex(at(panel, "甲"))
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Asterisk, Qt.KeyboardModifier.NoModifier, "*")
    panel.tree.keyPressEvent(press)
    assert panel.tree.isExpanded(at(panel, "甲"))


def test_counts_are_summed_for_what_is_below(panel, session):
    panel.show_hits({"甲": 1, "甲/甲一": 2, "甲/甲二": 4})
    assert at(panel, "甲").data(Role.HITS) == 1
    assert at(panel, "甲").data(Role.ALL_HITS) == 7
    panel.show_hits({})
    assert at(panel, "甲").data(Role.ALL_HITS) == 0


def test_only_counts_that_change_are_told(panel, session):
    told = []
    panel.show_hits({"甲/甲一": 2})
    panel._model.dataChanged.connect(
        lambda first, last, _roles: told.append([first.data(), last.data()] if first.isValid() else [])
    )
    panel.show_hits({"甲/甲一": 2})
    assert not told
    panel.show_hits({"甲/甲一": 1, "甲/甲二": 1})
    assert told == [["甲一", "甲二"]]  # what stands above has two as before
    assert at(panel, "甲").data(Role.ALL_HITS) == 2
    panel.show_hits({})
    assert ["甲", "甲"] in told


def test_hovering_says_how_the_passage_was_found(panel, session):
    assert "reason of 甲/甲二" in at(panel, "甲二").data(Qt.ItemDataRole.ToolTipRole)
    panel.show_notes({"甲/甲二": 2})
    assert "2 notes" in at(panel, "甲二").data(Qt.ItemDataRole.ToolTipRole)


def test_only_nodes_can_be_dragged(panel):
    assert at(panel, "甲二").flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not at(panel, "附录").flags() & Qt.ItemFlag.ItemIsDragEnabled
    data = panel.tree.model().mimeData([at(panel, "甲二")])
    assert bytes(data.data(NODE_MIME).data()).decode() == "甲/甲二"


def test_the_outline_is_a_switch_away(panel):
    panel.switch.buttons["outline"].click()
    assert labels(panel) == ["甲", "甲一", "附录", "乙"]
    panel.switch.buttons["framework"].click()
    assert len(labels(panel)) == 7


def test_an_edit_keeps_folds_and_mark(qtbot, panel, session, article_file):
    read_line(session, 10)
    panel.tree.collapse(at(panel, "甲"))
    with qtbot.waitSignal(session.article_changed):
        article_file.write_text(article_file.read_text(encoding="utf-8") + "新\n", encoding="utf-8")
    assert not panel.tree.isExpanded(at(panel, "甲"))
    assert panel.tree._reading.data() == "乙"


def test_without_an_article_the_panel_says_what_to_do(qtbot, session):
    session.actions.add(*tree_rows(session))
    panel = FrameworkPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.isVisible()
    assert panel.empty.text()


def test_a_jump_is_one_step_of_the_way_back(qtbot, panel, session):
    session.jump_to(Span(0, 3))
    qtbot.mouseClick(
        panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=panel.tree.visualRect(at(panel, "乙")).center()
    )
    with qtbot.waitSignal(session.return_requested):
        session.go_back()


def open_labels(tree):
    return [index.data() for index in indexes(tree) if tree.isExpanded(index)]


def test_what_lies_below_a_closed_entry_is_opened_with_it(qtbot, session, tmp_path):
    path = tmp_path / "library" / "deep.md"
    path.parent.mkdir()
    path.write_text("# 题目\n\n# 甲\n\n## 乙\n\n### 丙\n\n#### 丁\n\n### 戊\n\n#### 己\n", encoding="utf-8")
    session.actions.add(*tree_rows(session))
    panel = FrameworkPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    session.open_article(path)
    ids = {index.data(): index.data(Role.ENTRY_ID) for index in indexes(panel.tree)}
    panel.tree.close_only({ids["乙"], ids["戊"]})
    assert open_labels(panel.tree) == ["甲"]
    assert panel.tree.closed() == {ids["乙"], ids["戊"]}
    panel.tree.expand(next(index for index in indexes(panel.tree) if index.data() == "乙"))
    assert open_labels(panel.tree) == ["甲", "乙", "丙"]
    assert session.remembered.folds(path, panel._shown.kind) == {ids["戊"]}
    panel.tree.open_to_level(2)
    assert open_labels(panel.tree) == ["甲"]
    assert panel.tree.closed() == {ids["乙"], ids["丙"], ids["戊"]}
    panel.tree.open_to_level(0)
    assert panel.tree.closed() == frozenset()
    assert open_labels(panel.tree) == ["甲", "乙", "丙", "戊"]


@pytest.fixture
def growing(monkeypatch, panel):
    """Take every tree for a long one, and return what is to be done on the thread, to be done in a test."""
    monkeypatch.setattr("reader.ui.models.tree_growth.LONG", 3)
    waiting = []
    monkeypatch.setattr(
        panel._growing, "_tasks", SimpleNamespace(run=lambda work, done: waiting.append((work, done)))
    )

    def finish():
        for work, done in (taken := waiting[:]):
            done(work())
        del waiting[: len(taken)]

    return finish


def open_others(session, article_file, *names):
    for name in names:
        path = article_file.with_name(name)
        path.write_text(article_file.read_text(encoding="utf-8"), encoding="utf-8")
        session.open_article(path)


def test_a_long_tree_is_made_on_the_thread_and_the_old_one_stays_until_then(
    qtbot, panel, session, article_file, growing
):
    panel.show_hits({"甲/甲一": 2})
    before, read = panel.tree.model(), panel.tree._reading
    open_others(session, article_file, "two.md")
    read_line(session, 10)
    assert panel.tree.model() is before
    assert panel.tree._reading == read, "a mark of the new article in the old one's tree"
    with qtbot.assertNotEmitted(session.jump_requested):
        panel.tree.entry_chosen.emit("甲/甲二")
    growing()
    assert panel.tree.model() is not before
    assert panel.tree._reading.data() == "乙"
    assert at(panel, "甲").data(Role.ALL_HITS) == 2


def test_a_long_tree_that_comes_too_late_is_not_shown(panel, session, article_file, growing):
    shown = []
    panel.tree.show_model = lambda model: shown.append(model)
    open_others(session, article_file, "two.md", "three.md")
    growing()
    assert len(shown) == 1


def test_of_a_long_tree_only_the_last_words_are_sought(panel, growing):
    panel.filter.setText("甲")
    panel.filter.setText("甲二")
    assert len(labels(panel)) == 7
    growing()
    assert labels(panel) == ["甲", "甲二"]
    panel.filter.clear()
    growing()
    assert len(labels(panel)) == 7


def test_folds_of_the_old_tree_stay_its_own(panel, session, article_file, growing):
    open_others(session, article_file, "two.md")
    panel.tree.collapse(at(panel, "甲"))
    growing()
    assert panel.tree.isExpanded(at(panel, "甲"))
    assert session.remembered.folds(article_file, "framework") == {"甲"}


def test_a_long_tree_opens_in_steps_while_the_picture_stands_still(qtbot, panel, session, monkeypatch):
    monkeypatch.setattr("reader.ui.parts.folding_tree.STEP", 1)
    read_line(session, 5)
    session.actions["view.collapse"].trigger()
    with qtbot.waitSignal(panel.tree.folded):
        panel.tree.close_only({"甲"})
        assert panel.tree._steps.isActive()
        assert not panel.tree.viewport().updatesEnabled()
    assert panel.tree.viewport().updatesEnabled()
    assert not panel.tree._steps.isActive()
    assert open_labels(panel.tree) == ["乙"]
    assert panel.tree._reading.data() == "甲"


def test_many_counts_are_told_at_once(panel, session, monkeypatch):
    monkeypatch.setattr("reader.ui.models.contents_model.MOST_TOLD", 1)
    told = []
    panel._model.dataChanged.connect(lambda first, last, _roles: told.append([first.data(), last.data()]))
    panel.show_hits({"甲/甲一": 2, "乙/乙一": 1})
    assert told == [["甲", "乙"]]


def test_a_narrowed_tree_counts_what_it_leaves_out(panel, session):
    panel.filter.setText("甲二")
    panel.show_hits({"甲/甲一": 2})
    assert at(panel, "甲").data(Role.ALL_HITS) == 2


def test_the_star_tells_once(qtbot, panel, session):
    session.actions["view.collapse"].trigger()
    panel.tree.setCurrentIndex(at(panel, "甲"))
    told = []
    panel.tree.folds_changed.connect(lambda: told.append(panel.tree.closed()))
    qtbot.keyClick(panel.tree, "*")
    assert told == [{"乙"}]


def test_folds_come_back_after_the_filter_as_they_were_at_first(panel, session, monkeypatch):
    monkeypatch.setattr("reader.ui.models.tree_growth.MANY", 3)
    panel.switch.buttons["outline"].click()
    before = open_labels(panel.tree)
    panel.filter.setText("甲")
    panel.filter.clear()
    assert open_labels(panel.tree) == before


def test_rows_are_counted_without_python(panel):
    # A view asks these for each row of 24,000, at each layout.
    for name in ("rowCount", "index", "parent", "hasChildren", "flags", "columnCount"):
        assert name not in ContentsModel.__dict__
