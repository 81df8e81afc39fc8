"""Which passage a node gets: what is no passage, whose passage it is, parents by their children, and why."""

from __future__ import annotations

import json
import subprocess
import sys
from math import log
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.articles.model import Match
from reader.articles.reading import parse_article
from reader.articles.resolving import resolver
from reader.articles.resolving.resolver import Resolving
from reader.articles.resolving.weights import shipped
from tests.articles.resolving.gold import made, samples
from tests.long_runs import times
from tests.train_resolver import Trying

OWN = {Match.HEADING, Match.LEAD, Match.ITEM, Match.ROW, Match.TEXT}
WORDS = [
    "编程能力",
    "写作",
    "价格",
    "速度",
    "优势：快",
    "1. 引言",
    "结语",
    "Key points",
    "Costs",
    "单个参数",
    "多个参数",
]


def article(text, tree):
    drawn = "\n".join(f"{'│   ' * depth}├── {label}" for depth, label in tree)
    return parse_article(f"# 题目\n\n{text}\n\n## 脑图\n\n```\n{drawn}\n```\n", Path("a.md"))


def lines_of(read):
    """Return the line of each node's own passage, by its label; None where it has none."""
    return {
        node.label: (link.passage.line if link.match in OWN else None)
        for node in read.framework.walk()
        for link in [read.links[node.node_id]]
    }


CONTENTS = """## 目录

- [安装](#安装)
- [配置](#配置)

## 安装的步骤

先下载，再解压。

## 配置的方法

改一个文件。

[上一篇](a.md) | [下一篇](b.md)"""


def test_contents_and_navigation_are_no_passages():
    found = lines_of(article(CONTENTS, [(0, "安装"), (0, "配置"), (0, "下一篇")]))
    assert found == {"安装": 8, "配置": 12, "下一篇": None}


TWICE = """## 甲文件概述

说两句。

## 比较

都好。

## 甲文件的评价

### 视角相关

很好。

### 内容准确

也好。

### 结构合理

还好。"""


def test_a_parent_is_weighed_by_its_children():
    tree = [(0, "比较"), (0, "甲文件"), (1, "视角相关"), (1, "内容准确"), (1, "结构合理")]
    found = lines_of(article(TWICE, tree))
    assert found["甲文件"] == 11
    assert [found[label] for label in ("视角相关", "内容准确", "结构合理")] == [13, 17, 21]


OTHER_WORDS = """## 缘起

说两句。

## 吵过的架

- **谁指挥**：轮流来。
- **曲目怎么定**：投票。
- **迟到**：罚搬椅子。

## 后来

还在。"""


def test_a_parent_in_other_words_is_found_by_its_children():
    tree = [(0, "缘起"), (0, "矛盾"), (1, "指挥"), (1, "曲目"), (1, "迟到的人"), (0, "后来")]
    found = lines_of(article(OTHER_WORDS, tree))
    assert [found[label] for label in ("矛盾", "指挥", "曲目", "迟到的人")] == [7, 9, 10, 11]
    tree[2:5] = [(1, "薪水"), (1, "假期"), (1, "保险")]
    assert lines_of(article(OTHER_WORDS, tree))["矛盾"] is None


def test_a_passage_named_after_node_and_parent_is_found_elsewhere():
    text = "## 协变\n\n- **定义**：子类型可以代替。\n\n## 逆变\n\n- **定义**：反过来。\n\n## 论证\n\n"
    text += "### 逆变的形式论证\n\n略。\n\n### 协变的形式论证\n\n略。"
    tree = [
        (0, "协变（Covariance）"),
        (1, "定义"),
        (1, "形式论证"),
        (0, "逆变"),
        (1, "定义"),
        (1, "形式论证"),
    ]
    read = article(text, tree)
    assert read.links["协变（Covariance）/形式论证"].passage.line == 17
    assert read.links["逆变/形式论证"].passage.line == 13


def test_a_cell_of_a_row_is_a_name_of_it_and_the_head_is_none():
    text = "## 毛病\n\n| 现象 | 原因 |\n|---|---|\n| 看到两个月亮 | 光轴歪了 |\n| 视野发灰 | 镜片长霉 |"
    found = lines_of(article(text, [(0, "毛病"), (1, "光轴不正"), (1, "镜片发霉")]))
    assert [found["光轴不正"], found["镜片发霉"]] == [7, 8]


def test_children_of_a_lost_node_are_not_taken_from_another_nodes_section():
    bakeries = next(one for one in made() if one.name == "42-three-bakeries")
    passages = bakeries.passages()
    links = Resolving(bakeries.framework, passages, shipped()).run()
    for node in bakeries.framework.nodes:
        own = links[node.node_id]
        others = [links[other.node_id] for other in bakeries.framework.nodes if other is not node]
        for child in node.children:
            link = links[child.node_id]
            if link.match in OWN and own.match not in OWN:
                assert not any(
                    other.match in OWN and other.passage.line <= link.passage.line <= other.passage.last_line
                    for other in others
                )


def test_opposites_are_not_taken_for_one_another():
    found = lines_of(article("## 多个参数\n\n话。\n\n## 别的\n\n话。", [(0, "单个参数"), (0, "别的")]))
    assert found == {"单个参数": None, "别的": 7}


