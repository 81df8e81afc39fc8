"""Readings with tones: of a character alone, as the phrase around it says, for Traditional ones too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.script.toned_pinyin import readings


def said(text):
    return " ".join(readings(text))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("中", "zhōng"),
        ("纲举目张", "gāng jǔ mù zhāng"),
        ("重庆", "chóng qìng"),
        ("重要", "zhòng yào"),
        ("银行行长", "yín háng háng zhǎng"),
        ("银行长大", "yín háng zhǎng dà"),  # from left to right, the longest first
        ("音乐快乐", "yīn yuè kuài lè"),
        ("了解好了", "liǎo jiě hǎo le"),
        ("還是銀行", "hái shì yín háng"),  # Traditional
        ("长江后浪推前浪", "cháng jiāng hòu làng tuī qián làng"),
    ],
)
def test_words_are_read_as_they_are_spoken(text, reading):
    assert said(text) == reading


def test_what_is_no_chinese_has_no_reading():
    assert readings("AI 中，\n𠮷") == ["", "", "", "zhōng", "", "", ""]


@given(st.text(alphabet="一二重庆银行长大了得 ab，。0", max_size=40))
def test_each_code_point_has_its_own(text):
    found = readings(text)
    assert len(found) == len(text)
    assert [bool(reading) for reading in found] == ["\u4e00" <= letter <= "\u9fff" for letter in text]


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    assert len(readings(text)) == len(text)
