"""The search form, and the way back from it."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.text.analysis import UNSEEN, Restored, form_and_edits, runs, search_form

WORDS = st.text("\u200b\u200d\u00adab A，。 \n\t中文國０１ÀÉß　İ_-😀\U00020001か", max_size=30)


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
    assert search_form(text[low:high]) == search_form(form[start:end])
    assert not text[low].isspace() or form[start] == " "
    assert text[low] not in UNSEEN


def test_a_text_of_many_pages_without_capitals_is_kept():
    text = "文" * 200_000 + "A"
    assert Restored(*form_and_edits(text)).text == text


def test_runs_are_chinese_words_and_marks():
    assert runs("ai安全,c++_1") == ["ai", "安全", ",", "c", "+", "+", "_1"]
