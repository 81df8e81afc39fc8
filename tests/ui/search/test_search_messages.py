"""What is said about a search: numbers in one way, the articles named each time, examples one can read."""

from __future__ import annotations

import re

import pytest

from reader import i18n
from reader.search.model import Answer, Question
from reader.ui.search.search_messages import hints, number

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def english():
    i18n.use_language("en")


def test_numbers_have_separators_and_articles_are_named(english):
    assert number(Answer(Question("x"), total=12345, exact=12345, articles=1200)) == (
        "12,345 passages in 1,200 articles"
    )
    assert number(Answer(Question("x"), total=1, exact=1, articles=1)) == "1 passage in 1 article"
    assert number(Answer(Question("x"), total=22, exact=20, articles=3)) == (
        "22 passages in 3 articles · 2 by pinyin"
    )


def test_the_examples_are_in_the_window_s_language(english):
    assert not HAN.search(hints())
    try:
        i18n.use_language("zh_CN")
        assert HAN.search(hints())
    finally:
        i18n.use_language("en")
