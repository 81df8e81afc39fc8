"""What a screen reader is told of the reading pane."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from shiboken6 import isValid

from reader.articles.source.canonical_text import Span
from reader.ui.pane.text.accessible_text import Accessibility
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import chapters, make_article
from tests.ui.pane.plain import PlainTypesetter


@pytest.fixture(scope="module")
def accessibility(qapp):
    owner = QObject()
    yield Accessibility(owner)
    QAccessible.cleanup()


@pytest.fixture
def spoken(accessibility, pane, show):
    show(chapters(50))
    accessibility.watch(pane)
    return QAccessible.queryAccessibleInterface(pane)


def units(text):
    return len(text.encode("utf-16-le")) // 2


def test_the_pane_is_a_document_with_the_title_for_a_name(spoken, pane):
    assert spoken.role() == QAccessible.Role.Document
    assert spoken.text(QAccessible.Text.Name) == "A"
    assert spoken.state().readOnly
    assert spoken.rect().size() == pane.viewport().size()


def test_the_whole_article_is_one_text_in_units(spoken, pane):
    whole = pane.column.article.text.text
    text = spoken.textInterface()
    assert text.characterCount() == units(whole)
    assert text.text(0, -1) == whole
    at = whole.index("𠮷")
    start = units(whole[:at])
    assert text.text(start, start + 2) == "𠮷"
    assert text.text(start + 2, start + 3) == "，"


def test_the_caret_and_the_selection_are_set_and_told(spoken, pane):
    whole = pane.column.article.text.text
    text = spoken.textInterface()
    at = whole.index("民主", 600)
    text.setCursorPosition(units(whole[:at]))
    assert text.cursorPosition() == units(whole[:at])
    text.setSelection(0, units(whole[:at]), units(whole[: at + 2]))
    assert pane.selection() == Span(at, at + 2)


def test_a_letter_has_a_place_on_the_screen_and_the_place_a_letter(spoken, pane):
    whole = pane.column.article.text.text
    text = spoken.textInterface()
    offset = units(whole[: whole.index("出口管制")])
    around = text.characterRect(offset)
    assert around.width() > 5
    assert pane.rect().contains(pane.mapFromGlobal(around.center()))
    assert text.offsetAtPoint(around.center()) in (offset, offset + 1)


def test_words_are_brought_into_sight(spoken, pane):
    whole = pane.column.article.text.text
    at = whole.index("第45章")
    spoken.textInterface().scrollToSubstring(units(whole[:at]), units(whole[: at + 4]))
    pane.viewport().repaint()
    assert 0 <= pane.rectangle_of(pane.selecting.caret_of(at)).top() <= pane.viewport().height()


def test_a_pane_that_is_gone_leaves_nothing_behind(accessibility, qtbot, theme):
    for _pane in range(3):
        pane = ReadingPane(PlainTypesetter())
        pane.set_theme(theme)
        pane.show_article(make_article("甲"))
        assert QAccessible.queryAccessibleInterface(pane).textInterface().characterCount() == 1
        pane.shut_down()
        pane.deleteLater()
        qtbot.waitUntil(lambda pane=pane: not isValid(pane))
        del pane
        gc.collect()
    assert accessibility._made == {}


def test_it_is_asked_for_what_it_is_not_without_harm(spoken):
    """A screen reader asks for all of them; a wrong answer to Qt ends the program."""
    for ask in (
        spoken.actionInterface,
        spoken.editableTextInterface,
        spoken.tableCellInterface,
        spoken.selectionInterface,
        spoken.valueInterface,
    ):
        assert ask() is None
