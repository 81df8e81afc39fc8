"""Folding keeps every place, and brings together what a reader takes for the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.source.character_folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("出口管制", "出口管制"),
        ("深度學習與機器學習", "深度学习与机器学习"),
        ("臺灣說裡裏為爲", "台湾说里里为为"),
        ("ＤｅｅｐＳｅｅｋ－Ｒ１", "deepseek-r1"),
        ("（ＡＩ）：　！", "(ai): !"),
        ("İstanbul ΑΣ ας", "istanbul ας ας"),
        ("𠮷野家 𣍐", "𠮷野家 𣍐"),
        ("⼀⼆", "一二"),
    ],
)
def test_what_looks_the_same_folds_to_the_same(one, other):
    assert fold(one) == fold(other)


def test_what_differs_stays_apart():
    assert fold("管制") != fold("管理")


@given(st.text())
def test_every_code_point_keeps_its_place(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(fold(letter) == shown for letter, shown in zip(text, folded, strict=True))


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_no_character_folds_to_one_that_folds_again():
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x40000))))
    once = fold(every)
    assert [letter for letter, a, b in zip(every, once, fold(once), strict=True) if a != b] == []
