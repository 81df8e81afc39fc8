"""Rows that open something in the text, by clicks and keys: here, in a tab behind or in front, or beside."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from reader.articles.source.canonical_text import Span
from reader.search.model import Hit
from reader.ui.linking.connections import Kind
from reader.ui.models.notes_model import NoteRole
from reader.ui.palette.palette import Palette
from reader.ui.window.tabs.tab_bar import TabBar
from tests.ui.window.tabs.conftest import alone, press

CTRL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
Key = Qt.Key


def rows_of(view):
    model = view.model()
    return [model.index(number, 0) for number in range(model.rowCount())]


def search(qtbot, window):
    window.show_panel("search")
    panel = window.panels["search"]
    panel.box.setText("乙之三")
    qtbot.waitUntil(lambda: bool(panel.search.hits()))
    hits = panel.hits
    return hits, next(each for each in rows_of(hits) if isinstance(hits.hits.row(each), Hit))


def connections(qtbot, window):
    window.session.actions["go.panel_connections"].trigger()
    panel = window.panels["connections"]
    qtbot.waitUntil(lambda: bool(panel.connections.found.get(Kind.BACKLINK)))
    return panel.list, panel.model.first()


def notes(qtbot, window):
    text = window.session.article.text.text
    for words in ("甲之三", "甲之四"):
        at = text.index(words)
        window.annotations.highlight(Span(at, at + len(words)), "green")
    window.show_panel("notes")
    view = window.panels["notes"].list
    qtbot.waitUntil(lambda: any(each.data(NoteRole.PLACED) for each in rows_of(view)))
    return view, next(each for each in rows_of(view) if each.data(NoteRole.PLACED))


def articles(_qtbot, window):
    view = window.panels["articles"].list
    return view, window.panels["articles"].model.index_of("乙.md")


EVERY_LIST = pytest.mark.parametrize("show", [search, connections, notes, articles])


def click(qtbot, view, index, button=LEFT, modifiers=NONE):
    view.scrollTo(index)
    qtbot.waitUntil(lambda: view.visualRect(index).isValid())
    rect = view.visualRect(index)
    qtbot.mouseClick(view.viewport(), button, modifiers, QPoint(rect.left() + 40, rect.center().y()))


def fronts(window):
    """Return the tab in front of each pane, and how many it has."""
    return [(pane.article.path.stem, len(pane.tabs)) for pane in window.session.panes]


@EVERY_LIST
def test_each_way_of_opening_by_clicks_and_keys(qtbot, window, show):
    view, index = show(qtbot, window)
    several = show in (notes, articles)  # where many can be chosen, Ctrl and a click does that
    place, current = window.session.here(), view.currentIndex()

    click(qtbot, view, index, MIDDLE)
    assert fronts(window) == [("甲", 2)]
    assert window.session.here() == place
    assert view.currentIndex() == current
    click(qtbot, view, index, MIDDLE, SHIFT)
    assert len(window.session.active.tabs) == 3
    assert window.session.active.current == 1

    alone(window)
    view.setCurrentIndex(index)
    place = window.session.here()
    qtbot.keyClick(view, Key.Key_Return, CTRL)
    assert fronts(window) == [("甲", 2)]
    assert window.session.here() == place
    qtbot.keyClick(view, Key.Key_Return, CTRL | SHIFT)
    assert len(window.session.active.tabs) == 3
    assert window.session.active.current == 1

    alone(window)
    view.setCurrentIndex(index)
    with qtbot.waitSignal(window.session.window_requested) as asked:
        qtbot.keyClick(view, Key.Key_Return, SHIFT)
    assert asked.args[0].path.suffix == ".md"
    if not several:
        with qtbot.waitSignal(window.session.window_requested) as asked:
            click(qtbot, view, index, LEFT, SHIFT)
        assert asked.args[0].destination is not None
    assert fronts(window) == [("甲", 1)]

    click(qtbot, view, index, LEFT, CTRL)
    assert fronts(window) == [("甲", 1 if several else 2)]
    alone(window)
    click(qtbot, view, index, LEFT, CTRL | ALT)
    assert [count for _stem, count in fronts(window)] == [1, 1]
    assert fronts(window)[0] == ("甲", 1)
    assert window.session.active is window.session.panes[1]

    alone(window)
    click(qtbot, view, index)
    assert fronts(window) == [("甲" if show is notes else "丁" if show is connections else "乙", 1)]


def tree(qtbot, window):
    view = window.panels["framework"].tree
    return view, next(each for each in rows_of(view) if each.data() == "甲之三")


def test_a_middle_button_that_is_let_go_elsewhere_opens_nothing(qtbot, window):
    view, index = articles(qtbot, window)
    other = window.panels["articles"].model.index_of("丙.md")
    at, there = view.visualRect(index).center(), view.visualRect(other).center()
    qtbot.mousePress(view.viewport(), MIDDLE, NONE, at)
    qtbot.mouseRelease(view.viewport(), MIDDLE, NONE, there)
    assert fronts(window) == [("甲", 1)]


def place_words(window):
    session = window.session
    return session.article.text.text[session.place :][:8]


def test_a_hit_in_a_tab_stands_at_its_words_and_is_not_the_one_that_is_walked_from(qtbot, window):
    view, index = search(qtbot, window)
    service = window.panels["search"].search
    click(qtbot, view, index, MIDDLE)
    assert service.current_hit is None
    assert not service.has_origin
    window.session.active.select(1)
    qtbot.waitUntil(lambda: "乙之三" in place_words(window))


def test_enter_in_the_search_box_knows_the_ways_too(qtbot, window):
    search(qtbot, window)
    box = window.panels["search"].box
    qtbot.keyClick(box, Key.Key_Return, CTRL)
    assert fronts(window) == [("甲", 2)]
    qtbot.keyClick(box, Key.Key_Return, CTRL | ALT)
    assert [stem for stem, _count in fronts(window)] == ["甲", "乙"]


def choose(window, words):
    """Choose an entry of the menu that is open."""
    menus = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    assert menus
    actions = {each.text().replace("&", ""): each for menu in menus for each in menu.actions()}
    actions[words].trigger()
    for menu in menus:
        menu.close()


def test_the_menu_of_a_tab_has_a_letter_for_each_entry(window):
    window.session.actions["tabs.new"].trigger()
    bar = window.findChild(TabBar)
    point = bar.tabRect(0).center()
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, bar.mapToGlobal(point))
    QApplication.sendEvent(bar, menu)
    [shown] = [each for each in bar.findChildren(QMenu) if each.isVisible()]
    words = [each.text() for each in shown.actions() if not each.isSeparator()]
    letters = [re.search(r"&(\w)", each)[1].upper() for each in words]
    assert letters
    assert len(set(letters)) == len(letters)
    shown.close()


@pytest.mark.parametrize("show", [search, connections, notes, tree])
def test_their_menus_say_so(qtbot, window, show):
    view, index = show(qtbot, window)
    asked = []
    window.session.window_requested.connect(lambda tab, _at: asked.append(tab))
    for words, after in (
        ("Open in a new tab", [2]),
        ("Open in a new window", [2]),
        ("Open beside", [2, 1]),
    ):
        # Without an event Qt asks which keys were held last, perhaps in another test.
        view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        view.scrollTo(index)
        point = view.visualRect(index).center()
        where = view.viewport().mapToGlobal(point)
        menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, where)
        QApplication.sendEvent(view.viewport(), menu)
        choose(window, words)
        assert [count for _stem, count in fronts(window)] == after
    assert len(asked) == 1
    if show is search:
        qtbot.waitUntil(lambda: "乙之三" in place_words(window))
    elif show in (notes, tree):
        assert "甲之三" in place_words(window)


def test_so_does_the_palette(qtbot, window):
    for modifiers, after in (
        (CTRL, [("甲", 2)]),
        (CTRL | SHIFT, [("乙", 2)]),
        (CTRL | ALT, [("甲", 1), ("乙", 1)]),
        (NONE, [("乙", 1)]),
    ):
        alone(window)
        window.take_keyboard()
        press(qtbot, Key.Key_P)
        palette = window.findChild(Palette)
        palette.field.setText("题目乙")
        qtbot.waitUntil(lambda: palette.is_settled and palette.model.rowCount() > 0)  # noqa: B023 - at once
        qtbot.keyClick(palette.field, Key.Key_Return, modifiers)
        qtbot.waitUntil(lambda: fronts(window) == after)  # noqa: B023 - at once
        assert palette.isHidden(), modifiers


def test_a_node_of_the_palette_opens_beside(qtbot, window):
    press(qtbot, Key.Key_P)
    palette = window.findChild(Palette)
    palette.field.setText("#甲之三")
    qtbot.waitUntil(lambda: palette.is_settled and palette.model.rowCount() > 0)
    click(qtbot, palette.list, palette.model.index(0), LEFT, CTRL | ALT)
    assert fronts(window) == [("甲", 1), ("甲", 1)]
    qtbot.waitUntil(lambda: "甲之三" in place_words(window))


def test_a_note_of_another_article_waits_for_its_tab(qtbot, window, library):
    notes(qtbot, window)
    window.session.open_article(library / "乙.md")
    window.take_keyboard()
    press(qtbot, Key.Key_P)
    palette = window.findChild(Palette)
    palette.field.setText("甲之四")
    qtbot.waitUntil(lambda: palette.is_settled and palette.model.rowCount() > 0)
    labels = [palette.model.choice(each) for each in rows_of(palette.list)]
    at = next(number for number, one in enumerate(labels) if one.kind == "note")
    click(qtbot, palette.list, palette.model.index(at), MIDDLE)
    assert fronts(window) == [("乙", 2)]
    window.session.active.select(1)
    qtbot.waitUntil(lambda: "甲之四" in place_words(window))
