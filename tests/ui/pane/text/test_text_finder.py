"""Find in page: what counts as a hit, and the bar as a person uses it."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt

from reader.articles.source.canonical_text import CanonicalText, Span
from reader.ui.pane.text.text_finder import FindQuery, Found
from tests.ui.pane.conftest import chapters, make_article


def hits(text, question, hidden=frozenset()):
    found = Found(CanonicalText(text), question, hidden)
    while found.advance(1.0):
        pass
    return [text[span.start : span.end] for span in found.spans]


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("管制，管制", FindQuery("管制"), ["管制", "管制"]),
        (
            "DeepSeek deepseek ＤｅｅｐＳｅｅｋ",
            FindQuery("deepseek"),
            ["DeepSeek", "deepseek", "ＤｅｅｐＳｅｅｋ"],
        ),
        ("DeepSeek deepseek", FindQuery("DeepSeek", match_case=True), ["DeepSeek"]),
        ("ＡI AI ai", FindQuery("AI", match_case=True), ["ＡI", "AI"]),
        ("發展 发展", FindQuery("发展"), ["發展", "发展"]),
        ("發展 发展", FindQuery("发展", folds=False), ["发展"]),
        ("AI AIR 用AI的", FindQuery("AI", whole_word=True), ["AI", "AI"]),
        ("出口管制法", FindQuery("管制", whole_word=True), ["管制"]),
        ("𠮷😀𠮷", FindQuery("𠮷"), ["𠮷", "𠮷"]),
        ("aaaa", FindQuery("aa"), ["aa", "aa"]),
        ("İstanbul", FindQuery("stan", folds=False), ["stan"]),
        ("甲", FindQuery(""), []),
        ("出口\n管制，出口\n\n管制", FindQuery("出口管制"), ["出口\n管制"]),
        ("an export\n  control", FindQuery("export control"), ["export\n  control"]),
        ("11\n1 1\n", FindQuery("11"), ["11"]),
        ("用 AI\n安全，AI安全，AI 安全", FindQuery("ai安全"), ["AI\n安全", "AI安全", "AI 安全"]),
        ("AI安全", FindQuery("AI 安全"), ["AI安全"]),
        ("管制，\n安全", FindQuery("管制，安全"), ["管制，\n安全"]),
        ("出\u200b口管\u00ad制", FindQuery("出口管制"), ["出\u200b口管\u00ad制"]),
        ("caf\u00e9", FindQuery("cafe\u0301"), ["caf\u00e9"]),
        (
            "Export\ncontrol export\ncontrol",
            FindQuery("Export control", match_case=True),
            ["Export\ncontrol"],
        ),
        ("a.b axb [", FindQuery("a.b"), ["a.b"]),
        ("I don’t, don't", FindQuery("don't"), ["don’t", "don't"]),
        ("说“明天见”就", FindQuery('"明天见"'), ["“明天见”"]),
        ("ｶﾞｲﾄﾞとﾃﾚﾋﾞ。ガイド", FindQuery("ガイド"), ["ｶﾞｲﾄﾞ", "ガイド"]),
        ("テレビ", FindQuery("ﾃﾚﾋﾞ"), ["テレビ"]),
        ("⻓期、长期", FindQuery("长期"), ["⻓期", "长期"]),
        ("葛\U000e0100城", FindQuery("葛城"), ["葛\U000e0100城"]),
        ("groß oﬃcial", FindQuery("ffi"), ["ﬃ"]),
        ("aﬁb", FindQuery("i", folds=False), []),
        ("after ﬁ: x", FindQuery("x"), ["x"]),
        ("a b  c", FindQuery(" "), [" ", " ", " "]),
        ("出口 口", FindQuery("口 "), ["口 "]),
    ],
)
def test_what_is_found(text, question, expected):
    assert hits(text, question) == expected


def test_what_is_not_shown_is_not_found():
    assert hits("甲\n甲\n甲", FindQuery("甲"), frozenset({1, 3})) == ["甲"]


def test_a_hit_may_lie_over_the_border_of_two_slices():
    text = "文" * 39_999 + "出口管制" + "文" * 39_999
    assert hits(text, FindQuery("出口管制")) == ["出口管制"]


def test_very_many_hits_are_all_found():
    found = Found(CanonicalText("的" * 50_000), FindQuery("的"))
    while found.advance(1.0):
        pass
    assert len(found.spans) == 50_000
    assert found.spans[-1] == Span(49_999, 50_000)
    assert found.spans[1:3] == [Span(1, 2), Span(2, 3)]
    assert found.first_from(123) == 123
    assert found.first_from(50_000) == 0


@pytest.fixture
def article(show):
    return show(chapters(60))


def ask(qtbot, pane, words):
    pane.open_find()
    pane.finding.bar.field.setText("")
    pane.finding.bar.field.insert(words)  # QTest types no Chinese
    qtbot.waitUntil(lambda: pane.finding.bar._found.is_complete)


def test_words_are_lit_and_counted_as_they_are_typed(pane, article, qtbot):
    ask(qtbot, pane, "第1")
    assert pane.finding.bar.count.text() == "1 of 33"
    pane.finding.bar.field.insert("2章")  # QTest types no Chinese
    qtbot.waitUntil(lambda: pane.finding.bar.count.text() == "1 of 3")
    assert [article.text.words(span) for span in pane.finding.hits.spans] == ["第12章"] * 3
    pane.finding.bar.field.insert("没有")  # QTest types no Chinese
    qtbot.waitUntil(lambda: pane.finding.bar.count.text() == "No hits")


def test_enter_walks_from_hit_to_hit_and_around(pane, article, qtbot):
    ask(qtbot, pane, "第40章")
    places = []
    for _hit in range(4):
        places.append(pane.finding.hits.current)
        here = pane.rectangle_of(pane.selecting.caret_of(pane.finding.hits.spans[places[-1]].start))
        assert 0 <= here.top() <= pane.viewport().height()
        qtbot.keyClick(pane.finding.bar.field, Qt.Key.Key_Return)
    assert places == [0, 1, 2, 0]
    qtbot.keyClick(pane.finding.bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert pane.finding.hits.current == 0


def test_escape_returns_to_where_reading_was(pane, article, qtbot):
    pane.verticalScrollBar().setValue(777)
    ask(qtbot, pane, "第40章")
    assert pane.verticalScrollBar().value() != 777
    qtbot.keyClick(pane.finding.bar.field, Qt.Key.Key_Escape)
    assert pane.finding.bar.isHidden()
    assert pane.verticalScrollBar().value() == 777
    assert list(pane.finding.hits.spans) == []


def test_escape_stays_at_a_hit_that_was_walked_to(pane, article, qtbot):
    ask(qtbot, pane, "第40章")
    pane.find_next()
    qtbot.keyClick(pane.finding.bar.field, Qt.Key.Key_Escape)
    assert article.text.words(pane.selection()) == "第40章"


def test_an_edit_is_searched_anew(pane, article, qtbot):
    ask(qtbot, pane, "第40章")
    pane.refresh(make_article("第40章，就这一次"))
    qtbot.waitUntil(lambda: pane.finding.bar.count.text() == "1 of 1")
    assert list(pane.finding.hits.spans) == [Span(0, 4)]


def test_marks_wait_for_what_is_not_cut_yet(pane, qtbot, monkeypatch):
    article = make_article(chapters(2000))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    marks, asked = pane.aids.marks, []
    share = marks._share_of
    monkeypatch.setattr(marks, "_share_of", lambda position: asked.append(position) or share(position))
    pane.column.open(article)
    pane.column.pull(0.0)  # one piece
    marks.renew(pane.theme, 0.0)
    marks.set("nodes", article.text.line_starts, lambda _index: "quiet_text")
    marks.place()
    assert asked
    assert max(asked) < article.text.line_starts[pane.column.pieces[-1].last_line]


def test_an_edit_above_leaves_the_hit_that_one_is_at(pane, article, qtbot):
    ask(qtbot, pane, "民主")
    for _hit in range(100):
        pane.find_next()
    number = pane.finding.hits.current
    here = article.text.text[pane.finding.hits.spans[number].start - 12 :][:20]
    pane.refresh(make_article("# 新的一章\n民主与民主。\n" + article.source))
    qtbot.waitUntil(
        lambda: pane.finding.bar.count.text() == f"{number + 3} of {len(pane.finding.hits.spans)}"
    )
    span = pane.finding.hits.spans[pane.finding.hits.current]
    assert pane.column.article.text.text[span.start - 12 :][:20] == here


def test_hits_are_marked_on_the_scroll_bar(pane, article, qtbot):
    ask(qtbot, pane, "第30章")
    bar = pane.verticalScrollBar()
    qtbot.waitUntil(lambda: len(bar.marks) == 3)
    places = [place for place, *_rest in bar.marks]
    assert places == sorted(places)
    assert 0.4 < places[0] < 0.6


def test_all_of_very_many_hits_are_counted_and_reached(pane, show, qtbot):
    show("\n".join("的" * 30 for _line in range(900)))
    pane.open_find("的")
    qtbot.waitUntil(lambda: pane.finding.bar.count.text() == "1 of 27,000")
    pane.find_previous()
    assert pane.finding.bar.count.text() == "27,000 of 27,000"
    assert pane.finding.hits.spans[pane.finding.hits.current].end == 900 * 31 - 1
    with qtbot.waitSignal(pane.painted):
        pane.viewport().update()
    last = pane.column.lay(len(pane.column.pieces) - 1)
    assert any(drawn.mark.colour == "hit_current" for drawn in pane.finding.hits.drawn(last))


def test_marks_on_the_bar_are_those_that_going_through_all_of_them_gives(pane, show, qtbot):
    article = show(chapters(90) + "的" * 3000)
    bar, marks = pane.verticalScrollBar(), pane.aids.marks
    chance = random.Random(4)
    for count in (1, 5, 400, 9000):
        length = len(article.text.text)
        positions = sorted(chance.sample(range(length), min(count, length)))
        marks.set("hits", positions, lambda index: "#112233" if index == 3 else "hit", 3)
        marks.place()
        shown = {
            int(place * bar.height()) for place, _ink, left, right in bar.marks if (left, right) == (0, 1)
        }
        assert shown == {int(marks._share_of(position) * bar.height()) for position in positions}
        current = [place for place, ink, _left, _right in bar.marks if ink.name() == "#112233"]
        assert current == ([marks._share_of(positions[3])] if count > 3 else [])
