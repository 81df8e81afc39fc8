"""What is said in one breath."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.reading import read_article
from reader.speech.sentences import LONGEST, language_of, sentences_from


@pytest.fixture
def sentences(tmp_path):
    def of(source, position=0, hidden=frozenset()):
        path = tmp_path / "one.md"
        path.write_text(source, encoding="utf-8")
        article = read_article(path)
        return [article.text.words(span) for span in sentences_from(article, position, hidden)]

    return of


def test_sentences_end_at_their_signs(sentences):
    assert sentences("他说：“好。”然后走了！真的吗？对……") == [
        "他说：“好。”",
        "然后走了！",
        "真的吗？",
        "对……",
    ]
    assert sentences("One. Two (three.) Four 3.5 five") == ["One.", "Two (three.)", "Four 3.5 five"]


def test_marks_of_markdown_are_not_said(sentences):
    assert sentences("# 标题\n\n- **甲**：[链接](https://a.example)\n") == ["标题", "甲：链接"]


def test_code_formulas_and_drawings_are_passed_over(sentences):
    source = "前。\n\n```py\nprint(1)\n```\n\n$$\nx^2\n$$\n\n├── 甲\n└── 乙\n\n后。"
    assert sentences(source) == ["前。", "后。"]


def test_hidden_lines_are_passed_over(sentences):
    assert sentences("一。\n\n二。\n", hidden=frozenset({1})) == ["二。"]


def test_reading_begins_in_the_sentence_of_the_place(sentences):
    assert sentences("一一。二二。三三。", position=4) == ["二二。", "三三。"]
    assert sentences("一一。二二。三三。", position=3) == ["二二。", "三三。"]
    assert sentences("一一。\n\n二二。", position=100) == []


def test_what_has_no_letter_is_not_said(sentences):
    assert sentences("……\n\n---\n\n好。") == ["好。"]


def test_a_long_sentence_is_cut_at_a_comma(sentences):
    long = "字" * (LONGEST - 20) + "，" + "词" * 60 + "。"
    assert sentences(long) == ["字" * (LONGEST - 20) + "，", "词" * 60 + "。"]
    assert [len(words) for words in sentences("字" * (2 * LONGEST + 1))] == [LONGEST, LONGEST, 1]


def test_the_language_is_that_of_the_letters():
    assert language_of("用 Python 写") == "zh"
    assert language_of("Written in Python") == "en"


@given(st.text("字，。！ab. \n…”", max_size=600).map("字".__add__))
def test_nothing_is_said_twice_and_nothing_left_out(tmp_path_factory, source):
    path = tmp_path_factory.mktemp("any") / "one.md"
    path.write_text(source, encoding="utf-8")
    article = read_article(path)
    spans = sentences_from(article, 0)
    assert list(spans) == sorted(spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 < span.end - span.start <= LONGEST for span in spans)
    said = "".join(article.text.words(span) for span in spans)
    kinds = article.scanned.lines
    lines = article.text.text.split("\n")
    shown = "".join(
        line for line, kind in zip(lines, kinds, strict=False) if kind.kind.name not in ("CODE", "FENCE")
    )
    assert re.sub(r"\W", "", said) == re.sub(r"\W", "", shown)
