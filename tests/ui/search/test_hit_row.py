"""How tall the rows of the hits are, reckoned without laying them out."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics

from reader.articles.source.canonical_text import Span
from reader.search.model import Hit
from reader.search.text.excerpts import Excerpt
from reader.search.user_data import NoteWords
from reader.ui.search.hit_row import _SURE, Laid, Measure, parted, place_within, units, units_of, words_of

LETTERS = "出口管制芯片，。“”·…abcdefgiIlmWAI 0129.()"


@pytest.fixture(scope="module")
def measure(qapp) -> Measure:
    return Measure(QFont())


@given(text=st.text(LETTERS, max_size=96), width=st.integers(60, 900))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_lines_are_those_of_the_layout(measure, text, width):
    assert measure.lines(text, width) == Laid(text, (), measure, width).count


def test_a_text_that_is_nearly_as_wide_as_the_row_is_laid_out(measure, monkeypatch):
    text = "出口管制" * 4
    width = measure.metrics.horizontalAdvance(text)
    seen = []
    plain = Laid.__init__

    def note(self, *given):
        seen.append(given)
        plain(self, *given)

    monkeypatch.setattr(Laid, "__init__", note)
    assert measure.lines(text, width * 2) == 1
    assert measure.lines(text, width / 2) == 2
    assert not seen
    assert measure.lines(text, width + 1) == 1
    assert measure.lines(text, width - 1) == 2
    assert len(seen) == 2
    assert 0 < _SURE < 0.5


def test_joined_emoji_are_not_taken_for_as_wide_as_their_parts(measure):
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    for width in (40, 80, 160):
        assert measure.lines(family, width) == Laid(family, (), measure, width).count


def test_excerpts_count_code_points_and_qt_utf_16():
    assert units("a😀b出", ((1, 2), (2, 4))) == [(1, 3), (3, 5)]


@given(text=st.text("a出😀\U00020000", max_size=20), data=st.data())
def test_a_text_is_parted_where_qt_counts(text, data):
    at = data.draw(st.integers(0, len(text)))
    before, after = parted(text, units_of(text[:at]))
    assert (before, after) == (text[:at], text[at:])


@given(
    text=st.text(LETTERS + "😀", min_size=1, max_size=120),
    width=st.integers(60, 400),
    data=st.data(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_cut_text_ends_in_an_ellipsis_and_marks_only_what_is_seen(measure, text, width, data):
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    laid = Laid(text, ((start, stop),), measure, width)
    shown = laid._layout.text()
    if shown != text:
        assert shown.endswith("…")
        assert text.startswith(shown[:-1])
    assert laid._layout.lineCount() <= 2
    last = laid._layout.lineAt(laid._layout.lineCount() - 1)
    assert last.textStart() + last.textLength() == units_of(shown)
    assert all(end <= units_of(shown) - (shown != text) for _begin, end in laid._marks)


def test_many_cut_texts_end_within_their_last_line(measure):
    draw = random.Random(1)
    for _time in range(4_000):
        text = "".join(draw.choice("0出)A··a 管，") for _letter in range(draw.randint(3, 60)))
        laid = Laid(text, (), measure, draw.randint(60, 200))
        last = laid._layout.lineAt(laid._layout.lineCount() - 1)
        assert last.textStart() + last.textLength() == units_of(laid._layout.text()), text


def test_the_last_label_of_a_path_is_the_last_to_go(qapp):
    metrics = QFontMetrics(QFont())
    place = ("根", "半导体出口管制的历史沿革", "多边协调机制", "清单审查")
    wide = metrics.horizontalAdvance
    assert place_within(place, metrics, 10_000) == "根 › 半导体出口管制的历史沿革 › 多边协调机制 › 清单审查"
    shown = {place_within(place, metrics, room) for room in range(wide("清单审查"), 400)}
    assert "根 › 半导体出口管制的历史沿革 › … › 清单审查" in shown
    assert "… › 清单审查" in shown
    assert all(words.endswith("清单审查") for words in shown)
    assert place_within(place, metrics, wide("清单审…")).startswith("清")
    for room in range(20, 400, 7):
        assert wide(place_within(place, metrics, room)) <= room
    assert place_within((), metrics, 100) == ""


def test_a_name_that_is_marked_is_not_said_again():
    hit = Hit(
        "a.md", "A", "passage", "", ("结论",), None, 1, Span(0, 9), (), Excerpt("出口管制继续", ((0, 4),))
    )

    assert words_of(replace(hit, why="出口管制 chu kou guan zhi")).why == "chu kou guan zhi"
    assert words_of(replace(hit, why="芯片 xin pian")).why == "芯片 xin pian"
    assert words_of(hit).why == ""


def test_words_of_the_article_are_shown_in_other_characters_and_ours_are_not():
    def shown(words):
        return words.replace("银", "銀").replace("笔", "筆").replace("记", "記")

    note = NoteWords("id", "a.md", "银行", "", ())
    assert words_of(note, shown).text == "銀行"
    assert words_of(replace(note, note="银行的笔记"), shown).text == "银行的笔记"  # the person's own
    assert words_of(note, lambda _words: "x").place == ("Your note",)


def test_of_a_note_or_quotation_as_long_as_an_article_no_more_is_shown_than_two_lines_hold():
    note = NoteWords("id", "a.md", "\n" * 1_000_000 + "潮汐\n\n" + "月亮 " * 100_000, "", ())
    assert words_of(note).text.startswith("潮汐 月亮 月亮")
    assert 900 < len(words_of(note).text) <= 1_000
    assert words_of(replace(note, note="一行\n又一行")).text == "一行 又一行"
