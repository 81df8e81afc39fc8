"""What is dragged out of the text: words, and pictures; a click in what is selected is still a click."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.scroll.laid_piece import Caret
from reader.ui.pane.text import carrying
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import on_the_screen

LEFT = Qt.MouseButton.LeftButton
SOURCE = """# 题目

先有一段**粗体**的话，可以选中，也可以拖走。

后面还有一段话，没有选中。

![一张图](picture.png)
"""


@pytest.fixture
def pane(qtbot, theme):
    with on_the_screen(qtbot, ReadingPane(), theme) as pane:
        yield pane


@pytest.fixture
def article(qtbot, pane, tmp_path):
    image = QImage(120, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "picture.png"))
    article = parse_article(SOURCE, tmp_path / "a.md")
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    qtbot.waitUntil(lambda: pane.column.complete)
    return article


@pytest.fixture
def carried(monkeypatch):
    """Return what is dragged: the data and the picture under the pointer."""
    found = []
    monkeypatch.setattr(carrying, "drag", lambda source, mime, image=None: found.append((mime, image)))
    return found


def span_of(article, words) -> Span:
    start = article.text.text.index(words)
    return Span(start, start + len(words))


def point_at(pane, article, words) -> QPoint:
    caret = pane.selecting.caret_of(span_of(article, words).start)
    return pane.rectangle_of(caret).center().toPoint() + QPoint(2, 0)


def pull(qtbot, pane, start: QPoint) -> None:
    """Press at `start`, move as far as a drag asks for, and a little more; the button stays down."""
    far = QPoint(QApplication.startDragDistance() + 2, 0)
    qtbot.mousePress(pane.viewport(), LEFT, pos=start)
    qtbot.mouseMove(pane.viewport(), start + far / 3)
    qtbot.mouseMove(pane.viewport(), start + far)
    qtbot.mouseMove(pane.viewport(), start + 2 * far)


def test_what_is_selected_is_dragged_as_words_and_html(qtbot, pane, article, carried):
    chosen = span_of(article, "粗体的话，可以选中")
    pane.select(chosen)
    pull(qtbot, pane, point_at(pane, article, "可以选中"))
    [(mime, image)] = carried
    assert mime.text() == "粗体的话，可以选中"
    assert "<strong>粗体</strong>" in mime.html()
    assert image is None
    assert pane.selection() == chosen


def test_what_is_not_selected_is_selected_as_ever(qtbot, pane, article, carried):
    pane.select(span_of(article, "粗体的话"))
    pull(qtbot, pane, point_at(pane, article, "后面还有"))
    assert not carried
    assert "后" in article.text.words(pane.selection())


def test_a_click_in_what_is_selected_ends_the_selection(qtbot, pane, article, carried):
    pane.select(span_of(article, "粗体的话，可以选中"))
    tapped = []
    pane.pointing.tapped.connect(tapped.append)
    qtbot.mouseClick(pane.viewport(), LEFT, pos=point_at(pane, article, "可以选中"))
    assert pane.selection().start == pane.selection().end
    assert tapped
    assert not carried


def test_shift_and_a_click_in_it_still_change_it(qtbot, pane, article, carried):
    pane.select(span_of(article, "粗体的话，可以选中"))
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.mouseClick(pane.viewport(), LEFT, shift, point_at(pane, article, "可以选中"))
    assert article.text.words(pane.selection()).startswith("粗体的话")
    assert len(article.text.words(pane.selection())) < 8


def picture_point(pane) -> QPoint:
    for y in range(20, pane.viewport().height(), 10):
        for x in range(20, pane.viewport().width(), 20):
            if pane.pointing._picture_at(QPoint(x, y).toPointF()) is not None:
                return QPoint(x, y)
    raise AssertionError("no picture")


def test_a_picture_is_dragged_as_image_and_file(qtbot, pane, article, carried, tmp_path):
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    pull(qtbot, pane, picture_point(pane))
    qtbot.waitUntil(lambda: bool(carried))
    [(mime, image)] = carried
    assert [Path(url.toLocalFile()) for url in mime.urls()] == [(tmp_path / "picture.png").resolve()]
    assert mime.hasImage()
    assert (image.width(), image.height()) == (120, 60)
    assert mime.text() == "一张图" or mime.text() == ""


def test_what_was_let_go_of_meanwhile_is_not_dragged(pane):
    carrying.drag(pane, carrying.QMimeData())  # no button is down: it returns at once


@pytest.mark.parametrize(
    ("body", "sections", "has_html"),
    [
        ("话" * 1_000, 27, True),
        ("话" * 1_000, 30, False),
        ("`a` 话" * 100, 4, True),
        ("`a` 话" * 100, 6, False),
    ],
)
def test_much_is_dragged_as_words_alone(qtbot, pane, tmp_path, body, sections, has_html):
    article = parse_article(f"## 节\n\n头{body}\n\n" * 60, tmp_path / "b.md")
    pane.show_article(article)
    qtbot.waitUntil(lambda: pane.column.complete)
    assert len(pane.column.pieces) == 60
    pane.selecting.set(Caret(0, 0), Caret(sections, 1))
    mime = carrying.words_of(pane.column, pane.selecting)
    assert mime.text().count("头") == sections
    assert mime.hasHtml() == has_html


def test_of_a_very_long_selection_the_words_are_taken_as_they_stand(qtbot, pane, tmp_path, monkeypatch):
    monkeypatch.setattr(carrying, "MOST", 10)
    monkeypatch.setattr(carrying, "parts_of_lines", None)
    monkeypatch.setattr(carrying, "MOST_LETTERS", 40)
    pane.show_article(parse_article("- 话\n" * 30, tmp_path / "b.md"))
    qtbot.waitUntil(lambda: pane.column.complete)
    pane.select_all()
    assert carrying.words_of(pane.column, pane.selecting).text() == "\n".join(["话"] * 30)
