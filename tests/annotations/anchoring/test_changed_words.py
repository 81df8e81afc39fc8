"""What changed is told as a person reads it: whole Latin words, single Chinese characters."""

from __future__ import annotations

import pytest

from reader.annotations.anchoring import changed_words
from reader.annotations.anchoring.changed_words import changed_words as changes


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


def test_nothing_is_told_of_very_long_texts(monkeypatch):
    monkeypatch.setattr(changed_words, "MOST", 3)
    assert parts("一二三", "一二四") == (["三"], ["四"])
    assert parts("一二三四", "一二三五") == ([], [])
