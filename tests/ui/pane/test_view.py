"""The reading pane as the window uses it: articles come and go, the place is kept."""

from __future__ import annotations

import pytest

from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import Mark
from tests.ui.pane.conftest import chapters, make_article


def span_of(article, words):
    start = article.text.text.index(words)
    return Span(start, start + len(words))


def top_of(pane, position):
    return pane.rectangle_of(pane.selecting.caret_of(position)).top()


def test_a_jump_brings_the_words_to_the_top(pane, show):
    article = show(chapters(200))
    target = span_of(article, "第150章的第二段")
    pane.jump_to(target)
    assert pane.place() == target.start
    assert top_of(pane, target.start) == pytest.approx(pane.top, abs=pane.line_height / 2)


def test_a_jump_to_what_is_not_cut_yet_is_made_when_it_is(pane, qtbot):
    article = make_article(chapters(5000))
    pane.show_article(article)
    target = span_of(article, "第4900章的第一段")
    pane.jump_to(target)
    qtbot.waitUntil(lambda: pane.place() == target.start)


@pytest.mark.parametrize("change", ["resize", "zoom", "style", "theme"])
def test_the_place_is_kept(pane, show, qtbot, theme, change):
    article = show(chapters(200))
    target = span_of(article, "第99章的第一段")
    pane.jump_to(target)
    y = top_of(pane, target.start)
    if change == "resize":
        pane.resize(500, 500)
    elif change == "zoom":
        pane.zoom(3)
    elif change == "style":
        pane.set_style(pane.style_now._replace(line_height=2.0, size=25))
    else:
        pane.set_theme(theme._replace(key="other"))
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    assert top_of(pane, target.start) == pytest.approx(y, abs=8)


def test_heights_that_turn_out_otherwise_do_not_move_the_line_under_the_eye(pane, qtbot):
    article = make_article(chapters(400))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
        pane.jump_to(span_of(article, "第300章"))
    qtbot.waitUntil(lambda: pane.column.complete)
    target = span_of(article, "第300章").start
    before = top_of(pane, target)
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    assert all(pane.column._known[index] for index in range(len(pane.column.pieces)))
    assert top_of(pane, target) == pytest.approx(before, abs=1)


def test_an_edit_above_keeps_the_place_and_makes_only_what_changed(pane, show, qtbot):
    article = show(chapters(200))
    target = span_of(article, "第120章的第一段")
    pane.jump_to(target)
    y = top_of(pane, target.start)
    kept = pane.column.laid(pane.column.piece_at(target.start)).section
    edited = make_article(article.source.replace("第3章的第一段", "新的一章\n\n多了好几行\n第3章的第一段"))
    pane.refresh(edited)
    qtbot.waitUntil(lambda: pane.column.article is edited)
    target = span_of(edited, "第120章的第一段")
    assert top_of(pane, target.start) == pytest.approx(y, abs=1)
    assert pane.column.laid(pane.column.piece_at(target.start)).section is kept


def test_an_edit_is_cut_a_piece_a_turn_and_shown_in_one(pane, show, qtbot, monkeypatch):
    monkeypatch.setattr("reader.ui.pane.scroll.refreshing.SLICE", 0)
    article = show(chapters(20))
    edited = make_article(article.source.replace("第3章的第一段", "多了好几行\n\n第3章的第一段"))
    pane.refresh(edited)
    assert pane.column.article is article
    pane.set_style(pane.style_now._replace(size=30))  # heights were guessed for the size before
    qtbot.waitUntil(lambda: pane.column.article is edited)
    fresh = list(pane.column._typesetter.cut(edited, frozenset()))
    assert [piece.key for piece in pane.column.pieces] == [piece.key for piece in fresh]
    assert len(pane.column.heights) == len(fresh)
    assert pane.column._lines == [piece.first_line for piece in fresh]


def test_the_place_is_told_while_scrolling(pane, show, qtbot):
    article = show(chapters(100))
    with qtbot.waitSignal(pane.place_changed) as told:
        pane.verticalScrollBar().setValue(3000)
    pane.viewport().repaint()
    pane.verticalScrollBar().setValue(3001)
    assert abs(article.text.line_at(pane.place()) - article.text.line_at(told.args[0])) < 12


