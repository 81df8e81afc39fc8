"""The search form, and the way back from it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.articles.source.character_folding import UNSEEN
from reader.search.text.analysis import Restored, form_and_edits, runs, search_form

WORDS = st.text(
    "\u200b\u200d\u00adab A，。 \n\t中文國０１ÀÉß　İ_-😀\U00020001かﬁ㎏№ℹﾊﾞﾟヒ\u3099e\u0301\ufe0f\U000e0100’⻓",
    max_size=30,
)


def test_what_people_write_differently_is_the_same():
    assert search_form("AI 安全") == search_form("ＡＩ安全") == search_form("ai\n安全")
    assert search_form("國際（Ａ）") == search_form("国际(a)")
    assert search_form("machine\n  learning") == "machine learning"
    assert search_form("machine learning") != search_form("machinelearning")


def test_what_nobody_sees_is_not_sought():
    assert search_form("出\u200b口\ufeff管制") == "出口管制"
    assert search_form("exam\u00adple") == "example"
    assert search_form("a\u200b \u200bb") == "a b" == search_form("a b")
    assert search_form("a\u200bb") == "ab"
    assert search_form("👩\u200d💻") == "👩💻"
    text = "见出\u200b口管\u00ad制。👩\u200d💻"
    form, edits = form_and_edits(text)
    restored = Restored(form, edits)
    assert restored.text == text
    assert restored.spans([(1, 5), (6, 8)]) == [(1, 7), (8, 11)]


@settings(deadline=None)
@given(WORDS)
def test_the_text_comes_back_from_its_form(words):
    text = unicodedata.normalize("NFC", words)
    form, edits = form_and_edits(text)
    assert form == search_form(text)
    assert Restored(form, edits).text == text


@settings(deadline=None)
@given(WORDS, st.data())
def test_a_match_in_the_form_is_at_its_words_in_the_text(words, data):
    text = unicodedata.normalize("NFC", words)
    form, edits = form_and_edits(text)
    if not form:
        return
    start = data.draw(st.integers(0, len(form) - 1))
    end = data.draw(st.integers(start + 1, len(form)))
    ((low, high),) = Restored(form, edits).spans([(start, end)])
    # A ligature is marked as a whole.
    assert form[start:end].strip() in search_form(text[low:high])
    assert len(search_form(text[low:high])) <= end - start + 2
    assert not text[low].isspace() or form[start] == " "
    assert not re.match(f"[{UNSEEN}]", text[low])


def test_a_text_of_many_pages_without_capitals_is_kept():
    text = "文" * 200_000 + "A"
    assert Restored(*form_and_edits(text)).text == text


def test_runs_are_chinese_words_and_marks():
    assert runs("ai安全,c++_1") == ["ai", "安全", ",", "c", "+", "+", "_1"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("don't", "don’t"),
        ('说"明天见"就', "说“明天见”就"),
        ("テレビ", "ﾃﾚﾋﾞ"),
        ("パパ", "ﾊﾟﾊﾟ"),
        ("葛城", "葛\U000e0100城"),
        ("❤吧", "❤\ufe0f吧"),
        ("长民页见", "⻓⺠⻚⻅"),
        ("龟", "⻳"),
        ("café", "cafe\u0301"),
        ("gross", "groß"),
        ("official", "oﬃcial"),
        ("5kg", "5㎏"),
        ("第ii类", "第Ⅱ类"),
        ("nó5", "№\u03015"),
    ],
)
def test_what_is_printed_otherwise_is_found_as_it_is_typed(typed, printed):
    text = f"前{printed}后"
    form, edits = form_and_edits(text)
    restored = Restored(form, edits)
    assert restored.text == text
    for words in (typed, printed):
        sought = search_form(words)
        at = form.index(sought)
        assert restored.spans([(at, at + len(sought))]) == [(1, len(text) - 1)]


def test_a_part_of_what_stands_for_several_is_marked_as_the_whole():
    text = "aﬁb"
    form, edits = form_and_edits(text)
    assert form == "afib"
    assert Restored(form, edits).spans([(1, 2), (2, 3), (2, 4), (3, 4)]) == [(1, 2), (1, 2), (1, 3), (2, 3)]
