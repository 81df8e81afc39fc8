"""Labels taken apart, what they say of one another, and what they never mean."""

from __future__ import annotations

import pytest

from reader.articles.resolving.label_similarity import Rarity, grams, is_opposite, name_of


@pytest.mark.parametrize(
    ("label", "head", "tail"),
    [
        ("优势: 快, 小, 稳", "优势", "快, 小, 稳"),
        ("分支（Branches）", "分支", ""),
        ("3.1 数据结构：数组", "数据结构", "数组"),
        ("第一步：下载", "下载", ""),
        ("Q1：编辑器很卡怎么办", "编辑器很卡怎么办", ""),
        ("泛型", "泛型", ""),
    ],
)
def test_head_and_tail_stand_apart(label, head, tail):
    name = name_of(label)
    assert (name.head, name.tail) == (head, tail)


@pytest.mark.parametrize(
    ("label", "name"),
    [("单个参数", "多个参数"), ("可变引用", "不可变引用"), ("优势", "劣势"), ("平衡", "非平衡")],
)
def test_opposites_are_told_apart(label, name):
    assert is_opposite(label, name)
    assert is_opposite(name, label)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("熄灯前后", "熄灯的那半小时"),
        ("熄灯前后", "熄灯以前"),
        ("单元测试", "单元测试的写法"),
        ("不足", "有何不足"),
    ],
)
def test_what_has_both_opposes_nothing(label, name):
    assert not is_opposite(label, name)


def test_words_that_digests_exchange_are_one():
    assert grams("总结") == grams("结语")
    assert grams("官方网站") == grams("链接")


@pytest.mark.parametrize(
    ("label", "line", "share"),
    [
        ("分析用户对话", "该研究通过分析一百万次用户的对话", 1.0),
        ("模型行为分析", "模型可能会有欺骗性行为", 3 / 5),
        ("Visits of readers", "many visits by readers", 1.0),
        ("价格与速度", "速度很快", 0.5),
        ("的", "的", 0.0),
    ],
)
def test_coverage_counts_letters_in_words_that_are_said(label, line, share):
    assert name_of(label).covered_by(grams(line)) == pytest.approx(share)


def test_what_is_rare_is_worth_more():
    rarity = Rarity([grams("泛型函数"), grams("泛型接口"), grams("泛型约束")], grams("泛型约束"))
    assert rarity.of("约束") > rarity.of("泛型") > 0
    assert rarity.of("约束") > rarity.of("约")