def test_what_was_near_is_kept_with_its_line_and_why():
    text = "## 天气\n\n说天。\n\n## 种子怎么选\n\n春天。\n\n## 收割\n\n秋天。\n\n## 卖粮\n\n冬天。"
    read = article(text, [(0, "天气"), (0, "农忙安排"), (0, "收割")])
    rejected = [link for link in read.links.values() if link.rejected]
    assert rejected
    for link in rejected:
        assert link.match not in OWN
        assert 0 < link.rejected.certainty < 1
        assert f"line {link.rejected.passage.line}" in link.reason
        assert link.certainty == 0


def test_why_names_the_evidence():
    read = article("## 一、天气\n\n话。\n\n## 二、播种\n\n话。\n\n## 三、收割\n\n话。",
                   [(0, "天气"), (0, "播种"), (0, "收割")])  # fmt: skip
    reason = read.links["播种"].reason
    assert "播种" in reason
    assert "heading 2 of 3 here, between “一、天气” and “三、收割”" in reason


SAID = "序。\n\n海边的潮水在夜里慢慢退去了。\n\n山上的老人种下一排新的茶树。\n\n跋。"
CALLED = "## 潮水退去的夜里\n\n话。\n\n## 种茶的老人\n\n话。"


@pytest.mark.parametrize(
    ("group", "text", "labels"),
    [(0, CALLED, ("潮水退去", "种茶")), (1, SAID, ("潮水在夜里慢慢退去", "老人种下一排新的茶树"))],
)
@pytest.mark.parametrize(("certainty", "is_taken"), [(0.7, False), (0.8, False), (0.86, True), (0.95, True)])
def test_a_passage_is_taken_if_we_are_83_percent_sure(monkeypatch, group, text, labels, certainty, is_taken):
    """Whether it has a name (0) or says the label (1): here the calibration makes all of a group as sure."""
    calibration = [*shipped().certainty[:-1], 0.0]
    calibration[2 * group : 2 * group + 2] = 0.0, log(certainty / (1 - certainty))
    weights = shipped()._replace(certainty=tuple(calibration))
    monkeypatch.setattr(resolver, "shipped", lambda: weights)
    lines = lines_of(article(text, [(0, label) for label in labels]))
    assert [lines[label] is not None for label in labels] == [is_taken] * len(labels)


@pytest.mark.parametrize("one", [*samples(), *made()], ids=lambda one: one.name)
def test_what_agrees_is_aligned_so(one):
    """Where all siblings have the very names of sections, no weighing would lead elsewhere."""
    quick = Resolving(one.framework, one.passages(), shipped()).run()
    slow = Trying(one, shipped()).run()
    for node_id, link in quick.items():
        other = slow[node_id]
        assert (link.match, link.passage) == (other.match, other.passage) or not {
            link.match,
            other.match,
        } & OWN


trees = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(WORDS)), min_size=1, max_size=12)
texts = st.lists(
    st.tuples(st.sampled_from(["## ", "### ", "- ", "- **", "", "1. "]), st.sampled_from(WORDS)), max_size=14
)


@settings(max_examples=times(60, 24), deadline=None)
@given(texts, trees)
def test_whatever_is_drawn_links_stay_in_bounds(parts, tree):
    text = "\n\n".join(f"{mark}{word}{'**：话。' if mark == '- **' else ''}" for mark, word in parts)
    levels, above = [], -1
    for depth, label in tree:
        above = min(depth, above + 1)
        levels.append((above, label))
    read = article(text, levels)
    assert set(read.links) == {node.node_id for node in read.framework.walk()}
    taken = []
    for node in read.framework.walk():
        link = read.links[node.node_id]
        assert 0 <= link.certainty <= 1
        assert link.reason.endswith(".")
        assert (link.passage is None) == (link.match is Match.NONE)
        if link.match in (Match.HEADING, Match.LEAD):
            taken.append(link.passage.line)
        for child in node.children:
            below = read.links[child.node_id]
            if link.match is Match.HEADING and below.match in OWN:
                assert link.passage.line <= below.passage.line
    assert len(taken) == len(set(taken))


@pytest.mark.parametrize(
    "text",
    [
        "## 月亮\n\n**潮汐**：每天两次。\n\n## 太阳\n\n话。",  # within the first of its points
        "## 月亮\n\n话。\n\n## 太阳\n\n话。\n\n## 潮汐\n\n话。",  # behind them all
        "## 月亮\n\n话。\n\n## 潮汐\n\n话。\n\n## 太阳\n\n话。\n\n## 海水\n\n话。",  # behind a part of them
    ],
)
def test_a_point_never_means_what_stands_within_or_behind_the_sections_of_its_own_points(text):
    tree = [(0, "潮汐"), (1, "月亮"), (1, "太阳")]
    read = article(text, tree)
    rows = read.source.split("\n")
    assert lines_of(read) == {
        "潮汐": None, "月亮": rows.index("## 月亮") + 1, "太阳": rows.index("## 太阳") + 1
    }  # fmt: skip


def test_a_single_section_of_the_name_of_a_point_before_it_is_another_thing():
    text = "## 太阳\n\n先说别的。\n\n## 潮汐\n\n每天两次。\n\n### 月亮的引力\n\n话。"
    found = lines_of(article(text, [(0, "潮汐"), (1, "月亮的引力"), (1, "太阳")]))
    assert found["潮汐"] == 7
    assert found["月亮的引力"] == 11


def test_the_command_says_how_sure_and_why(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# 题目\n\n## 天气\n\n话。\n\n## 收割\n\n话。\n\n## 脑图\n\n```\n├── 天气\n└── 收割\n```\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "reader", "outline", str(path), "--json"]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    for node in answer["framework"]:
        assert node["certainty"] > 0.9
        assert node["label"] in node["why"] or "exactly" in node["why"]
