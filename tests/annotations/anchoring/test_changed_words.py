"""What changed is told as a person reads it: whole Latin words, single Chinese characters."""

from __future__ import annotations

import pytest

from reader.annotations.anchoring import changed_words
from reader.annotations.anchoring.changed_words import changed_words as changes
from reader.articles.source.canonical_text import Span


def parts(old, new):
    gone, come = changes(old, new)
    return [old[span.start : span.end] for span in gone], [new[span.start : span.end] for span in come]


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("a great wave", "a green wave", ["great"], ["green"]),
        ("a great wave", "a great, slow wave", [], [", slow"]),
        ("在新月与满月水位最高", "在满月与满月水位更高", ["新", "最"], ["满", "更"]),
        ("用 Python 写", "用 Pythonic 写", ["Python"], ["Pythonic"]),
        ("don't stop", "do stop", ["don't"], ["do"]),
        ("一样", "一样", [], []),
        ("", "新写", [], ["新写"]),
        ("𠮷野家", "𠮷田家", ["野"], ["田"]),
    ],
)
def test_words_and_characters_that_changed(old, new, gone, come):
    assert parts(old, new) == (gone, come)


def test_words_that_are_only_gone_or_only_there_are_told_on_one_side():
    assert changes("一二三", "一三") == ([Span(1, 2)], [])
    assert changes("一三", "一二三") == ([], [Span(1, 2)])


def test_4000_words_are_told_of_and_no_more():
    assert parts("一" * 3_999 + "二", "一" * 3_999 + "三") == (["二"], ["三"])
    assert parts("一" * 4_000 + "二", "一" * 4_000 + "三") == ([], [])
    assert parts("二", "一" * 4_001) == ([], [])


def test_nothing_is_told_of_very_long_texts(monkeypatch):
    monkeypatch.setattr(changed_words, "MOST", 3)
    assert parts("一二三", "一二四") == (["三"], ["四"])
    assert parts("一二三四", "一二三五") == ([], [])
