"""Two panes beside each other: which one is active, what follows it, and what each keeps for itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from reader.articles.source.canonical_text import Span
from reader.ui.base.opening_way import Way
from tests.ui.window.tabs.conftest import alone, press

CTRL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
Key = Qt.Key


@pytest.fixture
def two(qtbot, window, library):
    """Return the window with 甲 and, beside it and active, 乙."""
    window.session.open_beside(library / "乙.md")
    qtbot.waitUntil(lambda: window.split.columns[1].pane.isVisible())
    return window


def paths(window):
    return [column.pane.article.path.stem for column in window.split.columns]


def marks(column):
    return [mark.span for mark in column.pane.mark_layers.all()]


def click(qtbot, pane):
    qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 60))


def point_of_link(qtbot, pane, words):
    """Return where the first letter of `words` stands in the viewport, once the panels have their room."""

    def point():
        at = pane.article.text.text.index(words)
        rectangle = pane.rectangle_of(pane.selecting.caret_of(at + 1))
        return QPoint(round(rectangle.x()) - 2, round(rectangle.center().y()))

    before = point()
    qtbot.wait(1)  # a turn of the event loop
    while point() != before:
        before = point()
        qtbot.wait(1)
    assert pane.pointing.link_at(QPointF(before))
    return before


def test_beside_opens_a_second_pane_and_panels_follow_it_and_clicks_and_keys(qtbot, two):
    assert paths(two) == ["甲", "乙"]
    assert two.session.article.title == "题目乙"
    assert two.pane is two.split.columns[1].pane
    assert two.pane.hasFocus()
    assert two.windowTitle().startswith("题目乙")
    assert two.bar.way.labels()[0] == "题目乙"

    left, right = two.split.columns
    click(qtbot, left.pane)
    assert two.session.active is left.own
    assert two.session.article.title == "题目甲"
    assert two.windowTitle().startswith("题目甲")
    assert paths(two) == ["甲", "乙"]
    assert left.tab_bar.property("active")
    assert not right.tab_bar.property("active")

    press(qtbot, Key.Key_F6, NONE)
    assert two.session.article.title == "题目乙"
    assert two.split.columns[1].pane.hasFocus()
    press(qtbot, Key.Key_F6, NONE)
    assert two.session.article.title == "题目甲"
    assert two.split.columns[0].pane.hasFocus()


def test_scrolling_the_other_pane_moves_no_panel(two):
    place = two.session.place
    two.split.columns[0].pane.verticalScrollBar().setValue(700)
    two.split.columns[0].pane.settle()
    assert two.session.place == place
    assert two.split.columns[0].own.opened.place > 0


def test_two_places_of_one_article(qtbot, window):
    window.pane.verticalScrollBar().setValue(900)
    window.pane.settle()
    before = window.session.here()
    press(qtbot, Key.Key_B)
    assert paths(window) == ["甲", "甲"]
    assert window.session.here() == before
    window.pane.verticalScrollBar().setValue(0)
    window.pane.settle()
    assert window.split.columns[0].own.here() == before
    press(qtbot, Key.Key_B, CTRL | ALT)
    assert len(window.split.columns) == 1


def test_a_mark_is_seen_in_both_panes_of_one_article(qtbot, window):
    press(qtbot, Key.Key_B)
    left, right = window.split.columns
    window.pane.select(Span(20, 26))
    press(qtbot, Key.Key_H)
    assert marks(left) == marks(right) == [Span(20, 26)]
    press(qtbot, Key.Key_Z)
    assert marks(left) == marks(right) == []


def test_a_mark_of_the_other_article_stays_when_one_goes_over_and_follows_undo(qtbot, two):
    left, right = two.split.columns
    click(qtbot, left.pane)
    left.pane.select(Span(20, 26))
    press(qtbot, Key.Key_H)
    click(qtbot, right.pane)
    assert marks(left) == [Span(20, 26)]
    press(qtbot, Key.Key_Z)  # the act was in the other pane
    assert marks(left) == marks(right) == []


def test_a_file_that_changes_is_shown_in_the_pane_that_is_not_active(qtbot, two, library):
    left = two.split.columns[0]
    text = (library / "甲.md").read_text(encoding="utf-8")
    with qtbot.waitSignal(left.own.article_changed):
        (library / "甲.md").write_text(text.replace("题目甲", "新的题目"), encoding="utf-8")
    assert left.tab_bar.tabText(0) == "新的题目"
    assert two.session.article.title == "题目乙"


def test_closing_the_last_tab_of_a_pane_closes_the_pane(qtbot, two):
    press(qtbot, Key.Key_W)
    assert len(two.split.columns) == 1
    assert two.session.article.title == "题目甲"
    assert two.pane.hasFocus()
    press(qtbot, Key.Key_T, CTRL | SHIFT)
    assert two.session.article.title == "题目乙"


def test_a_tab_moves_to_the_other_pane(qtbot, two, library):
    two.session.open_article(library / "丙.md", way=Way.TAB)
    press(qtbot, Key.Key_B, CTRL | SHIFT)
    assert [[tab.name for tab in column.own.tabs] for column in two.split.columns] == [
        ["题目甲", "题目丙"],
        ["题目乙"],
    ]
    assert two.session.article.title == "题目丙"
    assert two.session.active is two.split.columns[0].own


def test_both_panes_come_back_at_the_next_start(qtbot, two, make_window, library):
    for column, to in zip(two.split.columns, (800, 300), strict=True):
        column.pane.verticalScrollBar().setValue(to)
        column.pane.settle()
    left, right = (column.own.here() for column in two.split.columns)
    two.close()
    again = make_window()
    again.opening.open(None)
    again.show()
    qtbot.waitExposed(again)
    assert again.session.article.title == "题目乙"  # the active one alone is read before the first paint
    assert again.split.columns[0].pane.article is None
    again.complete()
    assert paths(again) == ["甲", "乙"]
    assert [column.own.here() for column in again.split.columns] == [left, right]


def test_in_a_narrow_window_the_panes_stand_above_each_other(qtbot, two):
    two.resize(700, 800)
    qtbot.waitUntil(lambda: two.split.orientation() is Qt.Orientation.Vertical)
    first, second = (column.geometry() for column in two.split.columns)
    assert second.top() >= first.bottom()
    two.resize(1300, 800)
    qtbot.waitUntil(lambda: two.split.orientation() is Qt.Orientation.Horizontal)


def test_a_link_opens_as_it_is_clicked(qtbot, window):
    session = window.session
    for button, modifiers, panes, tabs, front in (
        (Qt.MouseButton.LeftButton, CTRL, 1, 2, "甲"),
        (Qt.MouseButton.MiddleButton, NONE, 1, 2, "甲"),
        (Qt.MouseButton.LeftButton, CTRL | SHIFT, 1, 2, "乙"),
        (Qt.MouseButton.LeftButton, CTRL | ALT, 2, 1, "乙"),
        (Qt.MouseButton.LeftButton, NONE, 1, 1, "乙"),
    ):
        pane = window.pane
        qtbot.mouseClick(pane.viewport(), button, modifiers, point_of_link(qtbot, pane, "另一篇"))
        assert len(window.split.columns) == panes, (button, modifiers)
        assert len(session.active.tabs) == tabs, (button, modifiers)
        assert session.article.path.stem == front, (button, modifiers)
        alone(window)


def test_a_link_within_the_article_opens_beside_too(qtbot, window):
    pane = window.pane
    qtbot.mouseClick(
        pane.viewport(), Qt.MouseButton.LeftButton, CTRL | ALT, point_of_link(qtbot, pane, "别处")
    )
    assert paths(window) == ["甲", "甲"]
    assert window.session.place > window.split.columns[0].own.opened.place


def test_a_link_s_menu_says_where_it_can_open(qtbot, window, monkeypatch):
    pane, offered = window.pane, []
    pane.context_menu_requested.connect(lambda menu, _position: offered.append(menu))
    point = point_of_link(qtbot, pane, "另一篇")
    qtbot.mouseMove(pane.viewport(), point)
    from PySide6.QtGui import QContextMenuEvent

    QApplication.sendEvent(
        pane.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, pane.viewport().mapToGlobal(point)),
    )
    [menu] = offered
    words = {action.text().replace("&", ""): action for action in menu.actions()}
    words["Open the link beside"].trigger()
    menu.close()
    assert paths(window) == ["甲", "乙"]


def test_the_middle_button_beside_a_link_still_pans(window):
    pane = window.pane
    point = QPointF(20, 200)
    press_ = QMouseEvent(
        QEvent.Type.MouseButtonPress,
        point,
        pane.viewport().mapToGlobal(point),
        Qt.MouseButton.MiddleButton,
        Qt.MouseButton.MiddleButton,
        NONE,
    )
    QApplication.sendEvent(pane.viewport(), press_)
    assert pane.motion.is_panning
    pane.motion.end_pan()


def test_find_belongs_to_its_pane(qtbot, two):
    press(qtbot, Key.Key_F)
    left, right = two.split.columns
    assert right.pane.finding.is_open
    assert not left.pane.finding.is_open
    click(qtbot, left.pane)
    assert right.pane.finding.is_open
