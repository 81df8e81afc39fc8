"""Texts that lack what their framework promises: a node whose passage is gone stays with its parent."""

from __future__ import annotations

from collections import Counter

from reader.articles.resolving.resolver import Resolving
from reader.articles.resolving.weights import shipped
from tests.articles.resolving.damage import grafted, passages_of, without_lines
from tests.articles.resolving.gold import is_own, samples


def links_of(article):
    return Resolving(article.framework, article.passages(), shipped()).run()


def test_a_node_whose_passage_is_deleted_leads_nowhere_else():
    found = Counter()
    for article in samples():
        for node_id, lines in passages_of(article):
            cut = without_lines(article, [(node_id, lines)])
            if cut is not None and not cut.meant[node_id].lines:
                found["deleted"] += 1
                found["elsewhere"] += is_own(links_of(cut)[node_id].match)
    assert found["deleted"] > 200
    assert found["elsewhere"] <= 0.03 * found["deleted"]  # some of them say as much as what was deleted


def test_a_framework_of_another_article_is_hardly_linked():
    articles = samples()
    found = Counter()
    for article, other in zip(articles, articles[7:] + articles[:7], strict=True):
        for link in links_of(grafted(article, other)).values():
            found["nodes"] += 1
            found["linked"] += is_own(link.match)
    assert found["linked"] <= 0.03 * found["nodes"]  # 引言 and 结语, which stand in most of them
