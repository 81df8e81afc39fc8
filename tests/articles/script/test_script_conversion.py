"""The other kind of characters: as many of them, in the same places; without OpenCC, as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.script import script_conversion
from reader.articles.script.script_conversion import SIMPLIFIED, TRADITIONAL, converted


def test_traditional_text_is_shown_in_simplified_and_back():
    assert converted("乾隆皇帝與漢字的歷史", SIMPLIFIED) == "乾隆皇帝与汉字的历史"
    assert converted("头发发展，皇后在后面", TRADITIONAL) == "頭髮發展，皇后在後面"


def test_it_is_written_as_where_the_language_is_spoken():
    assert [converted("里面", TRADITIONAL, region) for region in ("zh_CN", "zh_TW", "zh_HK")] == [
        "裏面",
        "裡面",
        "裏面",
    ]


def test_what_would_take_two_units_in_place_of_one_stays():
    assert converted("趙孟頫的書法", SIMPLIFIED) == "赵孟頫的书法"  # U+2B5AF


@pytest.mark.parametrize("script", ["", "other"])
def test_as_written_it_is_itself(script):
    text = "漢字"
    assert converted(text, script) is text


def test_without_opencc_it_is_itself(monkeypatch):
    monkeypatch.setattr(script_conversion, "can_convert", lambda: False)
    converted.cache_clear()
    assert converted("漢字", SIMPLIFIED) == "漢字"
    converted.cache_clear()


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("發髮后後里裏面台臺着著乾干𠮷😀 a\n"), st.characters()),
        max_size=50,
    ),
    st.sampled_from([SIMPLIFIED, TRADITIONAL]),
)
def test_every_place_stays_where_it_is(text, script):
    text = text.encode("utf-8", "ignore").decode()
    shown = converted(text, script)
    assert [letter > "\uffff" for letter in shown] == [letter > "\uffff" for letter in text]
