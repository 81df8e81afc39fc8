"""Texts that lack what their framework promises: a node whose passage is gone stays with its parent."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reader.articles.model import Match
from reader.articles.reading import parse_article
from reader.articles.resolving.resolver import Resolving
from reader.articles.resolving.weights import shipped
from tests.articles.resolving.damage import grafted, passages_of, without_lines
from tests.articles.resolving.gold import everything, is_own
from tests.long_runs import times


def links_of(article):
    return Resolving(article.framework, article.passages(), shipped()).run()


@pytest.mark.slow
def test_a_node_whose_passage_is_deleted_leads_nowhere_else():
    every = times(1, 8)  # all of them tell 1.7 in 100 from 2; of each eighth 1.2 in 100 lead elsewhere
    passages = [(article, *one) for article in everything() for one in passages_of(article)]
    found = Counter()
    for article, node_id, lines in passages[every - 1 :: every]:
        cut = without_lines(article, [(node_id, lines)])
        if cut is not None and not cut.meant[node_id].lines:
            found["deleted"] += 1
            found["elsewhere"] += is_own(links_of(cut)[node_id].match)
    assert found["deleted"] > times(900, 110)
    assert found["elsewhere"] <= 0.02 * found["deleted"]  # some of them say as much as what was deleted


def test_a_framework_of_another_article_is_hardly_linked():
    articles = everything()
    found = Counter()
    for by in (7, 1, 11)[: times(3, 1)]:
        for article, other in zip(articles, articles[by:] + articles[:by], strict=True):
            for link in links_of(grafted(article, other)).values():
                found["nodes"] += 1
                found["linked"] += is_own(link.match)
    assert found["linked"] <= 0.005 * found["nodes"]  # 引言 and 结语, which stand in most of them


def drawn(names, text):
    tree = "\n".join(f"├── {name}" for name in names)
    return parse_article(f"# 题目\n\n{text}\n\n## 文章框架\n\n```\n{tree}\n```\n", Path("a.md"))


def test_where_next_to_nothing_is_found_only_exact_names_are_believed():
    text = "## 引言\n\n话。\n\n## 快照备份的做法\n\n话。"
    strangers = ["潮汐", "灯塔", "帆布", "缆绳", "船锚", "罗盘", "海图"]
    few = drawn(["引言", "快照备份", *strangers, *(f"港口{name}" for name in strangers)], text)
    assert few.links["引言"].match is Match.HEADING
    assert few.links["快照备份"].match is Match.NONE
    many = drawn(["引言", "快照备份", *strangers, "甲板", "浮标", "锚链"], text)  # two of twelve
    assert many.links["快照备份"].match is Match.HEADING


def test_what_many_nodes_are_called_is_not_found_for_a_node_above_that_is_lost():
    text = "## 协变\n\n定义：子类型可以代替。\n\n## 价格\n\n十元。\n\n## 速度\n\n很快。"
    tree = "├── 协变\n│   └── 定义\n├── 飞鸟\n│   └── 定义\n├── 价格\n└── 速度"
    read = parse_article(f"# 题目\n\n{text}\n\n## 文章框架\n\n```\n{tree}\n```\n", Path("a.md"))
    assert read.links["飞鸟"].match is Match.NONE
    assert read.links["飞鸟/定义"].match is Match.NONE
    assert is_own(read.links["协变/定义"].match)