def test_a_mark_that_is_clicked_says_its_name(pane, show, qtbot):
    article = show(chapters(3))
    span = span_of(article, "出口管制")
    pane.set_highlights("notes", [Mark(span, "highlight_1", mark_id="m1")])
    spot = pane.rectangle_of(pane.selecting.caret_of(span.start + 1)).center().toPoint()
    from PySide6.QtCore import Qt

    with qtbot.waitSignal(pane.mark_activated) as told:
        qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told.args == ["m1"]


@pytest.mark.parametrize(
    "source", ["", "\n", "\n\n\n", "一", "\u0000", "😀" * 3000, "a" * 20000, "\t\t\t\n\u2028x"]
)
def test_odd_articles_are_shown(pane, qtbot, source):
    pane.show_article(make_article(source))
    pane.zoom(1)
    pane.jump_to(Span(0, 1))
    pane.select(Span(0, 5))
    pane.clear()


def test_a_jump_shows_nothing_of_the_line_before(pane, show):
    article = show(chapters(200))
    for words in ("第150章", "第99章的第一段", "第99章的第二段"):
        target = span_of(article, words)
        pane.jump_to(target)
        laid = pane.column.lay(pane.column.piece_at(target.start))
        y = pane.y_of(laid.index)
        start = laid.places.to_document(target.start)
        lines = [line.translated(0, y) for line in laid.section.rectangles(0, start)]
        above = [line.bottom() for line in lines if line.top() < top_of(pane, target.start) - 1]
        assert 0 <= top_of(pane, target.start) - pane.inset <= 19
        assert all(bottom <= pane.inset + 1 for bottom in above)


def test_only_the_first_line_of_a_long_passage_is_marked(pane, show):
    article = show(chapters(20))
    start = article.text.text.index("第10章")
    pane.jump_to(Span(start, start + 200))
    (drawn,) = pane.mark_layers._landing.drawn(pane.column.lay(pane.column.piece_at(start)))
    assert article.text.words(drawn.mark.span) == "第10章"


def test_first_words_that_take_long_come_in_a_turn_of_their_own(qtbot, pane, monkeypatch):
    from reader.ui.pane.scroll import screenful

    asked: list[screenful.Turn] = []

    def is_over_once(turn):
        asked.append(turn)
        return len(asked) == 2  # after the first step of the piece at the top

    monkeypatch.setattr(screenful.Turn, "is_over", property(is_over_once))
    shown = []
    pane.painted.connect(lambda: shown.append(len(pane.placed)))
    pane.resize(600, 400)
    pane.show()
    qtbot.waitExposed(pane)
    asked.clear()
    pane.show_article(make_article(chapters(3)))
    pane.viewport().repaint()
    assert not pane.placed
    assert not shown
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] > 0)


def test_on_a_machine_without_any_time_each_turn_makes_a_step(qtbot, pane, monkeypatch):
    from reader.ui.pane.scroll import screenful

    monkeypatch.setattr(screenful.Turn, "is_over", property(lambda turn: turn.has_stepped))
    shown = []
    pane.painted.connect(lambda: shown.append(len(pane.placed)))
    with qtbot.waitExposed(pane):
        pane.show()
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(make_article(chapters(40)))
    assert shown[-1] > 3
    qtbot.waitUntil(lambda: pane.column.complete)
    pane.set_anchor(30, 0.0)
    assert not pane.settle()
    qtbot.waitUntil(pane.settle)
    assert pane.placed[0].laid.index == 30
    assert pane.placed[-1].y + pane.placed[-1].laid.section.height > pane.viewport().height()


def test_what_is_shown_while_the_page_is_still_laid_out_ends_in_sight(qtbot, pane, show, monkeypatch):
    from reader.ui.pane.scroll import screenful

    article = show(chapters(200))
    monkeypatch.setattr(screenful.Turn, "is_over", property(lambda turn: turn.has_stepped))
    pane.jump_to(span_of(article, "第150章的第一段"))
    for index in range(len(pane.column.pieces)):
        if pane.column.laid(index) is None:
            pane.column.heights.change(index, 4.0)  # a guess that is far off
    words = span_of(article, "第190章的第一段")
    pane.reading_position.show(words)
    qtbot.waitUntil(pane.settle)
    assert 0 < top_of(pane, words.start) < pane.viewport().height()
