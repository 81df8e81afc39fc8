"""Selecting by mouse and keyboard, over the borders of sections, and copying what is selected."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from reader.articles.source.canonical_text import Span
from reader.ui.pane.text import clipboard_formats
from reader.ui.pane.text.word_selection import word_at
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import chapters, make_article

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def article(show):
    return show(chapters(60))


def spot(pane, position):
    """Return the point of the viewport just inside the letter at `position`."""
    return pane.rectangle_of(pane.selecting.caret_of(position)).center().toPoint() + QPoint(2, 0)


def drag(qtbot, pane, start, end):
    qtbot.mousePress(pane.viewport(), LEFT, pos=start)
    qtbot.mouseMove(pane.viewport(), end - QPoint(3, 0))
    qtbot.mouseMove(pane.viewport(), end)
    qtbot.mouseRelease(pane.viewport(), LEFT, pos=end)


def words(pane, article):
    return article.text.words(pane.selection())


def test_dragging_selects_across_sections(pane, article, qtbot):
    text = article.text.text
    start, end = text.index("第一段"), text.index("第1章的第二段𠮷") + 8
    with qtbot.waitSignal(pane.selection_changed):
        drag(qtbot, pane, spot(pane, start), spot(pane, end))
    assert pane.selection() == Span(start, end)
    assert words(pane, article).endswith("第1章的第二段𠮷")


def test_dragging_backwards_selects_the_same(pane, article, qtbot):
    start, end = article.text.text.index("第一段"), article.text.text.index("民主")
    drag(qtbot, pane, spot(pane, end), spot(pane, start))
    assert pane.selection() == Span(start, end)


def test_a_double_click_selects_a_word_and_a_third_the_paragraph(pane, article, qtbot):
    place = spot(pane, article.text.text.index("口管制"))
    qtbot.mouseClick(pane.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(pane.viewport(), LEFT, pos=place)
    qtbot.mouseRelease(pane.viewport(), LEFT, pos=place)
    assert "管制" in words(pane, article)
    qtbot.mouseClick(pane.viewport(), LEFT, pos=place)
    assert words(pane, article) == "第0章的第一段，讲出口管制与技术。"


def test_a_shift_click_extends(pane, article, qtbot):
    text = article.text.text
    start, end = text.index("第一段"), text.index("章的", text.index("第2章的"))
    qtbot.mouseClick(pane.viewport(), LEFT, pos=spot(pane, start))
    qtbot.mouseClick(pane.viewport(), LEFT, SHIFT, pos=spot(pane, end))
    assert pane.selection() == Span(start, end)


def test_dragging_below_the_edge_scrolls_on(pane, article, qtbot):
    start = spot(pane, article.text.text.index("第一段"))
    below = QPoint(start.x() + 30, pane.viewport().height() - 2)
    qtbot.mousePress(pane.viewport(), LEFT, pos=start)
    qtbot.mouseMove(pane.viewport(), below)
    qtbot.waitUntil(lambda: pane.verticalScrollBar().value() > 400)
    qtbot.mouseRelease(pane.viewport(), LEFT, pos=below)
    assert "第3章" in words(pane, article)
    still = pane.verticalScrollBar().value()
    QTest.qWait(40)
    assert pane.verticalScrollBar().value() == still


def test_shift_and_arrows_select_letters_lines_and_over_the_border(pane, article, qtbot):
    start = article.text.text.index("第0章的第二段")
    pane.select(Span(start, start))
    for _letter in range(8):
        qtbot.keyClick(pane, Qt.Key.Key_Right, SHIFT)
    assert words(pane, article) == "第0章的第二段𠮷"
    qtbot.keyClick(pane, Qt.Key.Key_Home, SHIFT)
    assert pane.selection() == Span(start, start)
    for _line in range(3):
        qtbot.keyClick(pane, Qt.Key.Key_Down, SHIFT)
    assert "第1章" in words(pane, article)


def test_the_caret_walks_through_every_letter(pane, article, qtbot):
    pane.keys.browse(True)
    pane.select(Span(0, 0))
    seen = [pane.selecting.caret]
    for _step in range(120):
        qtbot.keyClick(pane, Qt.Key.Key_Right)
        assert pane.selecting.caret > seen[-1]
        seen.append(pane.selecting.caret)
    for caret in reversed(seen[:-1]):
        qtbot.keyClick(pane, Qt.Key.Key_Left)
        assert pane.selecting.caret == caret


def test_the_caret_stays_in_sight(pane, article, qtbot):
    pane.keys.browse(True)
    pane.select(Span(0, 0))
    for _step in range(60):
        qtbot.keyClick(pane, Qt.Key.Key_Down)
        here = pane.rectangle_of(pane.selecting.caret)
        assert 0 <= here.top() <= here.bottom() <= pane.viewport().height()
    assert pane.verticalScrollBar().value() > 0


def test_all_is_selected_and_copied(pane, article, qtbot):
    qtbot.keyClick(pane, Qt.Key.Key_A, CONTROL)
    assert pane.selection().start == 0
    assert pane.selection().end >= len(article.text.text.rstrip())
    qtbot.keyClick(pane, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    copied = QGuiApplication.clipboard().mimeData()
    lines = [line for line in article.source.split("\n") if line]
    assert [line for line in copied.text().split("\n") if line] == lines
    assert ">第3章的第二段𠮷" in copied.html()


@pytest.fixture
def one_at_a_time(monkeypatch):
    """Cut and copy one piece a turn, however fast the machine is."""
    for module in ("prefetch.idle", "scroll.column_view", "text.clipboard_copy"):
        monkeypatch.setattr(f"reader.ui.pane.{module}.SLICE", 0.0)


def test_all_is_selected_while_the_article_is_still_cut(pane, qtbot, one_at_a_time):
    article = make_article(chapters(6000))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    assert not pane.column.complete
    told = []
    pane.told.connect(told.append)
    qtbot.keyClick(pane, Qt.Key.Key_A, CONTROL)
    assert not pane.column.complete
    assert pane.selecting.is_growing
    qtbot.keyClick(pane, Qt.Key.Key_C, CONTROL)
    assert pane.copying.is_busy
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert pane.selection() == Span(0, len(article.text.text.rstrip()))
    assert told == ["Copying…", "Copied."]
    assert QGuiApplication.clipboard().text().rstrip() == article.text.text.rstrip()


def test_a_selection_made_after_all_was_asked_for_stays(pane, qtbot, one_at_a_time):
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(make_article(chapters(6000)))
    qtbot.keyClick(pane, Qt.Key.Key_A, CONTROL)
    pane.select(Span(4, 8))
    qtbot.waitUntil(lambda: pane.column.complete)
    assert pane.selection() == Span(4, 8)


def test_lists_are_copied_with_their_bullets(qtbot, theme):
    pane = ReadingPane()
    qtbot.addWidget(pane)
    pane.set_theme(theme)
    with qtbot.waitSignal(pane.first_painted):
        pane.show()
        pane.show_article(make_article("前\n\n- 甲\n  1. 乙\n- 丙丁\n\n|戊|己|\n|-|-|\n|1|2|\n\n后文"))
    text = pane.column.article.text.text
    span = Span(text.index("甲"), text.index("丙") + 1)
    pane.select(span)
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert QGuiApplication.clipboard().text() == "• 甲\n  1. 乙\n• 丙"
    assert pane.selection() == span  # the canonical text knows no bullets
    assert "<ul>" in QGuiApplication.clipboard().mimeData().html()
    pane.select(Span(text.index("丁"), text.index("1") + 1))
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert QGuiApplication.clipboard().text() == "丁\n戊\t己\n1"
    pane.select(Span(text.index("丙"), text.index("丁") + 1))
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert QGuiApplication.clipboard().text() == "丙丁"
    pane.shut_down()


def test_what_is_copied_is_put_together_on_a_thread_and_the_last_one_wins(pane, article, qtbot, monkeypatch):
    threads = []

    def parts_of(blocks):
        threads.append(threading.current_thread())
        return plain_parts_of(blocks)

    plain_parts_of = clipboard_formats.parts_of
    monkeypatch.setattr(clipboard_formats, "parts_of", parts_of)
    start = article.text.text.index("二段𠮷，讲民主")
    pane.select_all()
    pane.copy()
    qtbot.waitUntil(lambda: len(threads) == 1)
    pane.select(Span(start, start + 7))
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert len(threads) == 2
    assert threading.main_thread() not in threads
    assert QGuiApplication.clipboard().text() == "二段𠮷，讲民主"


def test_a_part_is_copied_as_it_stands(pane, article, qtbot):
    start = article.text.text.index("二段𠮷，讲民主")
    pane.select(Span(start, start + 7))
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert QGuiApplication.clipboard().text() == "二段𠮷，讲民主"


def test_markdown_is_copied_with_the_line_it_stands_in(pane, article):
    start = article.text.text.index("出口管制")
    pane.select(Span(start, start + 60))
    pane.copy_as_markdown()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("第0章的第一段，讲出口管制与技术。\n第0章的第二段")
    assert "a.md, lines 2 to 7" in text


@pytest.mark.parametrize(
    ("text", "letter", "word"),
    [
        ("讲出口管制与技术", "口", "出口管制"),
        ("用DeepSeek的R1模型", "S", "DeepSeek"),
        ("用DeepSeek的R1模型", "R", "R1"),
        ("it’s state-of-the-art, yes", "’", "it’s"),
        ("甲、乙", "乙", "乙"),
        ("", "", ""),
    ],
)
def test_a_word_is_what_belongs_together(text, letter, word):
    corpus = "出口管制很重要。美国的出口管制。出口管制，管制。DeepSeek"
    start, end = word_at(text, text.find(letter) if letter else 0, corpus)
    assert text[start:end] == word
